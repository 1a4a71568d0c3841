package neuralart.art.style;

import java.util.List;
import java.util.Optional;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.image.SymmetricMatrix;
import neuralart.network.Network;
import neuralart.network.Pooling;
import neuralart.network.Preprocessing;
import neuralart.objective.ColorDistance;
import neuralart.objective.ContentDistance;
import neuralart.objective.GramDistance;
import neuralart.objective.GramNormalization;
import neuralart.objective.Objective;
import neuralart.objective.OutOfRange;
import neuralart.objective.Reduction;
import neuralart.objective.TotalVariation;
import neuralart.objective.TotalVariation.Kind;

/**
 * How the terms of a style transfer are computed from activations, Gram matrices and pixels. The
 * formulas are those of published programs; their weights mean something else in each.
 */
public enum StyleFormula {
  /**
   * Chollet 2015 to 2021: {@code sum(d^2)} for the content; {@code sum(d^2) / (4 * 3^2 * (H W)^2)}
   * of unnormalised Gram matrices for the style, with the height and width of the image; {@code
   * sum((dx^2 + dy^2)^1.25)}. The layers' weights are divided by their sum.
   */
  CHOLLET(Reduction.SUM, GramNormalization.NONE, Reduction.SUM, Kind.POWER, 1, true, 1, 0),

  /**
   * Johnson's neural-style of 2015: mean squared differences of activations, and of Gram matrices
   * divided by the number of values; {@code sum |dx| + sum |dy|}.
   */
  NEURAL_STYLE(
      Reduction.MEAN, GramNormalization.VALUES, Reduction.MEAN, Kind.ABSOLUTE, 1, false, 1, 0),

  /**
   * Crowson's style-transfer-pytorch of 2021: {@code sum(d^2) / sum |d|} of activations, and of
   * Gram matrices divided by the number of pixels; mean squared differences of neighbours, with the
   * nine points of 2023. Its first convolution sees the edge of the image repeated, and where it
   * takes averages for maxima, they are doubled. Its image is 0..1, and its network, unlike those
   * here, takes colours divided by their deviation; the activations are divided by that deviation
   * instead. The layers' weights are divided by their sum.
   */
  SCALED(
      Reduction.SCALED,
      GramNormalization.PIXELS,
      Reduction.SCALED,
      Kind.NINE_POINT,
      255,
      true,
      1,
      0),

  /**
   * TensorFlow's tutorial of style transfer: mean squared differences of activations, and of Gram
   * matrices divided by the number of pixels; {@code sum |dx| + sum |dy|} of an image of 0..1. The
   * layers' weights are divided by their sum.
   */
  TENSORFLOW(
      Reduction.MEAN, GramNormalization.PIXELS, Reduction.MEAN, Kind.ABSOLUTE, 255, true, 1, 0),

  /**
   * Squared differences divided by the squares of the target: {@code sum(d^2) / sum(t^2)}, of Gram
   * matrices divided by the number of pixels for the style; mean squared differences of neighbours
   * in an image of 0..1. A weight means the same in every layer and network, at every size. The
   * layers' weights are divided by their sum.
   */
  RELATIVE(
      Reduction.SUM, GramNormalization.PIXELS, Reduction.SUM, Kind.NINE_POINT, 255, true, 1, 0),

  /**
   * The same, with the distance of the layers of the style from their nearest neighbours in the
   * style in place of that of Gram matrices (Kolkin et al. 2022), by the mean square of what the
   * style's features differ from their mean.
   */
  NEIGHBORS(
      Reduction.SUM, GramNormalization.PIXELS, Reduction.SUM, Kind.NINE_POINT, 255, true, 0, 1),

  /** The distance of Gram matrices, and 0.14 times that from the nearest neighbours. */
  GRAM_AND_NEIGHBORS(
      Reduction.SUM, GramNormalization.PIXELS, Reduction.SUM, Kind.NINE_POINT, 255, true, 1, 0.14);

  /** The mean deviation of the colours that Torchvision's networks divide by, of 1. */
  private static final double TORCHVISION_DEVIATION = 0.226;

  /** Weight of the colours of the image, by that of all layers of the style. */
  private static final double COLOR_SHARE = 0.2;

  /** Deviation that is added to a style's colours, by their range: no style is of one colour. */
  private static final double SMALLEST_DEVIATION = 0.02;

  /** Weight of values out of range. */
  private static final double RANGE_WEIGHT = 100;

  private final Reduction content;
  private final GramNormalization gram;
  private final Reduction style;
  private final Kind variation;
  private final double unit;
  private final boolean normalizesWeights;
  private final double gramShare;
  private final double neighborShare;

  StyleFormula(
      Reduction content,
      GramNormalization gram,
      Reduction style,
      Kind variation,
      double unit,
      boolean normalizesWeights,
      double gramShare,
      double neighborShare) {
    this.content = content;
    this.gram = gram;
    this.style = style;
    this.variation = variation;
    this.unit = unit;
    this.normalizesWeights = normalizesWeights;
    this.gramShare = gramShare;
    this.neighborShare = neighborShare;
  }

