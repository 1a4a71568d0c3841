package neuralart.benchmark;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import neuralart.network.Network;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Plan;

/**
 * Watches resident memory over many iterations of one plan, and over many plans. Arguments: model,
 * side of the image, file of weights.
 */
public final class MemoryBenchmark {
  private static final int ITERATIONS = 500;
  private static final int PLANS = 50;

  /** Part of the work after which Java's compilers have done most of theirs. */
  private static final int WARM_UP_SHARE = 2;

  private MemoryBenchmark() {}

  public static void main(String[] args) throws IOException {
    int size = Integer.parseInt(args[1]);
    try (Network network = BenchmarkNetworks.load(args[0], args[2])) {
      List<Objective> objectives = BenchmarkNetworks.objectives(network);
      try (Plan plan = Draft.of(network, size, size, objectives, Set.of()).allocate()) {
        watch(ITERATIONS + " iterations of one plan", ITERATIONS, plan::evaluate);
      }
      watch(
          PLANS + " plans built and closed",
          PLANS,
          () -> {
            try (Plan plan = Draft.of(network, size, size, objectives, Set.of()).allocate()) {
              plan.evaluate();
            }
          });
    }
  }

  private static void watch(String what, int times, Runnable work) throws IOException {
    double warm = 0;
    double most = 0;
    int warmUp = times / WARM_UP_SHARE;
    for (int i = 0; i < warmUp + times; i++) {
      work.run();
      double now = ResidentMemory.megabytes();
      warm = i < warmUp ? Math.max(warm, now) : warm;
      most = Math.max(most, now);
    }
    System.out.printf(
        "%s: resident memory %.0f MB after warm-up, %.0f MB at most (%+.1f%%)%n",
        what, warm, most, 100 * (most / warm - 1));
  }
}
