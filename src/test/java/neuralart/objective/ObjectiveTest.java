package neuralart.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import neuralart.network.Objective;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.ChannelResponse.Region;
import neuralart.objective.ChannelResponse.WeightedChannel;
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

  @Test
  void meanResponse() {
    List<WeightedChannel> channels =
        List.of(new WeightedChannel(1, 1), new WeightedChannel(3, -0.5));
    check(
        new ChannelResponse("a", -2, channels, Region.WHOLE),
        a -> -2 * (sum(a, 0, 1) - 0.5 * sum(a, 0, 3)) / (HEIGHT * WIDTH));
    check(
        new ChannelResponse("a", -2, channels, Region.INNER),
        a -> -2 * (sum(a, 2, 1) - 0.5 * sum(a, 2, 3)) / ((HEIGHT - 4) * (WIDTH - 4)));
    int center = (HEIGHT / 2 * WIDTH + WIDTH / 2) * CHANNELS;
    check(
        new ChannelResponse("a", -2, channels, Region.CENTER),
        a -> -2 * (a[center + 1] - 0.5 * a[center + 3]));
  }

  @Test
  void gramSimilarity() {
    List<float[]> others = new ArrayList<>();
    Random random = new Random(9);
    for (int i = 0; i < 2; i++) {
      INDArray other = Nd4j.createUninitialized(1, HEIGHT, WIDTH, CHANNELS);
      for (long j = 0; j < other.length(); j++) {
        other.putScalar(j, random.nextGaussian());
      }
      others.add(GramSimilarity.of(other));
    }
    check(new GramSimilarity("a", 1.5, others), a -> 1.5 * cosines(a, others));
  }

  private static double sum(double[] a, int border, int channel) {
    double sum = 0;
    for (int y = border; y < HEIGHT - border; y++) {
      for (int x = border; x < WIDTH - border; x++) {
        sum += a[(y * WIDTH + x) * CHANNELS + channel];
      }
    }
    return sum;
  }

  private static double cosines(double[] a, List<float[]> others) {
    double[] gram = new double[CHANNELS * CHANNELS];
    for (int p = 0; p < HEIGHT * WIDTH; p++) {
      for (int i = 0; i < CHANNELS; i++) {
        for (int j = 0; j < CHANNELS; j++) {
          gram[i * CHANNELS + j] += a[p * CHANNELS + i] * a[p * CHANNELS + j];
        }
      }
    }
    double norm = 0;
    double product = 0;
    for (int i = 0; i < gram.length; i++) {
      norm += gram[i] * gram[i];
      for (float[] other : others) {
        product += gram[i] * other[i];
      }
    }
    return product / Math.sqrt(norm);
  }

  private static double innerSquares(double[] a) {
    double sum = 0;
    for (int y = 2; y < HEIGHT - 2; y++) {
      for (int x = 2; x < WIDTH - 2; x++) {
        for (int c = 0; c < CHANNELS; c++) {
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
