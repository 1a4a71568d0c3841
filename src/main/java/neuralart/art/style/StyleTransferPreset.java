package neuralart.art.style;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.art.Titled;
import neuralart.art.style.StyleTransferOptions.Init;
import neuralart.art.style.StyleTransferOptions.Method;
import neuralart.art.style.StyleTransferOptions.Optimization;
import neuralart.model.Model;
import neuralart.model.known.StyleLayers;
import neuralart.network.Pooling;

/**
 * Published recipes of style transfer. Their layers are those of VGG19; of another network, those
 * at about the same depths are taken. Step sizes are in grey levels of 0..255.
 */
public enum StyleTransferPreset implements Titled {
  /** F. Chollet, Deep Learning with Python, 2nd edition, 2021, section 12.3. */
  CHOLLET_2021(
      "Chollet 2021",
      StyleFormula.CHOLLET,
      new double[] {2.5e-8, 1e-6, 1e-6},
      Recipes.EQUAL,
      Recipes.sgd(4000, 100, Math.pow(0.96, 0.01)),
      Scales.NONE,
      Init.CONTENT,
      Pooling.NETWORK,
      Size.CHOLLET,
      StyleLayers::deepContent),

  /**
   * The Keras example of 2017; M. Elgendy, Deep Learning for Vision Systems, section 9.3. Rounds of
   * 20 evaluations by SciPy's L-BFGS, which remembers 10 steps and forgets them between rounds.
   */
  VISION_SYSTEMS(
      "Vision Systems",
      StyleFormula.CHOLLET,
      new double[] {2.5e-8, 1e-6, 1e-6},
      Recipes.EQUAL,
      Recipes.lbfgs(20_000, 10, 20),
      Scales.NONE,
      Init.CONTENT,
      Pooling.NETWORK,
      Size.CHOLLET,
      StyleLayers::deepContent),

  /** J. Johnson's neural-style of 2015, after Gatys, Ecker and Bethge 2015. */
  NEURAL_STYLE(
      "neural-style",
      StyleFormula.NEURAL_STYLE,
      new double[] {5, 100, 1e-3},
      Recipes.EQUAL,
      Recipes.lbfgs(1000, 100, 0),
      Scales.NONE,
      Init.NOISE,
      Pooling.NETWORK,
      Size.COMMON,
      StyleLayers::content),

  /**
   * The advice of Gatys, Ecker and Bethge 2015, by neural-style's formula: the content at conv5_1,
   * means in place of maxima, white noise first. The content counts as much as in neural-style,
   * whose layer is a thousand times as strong.
   */
  GATYS_2015(
      "Gatys 2015",
      StyleFormula.NEURAL_STYLE,
      new double[] {5000, 100, 1e-3},
      Recipes.EQUAL,
      Recipes.lbfgs(1000, 100, 0),
      Scales.NONE,
      Init.WHITE_NOISE,
      Pooling.AVERAGE,
      Size.COMMON,
      layers -> layers.style().get(layers.style().size() - 1)),

  /** TensorFlow's tutorial of style transfer, as of 2024. */
  TENSORFLOW(
      "TensorFlow",
      StyleFormula.TENSORFLOW,
      new double[] {1e4, 1e-2, 30},
      Recipes.EQUAL,
      Recipes.TENSORFLOW,
      Scales.NONE,
      Init.CONTENT,
      Pooling.NETWORK,
      Size.COMMON,
      StyleLayers::deepContent),

  /** K. Crowson's style-transfer-pytorch of 2021. */
  CROWSONKB_2021(
      "crowsonkb 2021",
      StyleFormula.SCALED,
      new double[] {0.015, 1, 2},
      new double[] {256, 64, 16, 4, 1},
      Recipes.adam(500, 0.02 * 255, 0.99, 0.99),
      new Scales(128, Math.sqrt(2), 2),
      Init.CONTENT,
      Pooling.NETWORK,
      Size.COMMON,
      StyleLayers::content),

  /** N. Kolkin et al., Neural Neighbor Style Transfer, 2022, on the pixels of the image. */
  NEURAL_NEIGHBORS(
      "neural neighbors",
      StyleFormula.NEIGHBORS,
      new double[] {0, 5, 5},
      Recipes.EQUAL,
      Recipes.NEIGHBORS,
      new Scales(64, 2, 1),
      Init.CONTENT,
      Pooling.NETWORK,
      Size.CONTENT,
      StyleLayers::content),

  /** No published recipe: relative distances of Gram matrices, coarse to fine. */
  GRAM_MATRICES(
      "Gram matrices",
      StyleFormula.RELATIVE,
      new double[] {1, 10, 5},
      Recipes.EQUAL,
      Recipes.lbfgs(40, 20, 0),
      new Scales(64, Math.sqrt(2), 2),
      Init.CONTENT,
      Pooling.NETWORK,
      Size.CONTENT,
      StyleLayers::content),

