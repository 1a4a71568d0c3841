package neuralart.art.style;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.network.Network;
import neuralart.objective.ColorDistance;
import neuralart.objective.GramMeasurement;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.step.Shape;

/** The loss of a style transfer at one size: measures the images, and makes the terms of them. */
final class StyleLoss {
  static final String CONTENT = "content";
  static final String STYLE = "style";
  static final String VARIATION = "total variation";

  static final String RANGE = "out of range";

  private final Network network;
  private final StyleTransferOptions options;
  private final List<LayerWeight> contentLayers;
  private final List<LayerWeight> styleLayers;

  /** Drafts for styles, by rows and columns, that are still to be made plans of. */
  private final Map<List<Integer>, Draft> styleDrafts = new HashMap<>();

  /** The Gram matrices of the style that was measured last, by layer. */
  private final Map<String, float[]> grams = new LinkedHashMap<>();

  /** The moments of the colours of styles, which are the same at all sizes of the image. */
  private final Map<Style, double[][]> styleMoments = new HashMap<>();

  StyleLoss(Network network, StyleTransferOptions options) {
    this.network = network;
    this.options = options;
    StyleFormula formula = options.formula();
    contentLayers = terms(formula.effective(options.contentLayers(), options.contentWeight()));
    styleLayers = terms(formula.effective(options.styleLayers(), options.styleWeight()));
  }

  private static List<LayerWeight> terms(List<LayerWeight> layers) {
    return layers.stream().filter(layer -> layer.weight() != 0).toList();
  }

  /**
   * Finds out whether plans can be made at a size, for the image and for each style.
   *
   * @param regions the regions, whose styles have the size that goes with this one
   * @throws IllegalArgumentException if a layer doesn't exist, or an image is too small
   * @throws IllegalStateException if memory doesn't suffice
   */
  void check(int height, int width, List<StyleRegion> regions) {
    names(contentLayers).forEach(network::layer);
    names(styleLayers).forEach(network::layer);
    List<Objective> objectives = new ArrayList<>();
    for (LayerWeight layer : contentLayers) {
      float[] target = new float[(int) network.shape(layer.layer(), height, width).length()];
      objectives.add(options.formula().content(layer, target, network.preprocessing()));
    }
    for (StyleRegion region : regions) {
      for (LayerWeight layer : styleLayers) {
        Shape shape = network.shape(layer.layer(), height, width);
        float[] mask = new float[region.isEverywhere() ? 0 : shape.height() * shape.width()];
        Arrays.fill(mask, 1);
        float[] target = new float[shape.channels() * shape.channels()];
        objectives.add(options.formula().style(layer, target, mask, 1, network.preprocessing()));
      }
    }
    Draft.of(network, height, width, objectives, Set.of()).check();
    for (StyleRegion region : regions) {
      for (Style style : region.styles()) {
        int[] size = styleSize(style, height, width);
        try {
          Picture.requireSize(size[0], size[1], style.rgb().channels());
          styleDraft(size[0], size[1]).check();
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("A style can't be measured: " + e.getMessage(), e);
        }
      }
    }
  }

