package neuralart.art.style;

import java.util.List;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.art.Options;
import neuralart.art.Titled;
import neuralart.device.Memory;
import neuralart.network.Network;
import neuralart.network.Pooling;
import neuralart.optimize.Adam;
import neuralart.optimize.Iterates;
import neuralart.optimize.Lbfgs;
import neuralart.optimize.Optimizer;
import neuralart.optimize.Preconditioner;
import neuralart.optimize.Sgd;

/**
 * Everything that decides what a style transfer looks like, but the images.
 *
 * @param formula how the terms of the loss are computed
 * @param contentLayers what holds the content, with weights
 * @param styleLayers what holds the style, with weights
 * @param contentWeight factor of the content's term
 * @param styleWeight factor of the style's term
 * @param variationWeight factor of the total variation
 * @param pooling what the network's poolings take of each window
 * @param optimization how the loss is minimised
 * @param scales the sizes that the image goes through
 * @param init what the image is at first
 * @param colors what becomes of the colours
 * @param imageSize longer side of the result in pixels; 0 for that of the content
 * @param styleScale longer side of the style images, by that of the result
 * @param seed of the noise
 */
public record StyleTransferOptions(
    StyleFormula formula,
    List<LayerWeight> contentLayers,
    List<LayerWeight> styleLayers,
    double contentWeight,
    double styleWeight,
    double variationWeight,
    Pooling pooling,
    Optimization optimization,
    Scales scales,
    Init init,
    ColorMode colors,
    int imageSize,
    double styleScale,
    long seed) {

  /** How a loss is minimised. */
  public enum Method implements Titled {
    LBFGS("L-BFGS"),
    ADAM("Adam"),
    SGD("SGD");

    private final String title;

    Method(String title) {
      this.title = title;
    }

    @Override
    public String title() {
      return title;
    }

    /**
     * The method of a title.
     *
     * @throws IllegalArgumentException listing the methods there are
     */
    public static Method of(String title) {
      return Titled.of(Method.class, "optimizer", title);
    }
  }

  /**
   * An optimiser with its settings.
   *
   * @param method which one
   * @param iterations at each size of the image; of L-BFGS, evaluations of the loss
   * @param stepSize in grey levels of 0..255: of Adam the size of a step, of L-BFGS the root mean
   *     square of the first one, of SGD what the gradient by grey levels is multiplied by
   * @param decay of SGD's step size after each iteration
   * @param beta1 of Adam
   * @param beta2 of Adam
   * @param epsilon of Adam, for the gradient by grey levels
   * @param history steps that L-BFGS remembers, or fewer where memory doesn't suffice
   * @param round evaluations after which L-BFGS forgets them, and nearest neighbours are searched
   *     for again; 0 for never
   * @param bounded whether pixels are kept within 0..255 after each step of Adam
   * @param averaging decay of the mean of Adam's iterates that is the result; 0 for the last one
   */
  public record Optimization(
      Method method,
      int iterations,
      double stepSize,
      double decay,
      double beta1,
      double beta2,
      double epsilon,
      int history,
      int round,
      boolean bounded,
      double averaging) {
    /** Part of the free memory that L-BFGS may fill with what it remembers. */
    private static final double HISTORY_SHARE = 0.5;

    /** Steps that L-BFGS remembers with a preconditioner: more take time, and bring nothing. */
    private static final int PRECONDITIONED_HISTORY = 20;

    /** Copies of the image that L-BFGS works with. */
    private static final int LBFGS_VECTORS = 4;

    /** Steps that a plan leaves room for: with fewer, L-BFGS goes down much more slowly. */
    private static final int FEW_REMEMBERED = 3;

    public Optimization {
      Options.require(iterations >= 1, "iterations", iterations, "1 or more");
      Options.require(stepSize > 0 && Double.isFinite(stepSize), "stepsize", stepSize, "above 0");
      Options.require(decay > 0 && decay <= 1, "the decay", decay, "above 0, to 1");
      Options.require(history >= 1, "the history", history, "1 or more");
      Options.require(averaging >= 0 && averaging < 1, "the averaging", averaging, "0 to below 1");
      boolean isPlain = !bounded && averaging == 0;
      Options.require(method == Method.ADAM || isPlain, "optimizer", method, "ADAM for a mean");
    }

    /**
     * The optimiser.
     *
     * @param iterations at this size of the image
     * @param scale what a grey level is in units of the variables
     * @param variables how many there are
     * @param moments that Adam goes on from
     * @param iterates what becomes of the variables after Adam's steps
     * @param preconditioner of L-BFGS
     */
    Optimizer optimizer(
        int iterations,
        double scale,
        long variables,
        Adam.Moments moments,
        Iterates iterates,
        Preconditioner preconditioner) {
      double step = stepSize * scale;
      return switch (method) {
        case ADAM -> new Adam(iterations, step, beta1, beta2, epsilon / scale, moments, iterates);
        case SGD -> new Sgd(iterations, step * scale, decay);
        case LBFGS -> {
          double share = HISTORY_SHARE * Memory.available();
          double affordable = share / (2.0 * variables * Float.BYTES);
          boolean plain = preconditioner == Preconditioner.NONE;
          int useful = plain ? history : Math.min(history, PRECONDITIONED_HISTORY);
          int remembered = (int) Math.max(1, Math.min(Math.min(useful, iterations), affordable));
          yield new Lbfgs(iterations, step, remembered, round, preconditioner);
        }
      };
    }

    /**
     * Native memory that an optimiser should find free beside the plan.
     *
     * @param variables how many there are
     */
    long bytes(long variables) {
      int vectors = LBFGS_VECTORS + 2 * Math.min(history, FEW_REMEMBERED);
      return method == Method.LBFGS ? vectors * variables * Float.BYTES : 0;
    }

    /** The same with another number of iterations and another step size. */
    public Optimization with(int iterations, double stepSize) {
      return new Optimization(
          method,
          iterations,
          stepSize,
          decay,
          beta1,
          beta2,
          epsilon,
          history,
          round,
          bounded,
          averaging);
    }
  }

  /** What the image is at first. */
  public enum Init implements Titled {
    CONTENT("content"),
    /** The content, with the mean and covariance of the style's colours. */
    RECOLORED("recolored"),
    /** Too weak to be seen, as in neural-style. */
    NOISE("noise"),
    /** As strong as a picture. */
    WHITE_NOISE("white noise"),
    STYLE("style"),
    NOISY_CONTENT("content+noise");

    private final String title;

    Init(String title) {
      this.title = title;
    }

    @Override
    public String title() {
      return title;
    }

    /**
     * The start of a title.
     *
     * @throws IllegalArgumentException listing those there are
     */
    public static Init of(String title) {
      return Titled.of(Init.class, "init", title);
    }
  }

  public StyleTransferOptions {
    contentLayers = List.copyOf(contentLayers);
    styleLayers = List.copyOf(styleLayers);
    Options.require(!styleLayers.isEmpty(), "stylelayers", styleLayers, "at least one layer");
    requireWeight("contentweight", contentWeight);
    requireWeight("styleweight", styleWeight);
    requireWeight("tvweight", variationWeight);
    Options.require(
        contentWeight + styleWeight + variationWeight > 0, "every weight", 0, "above 0 for one");
    Options.require(imageSize >= 0, "imagesize", imageSize, "0 or more");
    Options.require(styleScale > 0 && styleScale <= 10, "stylescale", styleScale, "above 0, to 10");
  }

  /** The network as these options use it; it shares the weights with the one that is given. */
  Network adapt(Network network) {
    return formula.adapt(network, pooling);
  }

  private static void requireWeight(String option, double weight) {
    Options.require(weight >= 0 && Double.isFinite(weight), option, weight, "0 or more");
  }
}
