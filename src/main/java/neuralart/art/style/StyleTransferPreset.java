package neuralart.art.style;

import java.util.ArrayList;
import java.util.List;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.art.Titled;
import neuralart.art.style.StyleTransferOptions.Init;
import neuralart.art.style.StyleTransferOptions.Method;
import neuralart.art.style.StyleTransferOptions.Optimization;
import neuralart.model.Model;
import neuralart.model.StyleLayers;
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
      Size.CHOLLET,
      true),

  /**
   * The Keras example of 2017; M. Elgendy, Deep Learning for Vision Systems, section 9.3. Rounds of
   * 20 evaluations by SciPy's L-BFGS, which remembers 10 steps and forgets them between rounds.
   */
  VISION_SYSTEMS(
      "Vision Systems",
      StyleFormula.CHOLLET,
      new double[] {2.5e-8, 1e-6, 1e-6},
      Recipes.EQUAL,
      Recipes.lbfgs(200, 10, 20),
      Scales.NONE,
      Init.CONTENT,
      Size.CHOLLET,
      true),

  /** J. Johnson's neural-style of 2015, after Gatys, Ecker and Bethge 2015. */
  NEURAL_STYLE(
      "neural-style",
      StyleFormula.NEURAL_STYLE,
      new double[] {5, 100, 1e-3},
      Recipes.EQUAL,
      Recipes.lbfgs(1000, 100, 0),
      Scales.NONE,
      Init.NOISE,
      Size.COMMON,
      false),

  /** K. Crowson's style-transfer-pytorch of 2021. */
  CROWSONKB_2021(
      "crowsonkb 2021",
      StyleFormula.SCALED,
      new double[] {0.015, 1, 2},
      new double[] {256, 64, 16, 4, 1},
      Recipes.adam(500, 0.02 * 255, 0.99, 0.99),
      new Scales(128, Math.sqrt(2), 2),
      Init.CONTENT,
      Size.COMMON,
      false),

  /** No published recipe: relative distances, coarse to fine, with weights chosen by eye. */
  NONE(
      "none",
      StyleFormula.RELATIVE,
      new double[] {1, 10, 5},
      Recipes.EQUAL,
      Recipes.lbfgs(40, 20, 0),
      new Scales(64, Math.sqrt(2), 2),
      Init.CONTENT,
      Size.CONTENT,
      false);

  private static final class Recipes {
    private static final double[] EQUAL = {1, 1, 1, 1, 1};

    private static Optimization sgd(int iterations, double step, double decay) {
      return new Optimization(Method.SGD, iterations, step, decay, 0.999, 100, 0, false, 0);
    }

    private static Optimization lbfgs(int evaluations, int history, int round) {
      return new Optimization(Method.LBFGS, evaluations, 0.001, 1, 0.999, history, round, false, 0);
    }

    private static Optimization adam(int iterations, double step, double beta2, double averaging) {
      return new Optimization(Method.ADAM, iterations, step, 1, beta2, 100, 0, true, averaging);
    }
  }

  /** The longer side of a result. */
  private interface Size {
    Size CONTENT = (height, width) -> 0;
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
  private final Size size;
  private final boolean deepContent;

  StyleTransferPreset(
      String title,
      StyleFormula formula,
      double[] weights,
      double[] styleLayerWeights,
      Optimization optimization,
      Scales scales,
      Init init,
      Size size,
      boolean deepContent) {
    this.title = title;
    this.formula = formula;
    this.weights = weights;
    this.styleLayerWeights = styleLayerWeights;
    this.optimization = optimization;
    this.scales = scales;
    this.init = init;
    this.size = size;
    this.deepContent = deepContent;
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
        Pooling.NETWORK,
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

  /** Longer side of the result for a content of a size; 0 for that of the content. */
  public int imageSize(int height, int width) {
    return size.of(height, width);
  }

  /** The layer that holds the content. */
  public List<LayerWeight> contentLayers(Model model) {
    StyleLayers layers = model.styleLayers();
    String layer = deepContent ? layers.deepContent() : layers.content();
    return List.of(new LayerWeight(layer, 1));
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
