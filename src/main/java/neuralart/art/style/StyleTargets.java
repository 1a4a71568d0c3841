package neuralart.art.style;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import neuralart.art.Pyramid;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.network.Network;
import neuralart.objective.ColorDistance;
import neuralart.objective.GramMeasurement;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Plan;

/** Measures what a style transfer aims at: the content's activations, the styles' Gram matrices. */
final class StyleTargets {
  /** Deviation of a style's colours, in grey levels, up to which there is nothing to see in it. */
  private static final double NO_DEVIATION = 1;

  /** Deviation of a style's colours, in grey levels, from which on it counts fully. */
  private static final double FULL_DEVIATION = 10;

  /** Longer side to which smaller styles are enlarged all the same: layers need some pixels. */
  private static final int SMALLEST = 64;

  private final Network network;
  private final StyleTransferOptions options;
  private final Set<String> contentLayers;
  private final Set<String> styleLayers;

  /** Drafts for styles, by rows and columns, that are still to be made plans of. */
  private final Map<List<Integer>, Draft> drafts = new HashMap<>();

  /** The Gram matrices of the style that was measured last, by layer. */
  private final Map<String, float[]> measured = new LinkedHashMap<>();

  /** The moments of the colours of styles, which are the same at all sizes of the image. */
  private final Map<Style, double[][]> moments = new HashMap<>();

  StyleTargets(
      Network network,
      StyleTransferOptions options,
      Set<String> contentLayers,
      Set<String> styleLayers) {
    this.network = network;
    this.options = options;
    this.contentLayers = contentLayers;
    this.styleLayers = styleLayers;
  }

  /**
   * Finds out whether a style can be measured for an image of a size.
   *
   * @throws IllegalArgumentException if the style is too small for a layer
   * @throws IllegalStateException if memory doesn't suffice
   */
  void check(Style style, int height, int width) {
    int[] size = size(style, height, width);
    try {
      Picture.requireSize(size[0], size[1], style.rgb().channels());
      draft(size[0], size[1]).check();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("A style can't be measured: " + e.getMessage(), e);
    }
  }

  /** What measures a style image of a size; the Gram matrices go to {@link #measured}. */
  private Draft draft(int rows, int columns) {
    return drafts.computeIfAbsent(
        List.of(rows, columns), size -> Draft.of(network, rows, columns, measurements(), Set.of()));
  }

  private List<Objective> measurements() {
    float[] noMask = {};
    List<Objective> measurements = new ArrayList<>();
    for (String layer : styleLayers) {
      measurements.add(
          new GramMeasurement(
              layer, noMask, options.formula().gram(), gram -> measured.put(layer, gram)));
    }
    return measurements;
  }

  /** The activations of the layers that hold the content, by layer. */
  Map<String, float[]> content(Picture rgb) {
    Map<String, float[]> values = new HashMap<>();
    if (contentLayers.isEmpty()) {
      return values;
    }
    Draft draft = Draft.of(network, rgb.height(), rgb.width(), List.of(), contentLayers);
    try (Plan plan = plan(rgb, draft)) {
      for (String layer : contentLayers) {
        FloatBuffer activation = plan.activation(layer);
        float[] copy = new float[activation.limit()];
        activation.get(0, copy);
        values.put(layer, copy);
      }
    }
    return values;
  }

  /** The means of all products of two colours of a region's styles, mixed. */
  double[][] colors(StyleRegion region) {
    double all = region.styles().stream().mapToDouble(Style::weight).sum();
    double[][] target = new double[ColorDistance.SIZE][ColorDistance.SIZE];
    for (Style style : region.styles()) {
      double[][] own = moments.computeIfAbsent(style, s -> moments(s.rgb()));
      for (int i = 0; i < target.length; i++) {
        for (int j = 0; j < target.length; j++) {
          target[i][j] += style.weight() / all * own[i][j];
        }
      }
    }
    return target;
  }

