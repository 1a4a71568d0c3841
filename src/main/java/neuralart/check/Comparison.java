package neuralart.check;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import neuralart.network.Network;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Engine;
import neuralart.plan.Plan;
import neuralart.step.Executor;

/**
 * The same loss on a device and on the processor: the energy of a layer, of an image of noise.
 *
 * @param error relative L2 of the gradient to the processor's
 * @param milliseconds of an evaluation on the device
 * @param processorMilliseconds of one on the processor
 */
record Comparison(double error, double milliseconds, double processorMilliseconds) {
  private static final double NANOS = 1e6;

  /** Seconds after which no further evaluation begins. */
  private static final double PATIENCE = 5;

  private static final int RUNS = 10;

  /** What is computed: a layer of a network, for an image size. */
  record Work(Network network, String layer, int height, int width) {
    Plan plan(Executor executor) {
      List<Objective> objectives = List.of(new ActivationEnergy(layer, -1, 0, Mean.LAYER));
      return Draft.of(executor, network, height, width, objectives, Set.of()).allocate();
    }
  }

  static Comparison of(Work work, Executor device) {
    try (Plan expected = work.plan(Engine.processor());
        Plan actual = work.plan(device)) {
      Random random = new Random(1);
      double range = work.network.preprocessing().range();
      for (int i = 0; i < expected.image().limit(); i++) {
        float value = (float) (0.2 * range * random.nextGaussian());
        expected.image().put(i, value);
        actual.image().put(i, value);
      }
      double onProcessor = milliseconds(expected);
      double onDevice = milliseconds(actual);
      return new Comparison(
          difference(expected.gradient(), actual.gradient()), onDevice, onProcessor);
    }
  }

  /** The shortest of some evaluations, behind one that compiles and measures. */
  private static double milliseconds(Plan plan) {
    plan.evaluate();
    double least = Double.POSITIVE_INFINITY;
    double all = 0;
    for (int run = 0; run < RUNS && all < PATIENCE * 1000; run++) {
      long start = System.nanoTime();
      plan.evaluate();
      double time = (System.nanoTime() - start) / NANOS;
      least = Math.min(least, time);
      all += time;
    }
    return least;
  }

  private static double difference(FloatBuffer expected, FloatBuffer actual) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.limit(); i++) {
      difference += Math.pow(expected.get(i) - actual.get(i), 2);
      norm += Math.pow(expected.get(i), 2);
    }
    return norm > 0 ? Math.sqrt(difference / norm) : Math.sqrt(difference);
  }
}
