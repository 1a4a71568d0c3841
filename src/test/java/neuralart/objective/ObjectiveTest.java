package neuralart.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import neuralart.network.Objective;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Values against the formulas, gradients against their central differences, in double precision.
 */
class ObjectiveTest {
  private static final int HEIGHT = 7;
  private static final int WIDTH = 9;
  private static final int CHANNELS = 4;
  private static final double STEP = 1e-4;

  @Test
  void energyOfTheInnerValues() {
    check(
        new ActivationEnergy("a", -1.5, 2, Mean.INNER),
        a -> -1.5 * innerSquares(a) / (3 * 5 * CHANNELS));
  }

  @Test
  void energyByTheWholeLayer() {
    check(
        new ActivationEnergy("a", 0.7, 2, Mean.LAYER),
        a -> 0.7 * innerSquares(a) / (HEIGHT * WIDTH * CHANNELS));
  }

  @Test
  void energyOfChosenChannels() {
    check(
        new ActivationEnergy("a", 0.7, 2, Mean.LAYER, List.of(0, 3)),
        a -> 0.7 * squares(a, 2, Set.of(0, 3)) / (HEIGHT * WIDTH * 2));
    check(
        new ActivationEnergy("a", 0.7, 1, Mean.INNER, List.of(2)),
        a -> 0.7 * squares(a, 1, Set.of(2)) / (5 * 7));
  }

  @Test
  void meanOfAllChannelsAndOfChosenOnes() {
    check(new ActivationMean("a", -1.5, List.of()), a -> -1.5 * Arrays.stream(a).sum() / a.length);
    check(
        new ActivationMean("a", 2, List.of(1)),
        a ->
            2
                * IntStream.range(0, a.length / CHANNELS)
                    .mapToDouble(p -> a[p * CHANNELS + 1])
                    .sum()
                / (HEIGHT * WIDTH));
  }

  @Test
  void channelsMustExist() {
    INDArray array = Nd4j.zeros(1, HEIGHT, WIDTH, CHANNELS);
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ActivationMean("conv1", 1, List.of(2, 4)).bind(array, array));
    assertEquals("Layer 'conv1' has no channel 4: its channels are 0 to 3", error.getMessage());
  }

  @Test
  void matchWithAGuide() {
    float[] guide = guide(11);
    check(new GuideMatch("a", -0.8, guide), a -> -0.8 * match(a, guide) / a.length);
  }

  /** A guide of so many features that the products of few positions are held at a time. */
  @Test
  void matchWithAGuideInParts() {
    float[] guide = guide((1 << 22) / 10);
    Objective objective = new GuideMatch("a", 1, guide);
    INDArray activation = Nd4j.createFromArray(guide(HEIGHT * WIDTH));
    INDArray image = activation.reshape(1, HEIGHT, WIDTH, CHANNELS);
    double[] a = new double[(int) activation.length()];
    Arrays.setAll(a, i -> activation.getDouble(i));
    try (Objective.Evaluation evaluation = objective.bind(image, image.dup())) {
      double expected = match(a, guide) / a.length;
      assertEquals(expected, evaluation.evaluate(), expected * Tolerances.OPERATION);
    }
  }

  private static float[] guide(int features) {
    Random random = new Random(8);
    float[] guide = new float[features * CHANNELS];
    for (int i = 0; i < guide.length; i++) {
      guide[i] = (float) random.nextGaussian();
    }
    return guide;
  }

  private static double match(double[] a, float[] guide) {
    double sum = 0;
    for (int p = 0; p < a.length; p += CHANNELS) {
      double best = Double.NEGATIVE_INFINITY;
      for (int q = 0; q < guide.length; q += CHANNELS) {
        double product = 0;
        for (int c = 0; c < CHANNELS; c++) {
          product += a[p + c] * guide[q + c];
        }
        best = Math.max(best, product);
      }
      sum += best;
    }
    return sum;
  }

  @Test
  void energyNeedsValuesInsideItsBorder() {
    Objective objective = new ActivationEnergy("conv1", 1, 4, Mean.INNER);
    INDArray array = Nd4j.zeros(1, HEIGHT, WIDTH, CHANNELS);
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> objective.bind(array, array));
    assertTrue(error.getMessage().contains("conv1"), error.getMessage());
  }

  @Test
  void gramDistance() {
    float[] target = new float[CHANNELS * CHANNELS];
    Random random = new Random(3);
    for (int i = 0; i < CHANNELS; i++) {
      for (int j = 0; j <= i; j++) {
        target[i * CHANNELS + j] = random.nextFloat() / 10;
        target[j * CHANNELS + i] = target[i * CHANNELS + j];
      }
    }
    check(new GramDistance("a", 2.5, target), a -> 2.5 * gramDistance(a, target));
  }

  private static double innerSquares(double[] a) {
    return squares(a, 2, Set.of(0, 1, 2, 3));
  }

  private static double squares(double[] a, int border, Set<Integer> channels) {
    double sum = 0;
    for (int y = border; y < HEIGHT - border; y++) {
      for (int x = border; x < WIDTH - border; x++) {
        for (int c : channels) {
          double value = a[(y * WIDTH + x) * CHANNELS + c];
          sum += value * value;
        }
      }
    }
    return sum;
  }

  private static double gramDistance(double[] a, float[] target) {
    double sum = 0;
    for (int i = 0; i < CHANNELS; i++) {
      for (int j = 0; j < CHANNELS; j++) {
        double gram = 0;
        for (int p = 0; p < HEIGHT * WIDTH; p++) {
          gram += a[p * CHANNELS + i] * a[p * CHANNELS + j];
        }
        double difference = gram / a.length - target[i * CHANNELS + j];
        sum += difference * difference;
      }
    }
    return sum;
  }

  private static void check(Objective objective, ToDoubleFunction<double[]> formula) {
    Random random = new Random(5);
    double[] a = new double[HEIGHT * WIDTH * CHANNELS];
    Arrays.setAll(a, i -> (float) random.nextGaussian());
    INDArray activation = Nd4j.createFromArray(floats(a)).reshape(1, HEIGHT, WIDTH, CHANNELS);
    INDArray gradient = Nd4j.ones(1, HEIGHT, WIDTH, CHANNELS);
    double value;
    try (Objective.Evaluation evaluation = objective.bind(activation, gradient)) {
      value = evaluation.evaluate();
    }
    double expected = formula.applyAsDouble(a);
    assertEquals(expected, value, Math.abs(expected) * Tolerances.OPERATION);

    double[] slopes = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      double[] shifted = a.clone();
      shifted[i] = a[i] + STEP;
      double above = formula.applyAsDouble(shifted);
      shifted[i] = a[i] - STEP;
      slopes[i] = (above - formula.applyAsDouble(shifted)) / (2 * STEP);
    }
    float[] added = gradient.sub(1).data().asFloat();
    double error = Tolerances.relativeL2(slopes, added);
    assertTrue(error <= Tolerances.GRADIENT, "relative L2 is " + error);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
