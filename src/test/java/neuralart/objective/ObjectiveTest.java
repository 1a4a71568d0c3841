package neuralart.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.ChannelResponse.Region;
import neuralart.objective.ChannelResponse.WeightedChannel;
import neuralart.plan.TwoMemories;
import neuralart.plan.cpu.Nd4jExecutor;
import neuralart.plan.opencl.OpenClTestDevices;
import neuralart.reference.Tolerances;
import neuralart.step.Executor;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values against the formulas, gradients against their central differences, in double precision.
 */
class ObjectiveTest {
  private static final int HEIGHT = 7;
  private static final int WIDTH = 9;
  private static final int CHANNELS = 4;
  private static final double STEP = 1e-4;
  private static final Shape SHAPE = new Shape(HEIGHT, WIDTH, CHANNELS);

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
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ActivationMean("conv1", 1, List.of(2, 4)).bind(SHAPE, new NoSteps()));
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
    float[] activation = guide(HEIGHT * WIDTH);
    double[] a = new double[activation.length];
    Arrays.setAll(a, i -> activation[i]);
    double expected = match(a, guide) / a.length;
    double value =
        Phases.evaluate(
            new Nd4jExecutor(), objective, SHAPE, activation, new float[a.length], HEIGHT);
    assertEquals(expected, value, expected * Tolerances.OPERATION);
  }

  @Test
  void distanceFromNeighbours() {
    float[] features = guide(6);
    int[] nearest = IntStream.range(0, HEIGHT * WIDTH).map(p -> p * 5 % 6).toArray();
    float[] mask = new float[HEIGHT * WIDTH];
    for (int p = 0; p < mask.length; p++) {
      mask[p] = p % 4 / 3f;
    }
    double[] exact = new double[features.length];
    Arrays.setAll(exact, i -> features[i]);
    double[] mean = mean(exact);
    double variance = 0;
    for (int i = 0; i < exact.length; i++) {
      variance += Math.pow(exact[i] - mean[i % CHANNELS], 2) / 6;
    }
    double factor = 0.7 / (HEIGHT * WIDTH * variance);
    for (float[] shares : List.of(mask, new float[0])) {
      check(
          new NeighborDistance("a", 0.7, features, nearest, shares),
          a ->
              IntStream.range(0, a.length)
                  .mapToDouble(
                      i -> {
                        int p = i / CHANNELS;
                        double share = shares.length == 0 ? 1 : shares[p];
                        double target = exact[nearest[p] * CHANNELS + i % CHANNELS];
                        return factor * share * Math.pow(a[i] - target, 2);
                      })
                  .sum());
    }
  }

  /** Once with few features, once with so many that few positions fit in a block. */
  @ParameterizedTest
  @ValueSource(ints = {7, (1 << 22) / 10})
  void nearestNeighboursAreThoseOfTheLargestCosine(int count) {
    float[] features = guide(count);
    float[] activation = guide(HEIGHT * WIDTH);
    List<Executor> executors = new ArrayList<>(OpenClTestDevices.executors());
    executors.add(new Nd4jExecutor());
    for (Executor executor : executors) {
      int[] nearest = new int[HEIGHT * WIDTH];
      float[] slopes = new float[activation.length];
      for (Objective phase : NeighborSearch.of("a", features, CHANNELS, nearest)) {
        Phases.evaluate(executor, phase, SHAPE, activation, slopes, 3, HEIGHT - 3);
      }
      assertNearest(features, activation, nearest);
    }
  }

  private static void assertNearest(float[] features, float[] activation, int[] nearest) {
    double[] a = new double[activation.length];
    Arrays.setAll(a, i -> activation[i]);
    double[] y = new double[features.length];
    Arrays.setAll(y, i -> features[i]);
    double[] center = mean(a);
    double[] featureCenter = mean(y);
    for (int p = 0; p < nearest.length; p++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int q = 0; q < features.length / CHANNELS; q++) {
        best = Math.max(best, cosine(a, p, center, y, q, featureCenter));
      }
      double found = cosine(a, p, center, y, nearest[p], featureCenter);
      assertEquals(best, found, Tolerances.OPERATION, "position " + p);
    }
  }

  private static double[] mean(double[] values) {
    double[] mean = new double[CHANNELS];
    for (int i = 0; i < values.length; i++) {
      mean[i % CHANNELS] += values[i] * CHANNELS / values.length;
    }
    return mean;
  }

  private static double cosine(
      double[] a, int p, double[] center, double[] y, int q, double[] featureCenter) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int c = 0; c < CHANNELS; c++) {
      double one = a[p * CHANNELS + c] - center[c];
      double other = y[q * CHANNELS + c] - featureCenter[c];
      product += one * other;
      first += one * one;
      second += other * other;
    }
    return product / Math.sqrt(first * second);
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
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> objective.bind(SHAPE, new NoSteps()));
    assertTrue(error.getMessage().contains("conv1"), error.getMessage());
  }

  @Test
  void gramDistance() {
    float[] target = symmetric();
    check(new GramDistance("a", 2.5, target), a -> 2.5 * gramDistance(a, target));
  }

  @ParameterizedTest
  @EnumSource(Reduction.class)
  void contentDistance(Reduction reduction) {
    float[] target = floats(noise(HEIGHT * WIDTH * CHANNELS, 9));
    check(
        new ContentDistance("a", 30, target, reduction),
        a -> {
          double[] differences = new double[a.length];
          Arrays.setAll(differences, i -> a[i] - target[i]);
          return 30 * reduce(differences, reduction);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, SUM, false",
    "PIXELS, SCALED, false",
    "VALUES, MEAN, false",
    "NONE, MEAN, true",
    "PIXELS, SCALED, true",
    "VALUES, SUM, true"
  })
  void gramDistances(GramNormalization normalization, Reduction reduction, boolean masked) {
    float[] target = symmetric();
    float[] mask = new float[masked ? HEIGHT * WIDTH : 0];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = Math.max(0, (i % WIDTH - 2) / 7f);
    }
    check(
        new GramDistance("a", 200, target, mask, normalization, reduction),
        a -> {
          double[] differences = gram(a, mask, normalization);
          for (int i = 0; i < differences.length; i++) {
            differences[i] -= target[i];
          }
          return 200 * reduce(differences, reduction);
        });
  }

  @Test
  void aRegionsGramMatrixSeesTheRegionAlone() {
    double[] a = noise(300 * 60 * CHANNELS, 4); // more pixels than are masked at a time
    float[] mask = new float[300 * 60];
    Arrays.fill(mask, 100 * 60, 101 * 60, 1);
    double[] row = Arrays.copyOfRange(a, 100 * 60 * CHANNELS, 101 * 60 * CHANNELS);
    double[] expected = gram(row, new float[0], GramNormalization.VALUES);
    for (int[] strips : new int[][] {{300}, {80, 21, 199}}) {
      measure(
          new GramMeasurement(
              "a",
              mask,
              GramNormalization.VALUES,
              values ->
                  assertTrue(Tolerances.relativeL2(expected, values) <= Tolerances.OPERATION)),
          new Shape(300, 60, CHANNELS),
          floats(a),
          strips);
    }
  }

  @ParameterizedTest
  @EnumSource(TotalVariation.Kind.class)
  void totalVariation(TotalVariation.Kind kind) {
    check(
        new TotalVariation("a", 1.3, kind, 0.5),
        a -> {
          double[] scaled = Arrays.stream(a).map(value -> value / 0.5).toArray();
          return 1.3 * totalVariation(scaled, kind);
        });
  }

  @Test
  void outOfRange() {
    float[] low = {-0.5f, -1, 0, -2};
    float[] high = {0.5f, 0, 1, -1};
    check(
        new OutOfRange("a", 40, low, high),
        a -> {
          double sum = 0;
          for (int i = 0; i < a.length; i++) {
            int c = i % CHANNELS;
            double excess = Math.max(0, Math.max(low[c] - a[i], a[i] - high[c]));
            sum += excess * excess;
          }
          return 40 * sum / a.length;
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void colorDistance(boolean masked) {
    double[] image = noise(HEIGHT * WIDTH * 3, 6);
    float[] mask = new float[masked ? HEIGHT * WIDTH : 0];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = Math.max(0, (i % WIDTH - 2) / 7f);
    }
    double[][] map = {{1, 0.5, 0, -1}, {0.2, 2, -0.5, 0.3}, {0, 0.1, 0.7, 0}};
    check(
        new ColorDistance("a", 90, map, mask),
        image,
        3,
        a -> {
          double sum = 0;
          for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
              double difference = moment(a, i, j, mask, map) - (i == j ? 1 : 0);
              sum += difference * difference;
            }
          }
          return 90 * sum / 4;
        });
  }

  /** The mean of the product of two of three mapped colours and 1. */
  private static double moment(double[] a, int i, int j, float[] mask, double[][] map) {
    double sum = 0;
    double weight = 0;
    for (int p = 0; p < a.length / 3; p++) {
      double share = mask.length == 0 ? 1 : (double) mask[p] * mask[p];
      sum += share * color(a, p, i, map) * color(a, p, j, map);
      weight += share;
    }
    return sum / weight;
  }

  private static double color(double[] a, int pixel, int i, double[][] map) {
    if (i == 3) {
      return 1;
    }
    double[] row = map[i];
    return row[0] * a[3 * pixel] + row[1] * a[3 * pixel + 1] + row[2] * a[3 * pixel + 2] + row[3];
  }

  @ParameterizedTest
  @CsvSource({"1, 6", "6, 1", "1, 1"})
  void totalVariationOfALineOfPixels(int height, int width) {
    for (TotalVariation.Kind kind : TotalVariation.Kind.values()) {
      float[] image = floats(noise(height * width * CHANNELS, 2));
      Shape shape = new Shape(height, width, CHANNELS);
      Objective variation = new TotalVariation("a", 1, kind, 1);
      double value =
          Phases.evaluate(
              new TwoMemories(), variation, shape, image, new float[image.length], height);
      boolean none = height * width == 1 || kind == TotalVariation.Kind.POWER;
      assertEquals(none, value == 0, kind + " is " + value);
    }
  }

  /** By the definitions; beyond the edge the image goes on as it ends. */
  private static double totalVariation(double[] a, TotalVariation.Kind kind) {
    double sum = 0;
    for (int c = 0; c < CHANNELS; c++) {
      for (int y = -1; y < HEIGHT; y++) {
        for (int x = -1; x < WIDTH; x++) {
          double here = at(a, y, x, c);
          double right = at(a, y, x + 1, c) - here;
          double down = at(a, y + 1, x, c) - here;
          double falling = at(a, y + 1, x + 1, c) - here;
          double rising = at(a, y + 1, x, c) - at(a, y, x + 1, c);
          boolean inside = y >= 0 && x >= 0;
          boolean before = inside && y < HEIGHT - 1 && x < WIDTH - 1;
          sum +=
              switch (kind) {
                case POWER -> before ? Math.pow(right * right + down * down, 1.25) : 0;
                case ABSOLUTE -> inside ? Math.abs(right) + Math.abs(down) : 0;
                case NINE_POINT ->
                    (inside ? right * right + down * down : 0) * 2 / 3 / a.length
                        + (falling * falling + rising * rising)
                            / (6.0 * CHANNELS * (HEIGHT + 1) * (WIDTH + 1));
              };
        }
      }
    }
    return sum;
  }

  private static double at(double[] a, int y, int x, int c) {
    int row = Math.min(Math.max(y, 0), HEIGHT - 1);
    int column = Math.min(Math.max(x, 0), WIDTH - 1);
    return a[(row * WIDTH + column) * CHANNELS + c];
  }

  private static double reduce(double[] differences, Reduction reduction) {
    double squares = Arrays.stream(differences).map(d -> d * d).sum();
    double absolutes = Arrays.stream(differences).map(Math::abs).sum();
    return switch (reduction) {
      case SUM -> squares;
      case MEAN -> squares / differences.length;
      case SCALED -> squares / (absolutes + 1e-8);
    };
  }

  private static double[] gram(double[] a, float[] mask, GramNormalization normalization) {
    double[] gram = new double[CHANNELS * CHANNELS];
    int pixels = a.length / CHANNELS;
    double weight = 0;
    for (int p = 0; p < pixels; p++) {
      double square = mask.length == 0 ? 1 : (double) mask[p] * mask[p];
      weight += square;
      for (int i = 0; i < gram.length; i++) {
        gram[i] += square * a[p * CHANNELS + i / CHANNELS] * a[p * CHANNELS + i % CHANNELS];
      }
    }
    double divisor =
        switch (normalization) {
          case NONE -> 1;
          case PIXELS -> weight;
          case VALUES -> weight * CHANNELS;
        };
    return Arrays.stream(gram).map(value -> value / divisor).toArray();
  }

  private static float[] symmetric() {
    float[] target = new float[CHANNELS * CHANNELS];
    Random random = new Random(3);
    for (int i = 0; i < CHANNELS; i++) {
      for (int j = 0; j <= i; j++) {
        target[i * CHANNELS + j] = random.nextFloat() / 10;
        target[j * CHANNELS + i] = target[i * CHANNELS + j];
      }
    }
    return target;
  }

  private static double[] noise(int length, long seed) {
    Random random = new Random(seed);
    double[] values = new double[length];
    Arrays.setAll(values, i -> (float) random.nextGaussian());
    return values;
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
      float[] other = new float[HEIGHT * WIDTH * CHANNELS];
      for (int j = 0; j < other.length; j++) {
        other[j] = (float) random.nextGaussian();
      }
      Objective measurement = GramSimilarity.measurement("a", others::add);
      measure(measurement, SHAPE, other, HEIGHT);
      others.remove(others.size() - 1); // it was measured twice
    }
    check(new GramSimilarity("a", 1.5, others), a -> 1.5 * cosines(a, others));
  }

  private static void measure(
      Objective measurement, Shape shape, float[] activation, int... strips) {
    float[] gradient = new float[activation.length];
    Phases.evaluate(new TwoMemories(), measurement, shape, activation, gradient, strips);
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
    double[] differences = gram(a, new float[0], GramNormalization.VALUES);
    for (int i = 0; i < differences.length; i++) {
      differences[i] -= target[i];
    }
    return reduce(differences, Reduction.SUM);
  }

  private static void check(Objective objective, ToDoubleFunction<double[]> formula) {
    check(objective, noise(HEIGHT * WIDTH * CHANNELS, 5), CHANNELS, formula);
  }

  private static void check(
      Objective objective, double[] a, int channels, ToDoubleFunction<double[]> formula) {
    Shape shape = new Shape(HEIGHT, WIDTH, channels);
    float[] gradient = new float[a.length];
    Arrays.fill(gradient, 1);
    double value =
        Phases.evaluate(new Nd4jExecutor(), objective, shape, floats(a), gradient, HEIGHT);
    double expected = formula.applyAsDouble(a);
    assertEquals(expected, value, Math.abs(expected) * Tolerances.OPERATION);
    assertSlopes(a, formula, gradient);
    assertAlike(objective, shape, floats(a), value, gradient, HEIGHT);
    assertAlike(objective, shape, floats(a), value, gradient, 3, 1, 3);
  }

  private static void assertSlopes(
      double[] a, ToDoubleFunction<double[]> formula, float[] gradient) {
    double[] slopes = new double[a.length];
    float[] added = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      double[] shifted = a.clone();
      shifted[i] = a[i] + STEP;
      double above = formula.applyAsDouble(shifted);
      shifted[i] = a[i] - STEP;
      slopes[i] = (above - formula.applyAsDouble(shifted)) / (2 * STEP);
      added[i] = gradient[i] - 1;
    }
    double error = Tolerances.relativeL2(slopes, added);
    assertTrue(error <= Tolerances.GRADIENT, "relative L2 is " + error);
  }

  /** The same in strips, on devices whose memory Java doesn't see. */
  private static void assertAlike(
      Objective objective,
      Shape shape,
      float[] activation,
      double value,
      float[] gradient,
      int... strips) {
    Executor elsewhere = new TwoMemories();
    float[] added = assertNear(elsewhere, objective, shape, activation, value, gradient, strips);
    if (strips.length == 1) {
      assertArrayEquals(gradient, added);
    }
    for (Executor device : OpenClTestDevices.executors()) {
      assertNear(device, objective, shape, activation, value, gradient, strips);
    }
  }

  /** What is in the gradient afterwards. */
  private static float[] assertNear(
      Executor executor,
      Objective objective,
      Shape shape,
      float[] activation,
      double value,
      float[] gradient,
      int... strips) {
    float[] inStrips = new float[gradient.length];
    Arrays.fill(inStrips, 1);
    double sum = Phases.evaluate(executor, objective, shape, activation, inStrips, strips);
    assertEquals(value, sum, Math.abs(value) * Tolerances.OPERATION);
    double[] expected = new double[gradient.length];
    float[] added = new float[gradient.length];
    for (int i = 0; i < added.length; i++) {
      expected[i] = gradient[i] - 1;
      added[i] = inStrips[i] - 1;
    }
    double error = Tolerances.relativeL2(expected, added);
    assertTrue(error <= Tolerances.GRADIENT, "relative L2 is " + error);
    return inStrips;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Takes steps and forgets them. */
  private static final class NoSteps implements Steps {
    @Override
    public void add(Step step) {}

    @Override
    public Tensor scratch(long... dimensions) {
      return new Tensor(dimensions);
    }

    @Override
    public Tensor constant(float[] values, long... dimensions) {
      return new Tensor(dimensions);
    }
  }
}
