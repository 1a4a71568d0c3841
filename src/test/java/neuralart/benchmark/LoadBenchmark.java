package neuralart.benchmark;

import java.util.Locale;
import neuralart.model.Models;
import neuralart.network.Network;

/** Times loading networks from disk, the first with the start of ND4J. */
public final class LoadBenchmark {
  private static final int ROUNDS = 5;
  private static final double NANOSECONDS = 1e9;

  private LoadBenchmark() {}

  /**
   * @param models as the commands take them; their files are where {@code -Dneuralart.models} says
   */
  public static void main(String[] models) {
    for (String model : models) {
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        Network network = Models.load(model);
        double seconds = (System.nanoTime() - start) / NANOSECONDS;
        network.close();
        System.out.printf(Locale.ROOT, "%s: %.2f s%n", model, seconds);
      }
    }
  }
}