  /** No published recipe: Gram matrices and nearest neighbours, with weights chosen by eye. */
  NONE(
      "none",
      StyleFormula.GRAM_AND_NEIGHBORS,
      new double[] {1.2, 20, 3.5},
      Recipes.EQUAL,
      Recipes.lbfgs(40, 20, 20),
      new Scales(64, Math.sqrt(2), 2),
      Init.CONTENT,
      Pooling.NETWORK,
      Size.CONTENT,
      StyleLayers::content);

  /** The longer side of a result. */
  private interface Size {
    /** That of the content, but at least 512: strokes need some room. */
    Size CONTENT = (height, width) -> Math.max(height, width) < 512 ? 512 : 0;

    Size COMMON = (height, width) -> 512;

    /** A height of 400. */
    Size CHOLLET =
        (height, width) -> Math.max(400, (int) Math.round((double) width * 400 / height));

    int of(int height, int width);
  }

  private final String title;
  private final StyleFormula formula;
  private final double[] weights;
  private final double[] styleLayerWeights;
  private final Optimization optimization;
  private final Scales scales;
  private final Init init;
  private final Pooling pooling;
  private final Size size;
  private final Function<StyleLayers, String> contentLayer;

  StyleTransferPreset(
      String title,
      StyleFormula formula,
      double[] weights,
      double[] styleLayerWeights,
      Optimization optimization,
      Scales scales,
      Init init,
      Pooling pooling,
      Size size,
      Function<StyleLayers, String> contentLayer) {
    this.title = title;
    this.formula = formula;
    this.weights = weights;
    this.styleLayerWeights = styleLayerWeights;
    this.optimization = optimization;
    this.scales = scales;
    this.init = init;
    this.pooling = pooling;
    this.size = size;
    this.contentLayer = contentLayer;
  }

  @Override
  public String title() {
    return title;
  }

  /**
   * The preset of a title.
   *
   * @throws IllegalArgumentException listing the presets there are
   */
  public static StyleTransferPreset of(String title) {
    return Titled.of(StyleTransferPreset.class, "preset", title);
  }

  /**
   * The options of this recipe.
   *
   * @param model the network, for its layers
   * @param height rows of the content, for the size of the result
   * @param width columns of the content
   * @param seed of the noise
   */
  public StyleTransferOptions options(Model model, int height, int width, long seed) {
    return new StyleTransferOptions(
        formula,
        contentLayers(model),
        styleLayers(model),
        contentWeight(),
        styleWeight(),
        variationWeight(),
        pooling,
        optimization,
        scales,
        init,
        ColorMode.STYLE,
        imageSize(height, width),
        1,
        seed);
  }

  public StyleFormula formula() {
    return formula;
  }

  public double contentWeight() {
    return weights[0];
  }

  public double styleWeight() {
    return weights[1];
  }

  public double variationWeight() {
    return weights[2];
  }

  public Optimization optimization() {
    return optimization;
  }

  /** The settings of an optimiser: the recipe's, or if it has another, commonly used ones. */
  public Optimization optimization(Method method) {
    if (method == optimization.method()) {
      return optimization;
    }
    int iterations = optimization.iterations();
    return switch (method) {
      case LBFGS -> Recipes.lbfgs(iterations, 100, 0);
      case ADAM -> Recipes.adam(iterations, 5, 0.999, 0);
      case SGD -> Recipes.sgd(iterations, 100, Math.pow(0.96, 0.01));
    };
  }

  /** The step size that goes with an optimiser, in grey levels. */
  public double stepSize(Method method) {
    return optimization(method).stepSize();
  }

  public Scales scales() {
    return scales;
  }

  public Init init() {
    return init;
  }

  public Pooling pooling() {
    return pooling;
  }

  /** Longer side of the result for a content of a size; 0 for that of the content. */
  public int imageSize(int height, int width) {
    return size.of(height, width);
  }

  /** The layer that holds the content. */
  public List<LayerWeight> contentLayers(Model model) {
    return List.of(new LayerWeight(contentLayer.apply(model.styleLayers()), 1));
  }

  /** The layers that hold the style, with their weights. */
  public List<LayerWeight> styleLayers(Model model) {
    List<LayerWeight> layers = new ArrayList<>();
    for (int i = 0; i < styleLayerWeights.length; i++) {
      layers.add(new LayerWeight(model.styleLayers().style().get(i), styleLayerWeights[i]));
    }
    return layers;
  }
}
