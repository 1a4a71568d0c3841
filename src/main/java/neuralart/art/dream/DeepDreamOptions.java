package neuralart.art.dream;

import java.util.List;
import java.util.Locale;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.art.Options;
import neuralart.art.Pyramid;
import neuralart.art.Titled;
import neuralart.image.Colors;
import neuralart.image.Picture;

/**
 * Everything that decides what a dream looks like.
 *
 * @param layers what is made stronger: the dream maximises the weighted sum of their responses
 * @param recipe its arithmetic
 * @param octaves the sizes of the image
 * @param iterations steps in each octave
 * @param stepSize size of a step, in units of the network's input
 * @param maxLoss ends an octave when the response is above this; infinite for never
 * @param maxGain ends an octave when the response is above this many times that of the first
 *     octave's start; infinite for never
 * @param variationWeight how much smoothness counts: the total variation, as a share of the image's
 *     range, by the response at the start
 * @param jitter largest random shift of the image in pixels, 0 for none
 * @param tileSize side in pixels of the tiles that the network sees one by one; 0 for the whole
 *     image at once, and tiles only where memory doesn't suffice for that
 * @param smoothing what is done to the gradient
 * @param colors what becomes of the colours
 * @param imageSize longer side of the result in pixels; 0 for that of the image
 * @param seed of the random shifts
 */
public record DeepDreamOptions(
    List<LayerWeight> layers,
    DeepDreamRecipe recipe,
    Octaves octaves,
    int iterations,
    double stepSize,
    double maxLoss,
    double maxGain,
    double variationWeight,
    int jitter,
    int tileSize,
    Smoothing smoothing,
    Coloring colors,
    int imageSize,
    long seed) {

  /** Smaller tiles are mostly edge. */
  private static final int SMALLEST_TILE = 32;

  /** What is done to the gradient before a step. */
  public enum Smoothing implements Titled {
    /** Nothing. */
    NONE(1),
    /** It is blurred, more and more: see {@link neuralart.optimize.BlurredGradient}. */
    BLUR(0.5),
    /** All scales get the same strength: see {@link neuralart.optimize.LaplacianGradient}. */
    LAPLACIAN(0.5);

    private final double stepShare;

    Smoothing(double stepShare) {
      this.stepShare = stepShare;
    }

    /**
     * The part of the usual step size that suits it: steps along smooth gradients have more in
     * common, so that they move the image further.
     */
    public double stepShare() {
      return stepShare;
    }

    @Override
    public String title() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The smoothing of a title.
     *
     * @throws IllegalArgumentException listing what there is
     */
    public static Smoothing of(String title) {
      return Titled.of(Smoothing.class, "smoothing", title);
    }
  }

  /** What becomes of the colours. */
  public enum Coloring implements Titled {
    /** They are those of the dream. */
    DREAM,
    /** They stay those of the image: the dream changes brightness alone. */
    CONTENT;

    @Override
    public String title() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The choice of a title.
     *
     * @throws IllegalArgumentException listing what there is
     */
    public static Coloring of(String title) {
      return Titled.of(Coloring.class, "colors", title);
    }

    /** A dream on an image of the same size, in these colours; no picture is modified. */
    Picture result(Picture dream, Picture image) {
      return this == DREAM ? dream : Colors.withLuminance(image, dream);
    }
  }

  /** Rows and columns of the result for an image of a size. */
  public int[] size(int height, int width) {
    return size(imageSize, height, width);
  }

  /** The same for a longer side, 0 for that of the image. */
  public static int[] size(int imageSize, int height, int width) {
    return imageSize == 0 ? new int[] {height, width} : Pyramid.fitted(height, width, imageSize);
  }

  public DeepDreamOptions {
    layers = List.copyOf(layers);
    Options.require(!layers.isEmpty(), "layers", layers, "at least one layer");
    Options.require(iterations >= 1, "iterations", iterations, "1 or more");
    Options.require(stepSize > 0 && Double.isFinite(stepSize), "stepsize", stepSize, "above 0");
    Options.require(maxLoss > 0, "maxloss", maxLoss, "above 0");
    Options.require(maxGain > 1, "maxgain", maxGain, "above 1");
    Options.require(
        variationWeight >= 0 && Double.isFinite(variationWeight),
        "tvweight",
        variationWeight,
        "0 or more");
    Options.require(imageSize >= 0, "imagesize", imageSize, "0 or more");
    Options.require(jitter >= 0, "jitter", jitter, "0 or more");
    Options.require(
        tileSize == 0 || tileSize >= SMALLEST_TILE,
        "tilesize",
        tileSize,
        "0 or at least " + SMALLEST_TILE);
  }
}