  /** What Gram matrices are divided by. */
  GramNormalization gram() {
    return gram;
  }

  /** Whether the Gram matrix of a style counts on a style image of the size of the content. */
  boolean needsEqualSizes() {
    return gram == GramNormalization.NONE;
  }

  /** The layers with the weights that they have in the loss. */
  List<LayerWeight> effective(List<LayerWeight> layers, double weight) {
    double sum = layers.stream().mapToDouble(layer -> Math.abs(layer.weight())).sum();
    double factor = normalizesWeights && sum > 0 ? weight / sum : weight;
    return layers.stream()
        .map(layer -> new LayerWeight(layer.layer(), factor * layer.weight()))
        .toList();
  }

  /**
   * The content term of a layer.
   *
   * @param target the activation of the content image
   * @param scale of the network's input
   */
  Objective content(LayerWeight layer, float[] target, Preprocessing scale) {
    double factor =
        switch (this) {
          case SCALED -> 1 / deviation(scale);
          case CHOLLET, NEURAL_STYLE, TENSORFLOW -> 1;
          case RELATIVE, NEIGHBORS, GRAM_AND_NEIGHBORS -> 1 / squares(target);
        };
    return new ContentDistance(layer.layer(), factor * layer.weight(), target, content);
  }

  /**
   * The style term of a layer.
   *
   * @param target the Gram matrix of the style
   * @param mask where the style applies, or empty
   * @param pixels of the image
   */
  Objective style(
      LayerWeight layer, float[] target, float[] mask, long pixels, Preprocessing scale) {
    double factor =
        switch (this) {
          case CHOLLET -> 1 / (4.0 * 9 * pixels * pixels);
          case SCALED -> 1 / (deviation(scale) * deviation(scale));
          case RELATIVE, NEIGHBORS, GRAM_AND_NEIGHBORS -> 1 / squares(target);
          case NEURAL_STYLE, TENSORFLOW -> 1;
        };
    return new GramDistance(layer.layer(), factor * layer.weight(), target, mask, gram, style);
  }

  /** The total variation of the image. */
  Objective variation(String image, double weight, Preprocessing scale) {
    return new TotalVariation(image, weight, variation, unit * scale.scale());
  }

  /** A network as this formula looks at images with it; it shares the weights with that one. */
  Network adapt(Network network, Pooling pooling) {
    if (this != SCALED) {
      return network.withPooling(pooling);
    }
    boolean averages = pooling == Pooling.AVERAGE;
    return network.withPooling(averages ? Pooling.DOUBLED_AVERAGE : pooling).withRepeatedEdges();
  }

  /** Whether the style's Gram matrices count. */
  boolean countsGrams() {
    return gramShare > 0;
  }

  /** What the distance from the nearest neighbours counts, by the weight of the style. */
  double neighborShare() {
    return neighborShare;
  }

  /** Whether the colours of the image are a layer of the style too, and kept within 0..255. */
  boolean countsColors() {
    return switch (this) {
      case CHOLLET, NEURAL_STYLE, SCALED, TENSORFLOW -> false;
      case RELATIVE, NEIGHBORS, GRAM_AND_NEIGHBORS -> true;
    };
  }

  /**
   * The style term of the colours of the image: their mean and covariance.
   *
   * @param moments of the style's colours, in units of the input
   * @param mask where the style applies, or empty
   */
  Objective colors(
      String image, double weight, double[][] moments, float[] mask, Preprocessing scale) {
    int n = moments.length - 1;
    double smallest = SMALLEST_DEVIATION * scale.range();
    double[][] covariance = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        covariance[i][j] = moments[i][j] - moments[i][n] * moments[j][n];
      }
      covariance[i][i] += smallest * smallest;
    }
    double[][] whitening = new SymmetricMatrix(covariance).power(-0.5).values();
    double[][] map = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        map[i][j] = whitening[i][j];
        map[i][n] -= whitening[i][j] * moments[j][n];
      }
    }
    return new ColorDistance(image, COLOR_SHARE * weight, map, mask);
  }

  /** What keeps the pixels within 0..255, if this formula has such a term. */
  Optional<Objective> range(String image, Preprocessing scale) {
    if (!countsColors()) {
      return Optional.empty();
    }
    float[] low = scale.black();
    float[] high = low.clone();
    for (int c = 0; c < low.length; c++) {
      high[c] += scale.range(c);
    }
    double weight = RANGE_WEIGHT / (scale.range() * scale.range());
    return Optional.of(new OutOfRange(image, weight, low, high));
  }

  private static double deviation(Preprocessing scale) {
    return TORCHVISION_DEVIATION * scale.range();
  }

  /** The sum of squares; 1 where it is 0, so that a blank target gives a finite loss. */
  private static double squares(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum > 0 ? sum : 1;
  }
}
