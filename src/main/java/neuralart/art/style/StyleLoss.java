package neuralart.art.style;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.objective.ColorDistance;
import neuralart.objective.Objective;
import neuralart.optimize.LossCurves;
import neuralart.plan.Draft;
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
  private final double variationWeight;

  private final StyleTargets targets;

  /** What is searched for at the present size, if this formula does so. */
  private Optional<NeuralNeighbors> neighbors = Optional.empty();

  StyleLoss(Network network, StyleTransferOptions options) {
    this.network = network;
    this.options = options;
    StyleFormula formula = options.formula();
    CarriedWeights carried = new CarriedWeights(network, formula);
    contentLayers =
        carried.content(terms(formula.effective(options.contentLayers(), options.contentWeight())));
    styleLayers =
        carried.style(terms(formula.effective(options.styleLayers(), options.styleWeight())));
    variationWeight = carried.variation(options.variationWeight());
    targets = new StyleTargets(network, options, names(contentLayers), names(styleLayers));
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
    long variables = (long) height * width * network.channels();
    Draft draft =
        Draft.of(network, height, width, objectives, Set.of())
            .beside(options.optimization().bytes(variables))
            .check();
    if (options.formula().neighborShare() > 0) {
      NeuralNeighbors.check(network, names(styleLayers), height, width, draft.bytes());
    }
    for (StyleRegion region : regions) {
      for (Style style : region.styles()) {
        targets.check(style, height, width);
      }
    }
  }

  /** Whether the image and the styles are large enough for their layers at a size. */
  boolean fits(int height, int width, List<StyleRegion> regions) {
    try {
      Set<String> layers = names(styleLayers);
      for (StyleRegion region : regions) {
        for (Style style : region.styles()) {
          int[] size = targets.size(style, height, width);
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

  /**
   * The terms of the loss.
   *
   * @param content RGB of 0..255, at the size of the image
   * @param regions the regions, with masks of the content's size
   * @param curves where the values of the terms go
   */
  List<Objective> objectives(Picture content, List<StyleRegion> regions, LossCurves curves) {
    List<Objective> objectives = new ArrayList<>();
    if (options.formula().neighborShare() > 0) {
      Picture input = network.preprocessing().toInput(content);
      neighbors = Optional.of(new NeuralNeighbors(network, input));
    }
    Map<String, float[]> activations = targets.content(content);
    for (LayerWeight layer : contentLayers) {
      float[] target = activations.get(layer.layer());
      Objective term = options.formula().content(layer, target, network.preprocessing());
      objectives.add(curves.meter(CONTENT, term));
    }
    for (StyleRegion region : regions) {
      for (Objective term : styleTerms(region, content.height(), content.width())) {
        objectives.add(curves.meter(STYLE, term));
      }
    }
    if (variationWeight > 0) {
      Objective term =
          options
              .formula()
              .variation(network.imageName(), variationWeight, network.preprocessing());
      objectives.add(curves.meter(VARIATION, term));
    }
    options
        .formula()
        .range(network.imageName(), network.preprocessing())
        .ifPresent(term -> objectives.add(curves.meter(RANGE, term)));
    return objectives;
  }

  private List<Objective> styleTerms(StyleRegion region, int height, int width) {
    List<Objective> terms = new ArrayList<>();
    boolean colored = network.preprocessing().mean().length == ColorDistance.COLORS;
    boolean relative = colored && options.formula().countsColors();
    double strength = relative ? targets.strength(region) : 1;
    if (strength == 0) {
      return terms;
    }
    List<LayerWeight> layers =
        styleLayers.stream()
            .map(layer -> new LayerWeight(layer.layer(), strength * layer.weight()))
            .toList();
    if (options.formula().countsGrams()) {
      terms.addAll(gramTerms(layers, region, height, width));
    }
    neighbors.ifPresent(n -> terms.addAll(neighborTerms(n, layers, region, height, width)));
    if (relative && options.styleWeight() > 0) {
      terms.add(colorTerm(region, strength * options.styleWeight()));
    }
    return terms;
  }

  private List<Objective> neighborTerms(
      NeuralNeighbors neighbors,
      List<LayerWeight> layers,
      StyleRegion region,
      int height,
      int width) {
    List<Objective> terms = new ArrayList<>();
    Map<String, float[]> features = targets.features(region, height, width);
    for (LayerWeight layer : layers) {
      Shape shape = network.shape(layer.layer(), height, width);
      float[] mask =
          region.isEverywhere()
              ? new float[0]
              : region.resized(shape.height(), shape.width()).mask().values();
      double weight = options.formula().neighborShare() * layer.weight();
      terms.add(neighbors.term(layer.layer(), weight, features.get(layer.layer()), mask));
    }
    return terms;
  }

  /** Whether targets are searched for, again and again. */
  boolean renewsTargets() {
    return neighbors.isPresent();
  }

  /**
   * Searches for the targets that depend on the image.
   *
   * @param image so far, as the network takes it
   */
  void renewTargets(Picture image) {
    neighbors.ifPresent(n -> n.renew(image));
  }

  private List<Objective> gramTerms(
      List<LayerWeight> layers, StyleRegion region, int height, int width) {
    List<Objective> terms = new ArrayList<>();
    Map<String, float[]> grams = targets.grams(region, height, width);
    for (LayerWeight layer : layers) {
      float[] target = grams.get(layer.layer());
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
    return terms;
  }

  private Objective colorTerm(StyleRegion region, double full) {
    float[] mask = region.mask().values();
    double weight = full * (region.isEverywhere() ? 1 : share(mask));
    return options
        .formula()
        .colors(network.imageName(), weight, targets.colors(region), mask, network.preprocessing());
  }

  private static double share(float[] mask) {
    double sum = 0;
    for (float value : mask) {
      sum += (double) value * value;
    }
    return sum / mask.length;
  }

  /** Rows and columns of a style image that goes with an image of a size. */
  int[] styleSize(Style style, int height, int width) {
    return targets.size(style, height, width);
  }

  private static Set<String> names(List<LayerWeight> layers) {
    return layers.stream()
        .map(LayerWeight::layer)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