  /**
   * How much of a style there is, 0 to 1: a picture of a single colour has none, so that the
   * content stays.
   */
  double strength(StyleRegion region) {
    double[][] colors = colors(region);
    double variance = 0;
    for (int c = 0; c < ColorDistance.COLORS; c++) {
      double mean = colors[c][ColorDistance.COLORS];
      variance += (colors[c][c] - mean * mean) / ColorDistance.COLORS;
    }
    double deviation = Math.sqrt(Math.max(variance, 0)) / network.preprocessing().scale();
    double strength = (deviation - NO_DEVIATION) / (FULL_DEVIATION - NO_DEVIATION);
    return Math.min(Math.max(strength, 0), 1);
  }

  private double[][] moments(Picture rgb) {
    float[] colors = network.preprocessing().toInput(rgb).values();
    return ColorDistance.moments(FloatBuffer.wrap(colors), rgb.height());
  }

  /** The Gram matrices of a region's styles, mixed, for an image of a size. */
  Map<String, float[]> grams(StyleRegion region, int height, int width) {
    double all = region.styles().stream().mapToDouble(Style::weight).sum();
    Map<String, float[]> mixed = new HashMap<>();
    for (Style style : region.styles()) {
      int[] size = size(style, height, width);
      double share = style.weight() / all;
      if (options.formula().needsEqualSizes()) {
        share *= (double) height * width / ((double) size[0] * size[1]);
      }
      double weight = share;
      Picture rgb = Resize.bicubic(style.rgb(), size[0], size[1]);
      Draft draft = draft(size[0], size[1]);
      drafts.remove(List.of(size[0], size[1]));
      plan(rgb, draft).close();
      measured.forEach((layer, gram) -> addGram(mixed, layer, gram, weight));
    }
    return mixed;
  }

  /**
   * The features of a region's styles, for an image of a size: those of each style in proportion to
   * its weight, at positions that chance decides.
   *
   * @return {@code Q x C} values by layer
   */
  Map<String, float[]> features(StyleRegion region, int height, int width) {
    double all = region.styles().stream().mapToDouble(Style::weight).sum();
    Random random = new Random(options.seed());
    Map<String, float[]> features = new HashMap<>();
    for (Style style : region.styles()) {
      int wanted = (int) Math.max(1, NeuralNeighbors.FEATURES * style.weight() / all);
      int[] size = size(style, height, width);
      Picture rgb = Resize.bicubic(style.rgb(), size[0], size[1]);
      Draft draft = Draft.of(network, size[0], size[1], List.of(), styleLayers);
      try (Plan plan = plan(rgb, draft)) {
        for (String layer : styleLayers) {
          float[] sample = sample(plan, layer, wanted, random);
          features.merge(layer, sample, StyleTargets::joined);
        }
      }
    }
    return features;
  }

  private static float[] sample(Plan plan, String layer, int wanted, Random random) {
    FloatBuffer activation = plan.activation(layer);
    int channels = plan.shape(layer).channels();
    int positions = activation.limit() / channels;
    int count = Math.min(wanted, positions);
    float[] sample = new float[count * channels];
    for (int i = 0, taken = 0; taken < count; i++) {
      // each of the positions left is taken with the same probability
      if (random.nextDouble() * (positions - i) < count - taken) {
        activation.get(i * channels, sample, taken * channels, channels);
        taken++;
      }
    }
    return sample;
  }

  private static float[] joined(float[] first, float[] second) {
    float[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static void addGram(
      Map<String, float[]> sums, String layer, float[] gram, double weight) {
    float[] sum = sums.computeIfAbsent(layer, l -> new float[gram.length]);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (float) (weight * gram[i]);
    }
  }

  /**
   * Rows and columns of a style image that goes with an image of a size. A style isn't enlarged:
   * strokes are as fine as its own pixels show them.
   */
  int[] size(Style style, int height, int width) {
    double scale = options.styleScale();
    if (options.formula().needsEqualSizes()) {
      return new int[] {
        (int) Math.max(1, Math.round(height * scale)), (int) Math.max(1, Math.round(width * scale))
      };
    }
    int rows = style.rgb().height();
    int columns = style.rgb().width();
    double own = Math.max(SMALLEST, Math.max(rows, columns));
    double longer = Math.min(Math.max(height, width) * scale, own);
    return Pyramid.fitted(rows, columns, longer);
  }

  private Plan plan(Picture rgb, Draft draft) {
    Plan plan = draft.allocate();
    network.preprocessing().write(rgb, plan.image());
    plan.forward();
    return plan;
  }
}
