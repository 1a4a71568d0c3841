package neuralart.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import neuralart.network.Preprocessing;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The gradients of what lies between variables and network, against central differences. The loss
 * is linear in the image, so that nothing else is measured than the transform.
 */
class ImageTransformTest {
  private static final int CHANNELS = 3;

  /** {@code sum(w x)} with random weights, so that its gradient is {@code w}. */
  private static final class WeightedSum implements LossFunction {
    private final FloatBuffer variables;
    private final FloatBuffer weights;

    WeightedSum(int length, Random random) {
      variables = FloatBuffer.allocate(length);
      weights = FloatBuffer.allocate(length);
      for (int i = 0; i < length; i++) {
        weights.put(i, (float) random.nextGaussian());
      }
    }

    @Override
    public FloatBuffer variables() {
      return variables;
    }

    @Override
    public FloatBuffer gradient() {
      return weights;
    }

    @Override
    public double evaluate() {
      double sum = 0;
      for (int i = 0; i < variables.limit(); i++) {
        sum += (double) variables.get(i) * weights.get(i);
      }
      return sum;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void warp(long seed) {
    Random random = new Random(seed);
    double[] choices = {0.93, 1.04, 8, -7};
    Affine transform =
        seed == 1
            ? Affine.shiftAndScale(3, choices, random)
            : Affine.rotationAndShift(choices, 2, random);
    RandomWarp warp =
        new RandomWarp(
            new WeightedSum(17 * 19 * CHANNELS, random),
            new int[] {17, 19},
            new int[] {9, 12},
            new float[] {1, -2, 0.5f},
            () -> List.of(transform, Affine.IDENTITY));
    check(warp, random, 1, 0.5);
  }

  @Test
  void warpWithoutMovingShowsTheImageInItsSurround() {
    WeightedSum sum = new WeightedSum(6 * 5, new Random(1));
    RandomWarp warp =
        new RandomWarp(
            sum,
            new int[] {6, 5},
            new int[] {2, 3},
            new float[] {7},
            () -> List.of(Affine.IDENTITY));
    for (int i = 0; i < 6; i++) {
      warp.variables().put(i, i);
    }
    warp.show(Affine.IDENTITY);
    float[] expected = {
      7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 0, 1, 2, 7, 7, 3, 4, 5, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7
    };
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], sum.variables().get(i));
    }
  }

  @Test
  void colors() {
    Random random = new Random(4);
    WeightedSum sum = new WeightedSum(5 * 7 * CHANNELS, random);
    check(new DecorrelatedColors(sum, Preprocessing.IMAGENET_BGR), random, 1, 1e-2);
  }

  @Test
  void colorsOfChannelsWithScalesOfTheirOwn() {
    Random random = new Random(4);
    WeightedSum sum = new WeightedSum(5 * 7 * CHANNELS, random);
    float[] scales = {0.5f, 1, 1.5f};
    Preprocessing preprocessing = new Preprocessing(true, new float[] {90, 100, 120}, scales);
    check(new DecorrelatedColors(sum, preprocessing), random, 1, 1e-2);
  }

  @Test
  void greyStaysGrey() {
    WeightedSum sum = new WeightedSum(4, new Random(4));
    Preprocessing grey = new Preprocessing(false, new float[] {0}, 1 / 255f);
    DecorrelatedColors colors = new DecorrelatedColors(sum, grey);
    colors.variables().put(0, new float[] {0, 1, -2, 40});
    colors.render();
    assertEquals(0.5, sum.variables().get(0), Tolerances.OPERATION);
    assertEquals(1 / (1 + Math.exp(-1)), sum.variables().get(1), Tolerances.OPERATION);
    assertEquals(1 / (1 + Math.exp(2)), sum.variables().get(2), Tolerances.OPERATION);
    assertEquals(1, sum.variables().get(3), Tolerances.OPERATION);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 11})
  void spectrum(int width) {
    Random random = new Random(6);
    WeightedSum sum = new WeightedSum(9 * width * CHANNELS, random);
    try (FourierImage image = new FourierImage(sum, 9, width, CHANNELS, 0.01, random)) {
      check(image, random, 1, 0.5);
    }
  }

  @Test
  void phases() {
    Random random = new Random(6);
    WeightedSum sum = new WeightedSum(9 * 8 * CHANNELS, random);
    try (FourierImage image = new FourierImage(sum, 9, 8, CHANNELS, 0, random)) {
      float[] magnitudes = new float[9 * CHANNELS * 5];
      for (int i = 0; i < magnitudes.length; i++) {
        magnitudes[i] = random.nextFloat();
      }
      // A difference of sines over a step h is the slope times sin(h) / h.
      double step = 0.5;
      check(new PhaseSpectrum(image, magnitudes, random), random, 1, step, step / Math.sin(step));
    }
  }

  @Test
  void noiseIsNewAtEveryEvaluationAndLeavesNoTrace() {
    WeightedSum sum = new WeightedSum(6000, new Random(5));
    float[] deviations = {1, 2, 0};
    double[] squares = new double[CHANNELS];
    LossFunction spy =
        new LossFunction() {
          @Override
          public FloatBuffer variables() {
            return sum.variables();
          }

          @Override
          public FloatBuffer gradient() {
            return sum.gradient();
          }

          @Override
          public double evaluate() {
            for (int i = 0; i < 6000; i++) {
              double noise = variables().get(i) - 7;
              squares[i % CHANNELS] += noise * noise / 2000;
            }
            return sum.evaluate();
          }
        };
    NoisyImage noisy = new NoisyImage(spy, deviations, new SplittableRandom(1));
    for (int i = 0; i < 6000; i++) {
      noisy.variables().put(i, 7);
    }
    double first = noisy.evaluate();
    assertEquals(1, squares[0], 0.1);
    assertEquals(4, squares[1], 0.4);
    assertEquals(0, squares[2]);
    assertNotEquals(first, noisy.evaluate());
    for (int i = 0; i < 6000; i++) {
      assertEquals(7, noisy.variables().get(i));
    }
  }

  /** Sets random variables, then compares with central differences. */
  private static void check(LossFunction function, Random random, double deviation, double step) {
    check(function, random, deviation, step, 1);
  }

  private static void check(
      LossFunction function, Random random, double deviation, double step, double factor) {
    FloatBuffer variables = function.variables();
    for (int i = 0; i < variables.limit(); i++) {
      variables.put(i, (float) (deviation * random.nextGaussian()));
    }
    function.evaluate();
    float[] gradient = new float[variables.limit()];
    function.gradient().get(0, gradient);
    double[] differences = new double[gradient.length];
    for (int i = 0; i < gradient.length; i++) {
      float value = variables.get(i);
      float above = (float) (value + step);
      float below = (float) (value - step);
      variables.put(i, above);
      double loss = function.evaluate();
      variables.put(i, below);
      differences[i] = factor * (loss - function.evaluate()) / (above - below);
      variables.put(i, value);
    }
    double error = Tolerances.relativeL2(differences, gradient);
    System.out.printf("Gradient of %s: %.3g%n", function.getClass().getSimpleName(), error);
    assertTrue(error <= Tolerances.CENTRAL_DIFFERENCE, "relative L2 is " + error);
  }
}