  /** Whether the image and the styles are large enough for their layers at a size. */
  boolean fits(int height, int width, List<StyleRegion> regions) {
    try {
      Set<String> layers = names(styleLayers);
      for (StyleRegion region : regions) {
        for (Style style : region.styles()) {
          int[] size = styleSize(style, height, width);
          network.shapes(size[0], size[1], layers);
        }
      }
      layers.addAll(names(contentLayers));
      network.shapes(height, width, layers);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** What measures a style image of a size; the Gram matrices go to {@link #grams}. */
  private Draft styleDraft(int rows, int columns) {
    return styleDrafts.computeIfAbsent(
        List.of(rows, columns), size -> Draft.of(network, rows, columns, measurements(), Set.of()));
  }

  private List<Objective> measurements() {
    float[] noMask = {};
    List<Objective> measurements = new ArrayList<>();
    for (String layer : names(styleLayers)) {
      measurements.add(
          new GramMeasurement(
              layer, noMask, options.formula().gram(), gram -> grams.put(layer, gram)));
    }
    return measurements;
  }

  /**
   * The terms of the loss.
   *
   * @param content RGB of 0..255, at the size of the image
   * @param regions the regions, with masks of the content's size
   * @param curves where the values of the terms go
   */
  List<Objective> objectives(Picture content, List<StyleRegion> regions, LossCurves curves) {
    List<Objective> objectives = new ArrayList<>();
    Map<String, float[]> targets = activations(content);
    for (LayerWeight layer : contentLayers) {
      float[] target = targets.get(layer.layer());
      Objective term = options.formula().content(layer, target, network.preprocessing());
      objectives.add(curves.meter(CONTENT, term));
    }
    for (StyleRegion region : regions) {
      for (Objective term : styleTerms(region, content.height(), content.width())) {
        objectives.add(curves.meter(STYLE, term));
      }
    }
    if (options.variationWeight() > 0) {
      Objective term =
          options
              .formula()
              .variation(network.imageName(), options.variationWeight(), network.preprocessing());
      objectives.add(curves.meter(VARIATION, term));
    }
    options
        .formula()
        .range(network.imageName(), network.preprocessing())
        .ifPresent(term -> objectives.add(curves.meter(RANGE, term)));
    return objectives;
  }

  private Map<String, float[]> activations(Picture rgb) {
    Map<String, float[]> values = new HashMap<>();
    if (contentLayers.isEmpty()) {
      return values;
    }
    Set<String> layers = names(contentLayers);
    Draft draft = Draft.of(network, rgb.height(), rgb.width(), List.of(), layers);
    try (Plan plan = measured(rgb, draft)) {
      for (String layer : layers) {
        FloatBuffer activation = plan.activation(layer);
        float[] copy = new float[activation.limit()];
        activation.get(0, copy);
        values.put(layer, copy);
      }
    }
    return values;
  }

  private List<Objective> styleTerms(StyleRegion region, int height, int width) {
    List<Objective> terms = new ArrayList<>();
    Map<String, float[]> targets = grams(region, height, width);
    for (LayerWeight layer : styleLayers) {
      float[] target = targets.get(layer.layer());
      Shape shape = network.shape(layer.layer(), height, width);
      float[] mask = {};
      double share = 1;
      if (!region.isEverywhere()) {
        mask = region.resized(shape.height(), shape.width()).mask().values();
        share = share(mask);
        if (share == 0) {
          continue; // the region is too small for this layer to see it
        }
      }
      // A small region counts less, and where a matrix isn't normalised it has a small one.
      double weight = layer.weight() * share;
      if (options.formula().needsEqualSizes()) {
        weight = layer.weight() / share;
        for (int i = 0; i < target.length; i++) {
          target[i] *= (float) share;
        }
      }
      terms.add(
          options
              .formula()
              .style(
                  new LayerWeight(layer.layer(), weight),
                  target,
                  mask,
                  (long) height * width,
                  network.preprocessing()));
    }
    boolean colored = network.preprocessing().mean().length == ColorDistance.COLORS;
    if (colored && options.formula().countsColors() && options.styleWeight() > 0) {
      terms.add(colorTerm(region, height, width));
    }
    return terms;
  }

  private Objective colorTerm(StyleRegion region, int height, int width) {
    double all = region.styles().stream().mapToDouble(Style::weight).sum();
    double[][] target = new double[ColorDistance.SIZE][ColorDistance.SIZE];
    for (Style style : region.styles()) {
      double[][] moments = styleMoments.computeIfAbsent(style, s -> moments(s.rgb()));
      for (int i = 0; i < target.length; i++) {
        for (int j = 0; j < target.length; j++) {
          target[i][j] += style.weight() / all * moments[i][j];
        }
      }
    }
    float[] mask = region.mask().values();
    double weight = options.styleWeight() * (region.isEverywhere() ? 1 : share(mask));
    return options
        .formula()
        .colors(network.imageName(), weight, target, mask, network.preprocessing());
  }

  private double[][] moments(Picture rgb) {
    float[] colors = network.preprocessing().toInput(rgb).values();
    return ColorDistance.moments(FloatBuffer.wrap(colors), rgb.height());
  }

  private static double share(float[] mask) {
    double sum = 0;
    for (float value : mask) {
      sum += (double) value * value;
    }
    return sum / mask.length;
  }

  /** The Gram matrices of a region's styles, mixed, for an image of a size. */
  private Map<String, float[]> grams(StyleRegion region, int height, int width) {
    double all = region.styles().stream().mapToDouble(Style::weight).sum();
    Map<String, float[]> mixed = new HashMap<>();
    for (Style style : region.styles()) {
      int[] size = styleSize(style, height, width);
      double share = style.weight() / all;
      if (options.formula().needsEqualSizes()) {
        share *= (double) height * width / ((double) size[0] * size[1]);
      }
      double weight = share;
      Picture rgb = Resize.bicubic(style.rgb(), size[0], size[1]);
      Draft draft = styleDraft(size[0], size[1]);
      styleDrafts.remove(List.of(size[0], size[1]));
      measured(rgb, draft).close();
      grams.forEach((layer, gram) -> addGram(mixed, layer, gram, weight));
    }
    return mixed;
  }

  private static void addGram(
      Map<String, float[]> sums, String layer, float[] gram, double weight) {
    float[] sum = sums.computeIfAbsent(layer, l -> new float[gram.length]);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (float) (weight * gram[i]);
    }
  }

  /** Rows and columns of a style image that goes with an image of a size. */
  int[] styleSize(Style style, int height, int width) {
    double scale = options.styleScale();
    if (options.formula().needsEqualSizes()) {
      return new int[] {
        (int) Math.max(1, Math.round(height * scale)), (int) Math.max(1, Math.round(width * scale))
      };
    }
    return Scales.fitted(
        style.rgb().height(), style.rgb().width(), Math.max(height, width) * scale);
  }

  private Plan measured(Picture rgb, Draft draft) {
    Plan plan = draft.allocate();
    network.preprocessing().write(rgb, plan.image());
    plan.forward();
    return plan;
  }

  private static Set<String> names(List<LayerWeight> layers) {
    return layers.stream()
        .map(LayerWeight::layer)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
