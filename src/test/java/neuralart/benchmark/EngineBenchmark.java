package neuralart.benchmark;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import neuralart.device.Memory;
import neuralart.network.Network;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Plan;

/**
 * Times iterations of one plan, forward and backward to the image, for {@code
 * src/test/python/benchmark.py}, and says how much memory the plan asked for and took. Arguments:
 * model, side of the image, iterations, file of weights, and at will the gigabytes that network and
 * plan may take.
 */
public final class EngineBenchmark {
  private static final int WARM_UP = 3;

  /** Side of an image that takes little memory. */
  private static final int SMALL = 100;

  private static final double GIGABYTE = 1e9;
  private static final double MEBIBYTE = 1 << 20;

  private EngineBenchmark() {}

  public static void main(String[] args) {
    int size = Integer.parseInt(args[1]);
    int iterations = Integer.parseInt(args[2]);
    double gigabytes = args.length > 4 ? Double.parseDouble(args[4]) : Double.POSITIVE_INFINITY;
    Memory.within(
        (long) (gigabytes * GIGABYTE),
        System.out::println,
        () -> {
          try (Network network = BenchmarkNetworks.load(args[0], args[3])) {
            measure(network, size, iterations);
          }
        });
  }

  private static void measure(Network network, int size, int iterations) {
    List<Objective> objectives = BenchmarkNetworks.objectives(network);
    double before = memoryBefore(network, objectives);
    try (Plan plan = Draft.of(network, size, size, objectives, Set.of()).allocate()) {
      fill(plan.image(), network.preprocessing().range());
      List<Double> seconds = new ArrayList<>();
      int warmUp = Math.min(WARM_UP, iterations - 1);
      for (int i = 0; i < warmUp + iterations; i++) {
        long start = System.nanoTime();
        plan.evaluate();
        if (i >= warmUp) {
          seconds.add((System.nanoTime() - start) / GIGABYTE);
        }
      }
      double peak = ResidentMemory.peakMegabytes();
      System.out.printf(
          "{\"seconds\": %s, \"peak_rss_mb\": %.1f, \"planned_mb\": %.1f, \"taken_mb\": %.1f}%n",
          seconds, peak, plan.bytes() / MEBIBYTE, peak - before);
    }
  }

  /** What there is without the plan, once Java and the libraries have their own memory. */
  private static double memoryBefore(Network network, List<Objective> objectives) {
    try (Plan small = Draft.of(network, SMALL, SMALL, objectives, Set.of()).allocate()) {
      for (int i = 0; i < WARM_UP; i++) {
        small.evaluate();
      }
    }
    ResidentMemory.forgetPeak();
    return ResidentMemory.megabytes();
  }

  /** Noise over a range, without a copy of it: the image may be large. */
  private static void fill(FloatBuffer image, float range) {
    Random random = new Random(1);
    for (int i = 0; i < image.limit(); i++) {
      image.put(i, (random.nextFloat() - 0.5f) * range);
    }
  }
}
