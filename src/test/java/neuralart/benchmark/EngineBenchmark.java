package neuralart.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import neuralart.network.Network;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;

/**
 * Times iterations of one plan, forward and backward to the image, for {@code
 * src/test/python/benchmark.py}. Arguments: model, side of the image, iterations, file of weights.
 */
public final class EngineBenchmark {
  private static final int WARM_UP = 3;

  private EngineBenchmark() {}

  public static void main(String[] args) throws IOException {
    int size = Integer.parseInt(args[1]);
    int iterations = Integer.parseInt(args[2]);
    try (Network network = BenchmarkNetworks.load(args[0], args[3]);
        Plan plan =
            Draft.of(network, size, size, BenchmarkNetworks.objectives(network), Set.of())
                .allocate()) {
      plan.image().put(0, Buffers.floats(BenchmarkNetworks.noise(network, size)));
      List<Double> seconds = new ArrayList<>();
      for (int i = 0; i < WARM_UP + iterations; i++) {
        long start = System.nanoTime();
        plan.evaluate();
        if (i >= WARM_UP) {
          seconds.add((System.nanoTime() - start) / 1e9);
        }
      }
      System.out.printf(
          "{\"seconds\": %s, \"peak_rss_mb\": %.1f, \"plan_mb\": %.1f}%n",
          seconds, ResidentMemory.peakMegabytes(), plan.bytes() / 1e6);
    }
  }
}
