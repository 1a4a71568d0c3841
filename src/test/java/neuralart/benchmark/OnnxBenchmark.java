package neuralart.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.objective.ChannelResponse;
import neuralart.objective.ChannelResponse.Region;
import neuralart.objective.ChannelResponse.WeightedChannel;
import neuralart.plan.Draft;
import neuralart.plan.Plan;

/**
 * Times the output of a network, or its first channel and the gradient of that with respect to the
 * image, for {@code src/test/python/onnx_benchmark.py}. Arguments: file, {@code forward} or {@code
 * gradient}, iterations, sides of the image.
 */
public final class OnnxBenchmark {
  private static final int WARM_UP = 3;

  private OnnxBenchmark() {}

  public static void main(String[] args) {
    boolean gradient = args[1].equals("gradient");
    int iterations = Integer.parseInt(args[2]);
    try (Network network = Models.load(args[0])) {
      for (int i = 3; i < args.length; i++) {
        int side = Integer.parseInt(args[i]);
        try (Plan plan = draft(network, side, gradient).allocate()) {
          System.out.printf("{\"side\": %d, \"seconds\": %s}%n", side, times(plan, iterations));
        }
      }
    }
  }

  private static Draft draft(Network network, int side, boolean gradient) {
    String last = network.layers().get(network.layers().size() - 1).name();
    if (!gradient) {
      return Draft.of(network, side, side, List.of(), Set.of(last));
    }
    List<WeightedChannel> first = List.of(new WeightedChannel(0, 1));
    return Draft.of(
        network, side, side, List.of(new ChannelResponse(last, 1, first, Region.WHOLE)), Set.of());
  }

  /** Seconds; a plan without an objective has no backward pass. */
  private static List<Double> times(Plan plan, int iterations) {
    Random random = new Random(1);
    for (int i = 0; i < plan.image().limit(); i++) {
      plan.image().put(i, (float) random.nextGaussian());
    }
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < WARM_UP + iterations; i++) {
      long start = System.nanoTime();
      plan.evaluate();
      if (i >= WARM_UP) {
        seconds.add((System.nanoTime() - start) / 1e9);
      }
    }
    return seconds;
  }
}
