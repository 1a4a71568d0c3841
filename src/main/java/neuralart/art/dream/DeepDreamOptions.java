package neuralart.art.dream;

import java.util.List;
import java.util.Locale;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.art.Options;
import neuralart.art.Titled;

/**
 * Everything that decides what a dream looks like.
 *
 * @param layers what is made stronger: the dream maximises the weighted sum of their responses
 * @param recipe its arithmetic
 * @param octaves the sizes of the image
 * @param iterations steps in each octave
 * @param stepSize size of a step, in units of the network's input
 * @param maxLoss ends an octave when the objective is above this; infinite for never
 * @param jitter largest random shift of the image in pixels, 0 for none
 * @param tileSize side in pixels of the tiles that the network sees one by one; 0 for the whole
 *     image at once, and tiles only where memory doesn't suffice for that
 * @param smoothing what is done to the gradient
 * @param seed of the random shifts
 */
public record DeepDreamOptions(
    List<LayerWeight> layers,
    DeepDreamRecipe recipe,
    Octaves octaves,
    int iterations,
    double stepSize,
    double maxLoss,
    int jitter,
    int tileSize,
    Smoothing smoothing,
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

  public DeepDreamOptions {
    layers = List.copyOf(layers);
    Options.require(!layers.isEmpty(), "layers", layers, "at least one layer");
    Options.require(iterations >= 1, "iterations", iterations, "1 or more");
    Options.require(stepSize > 0 && Double.isFinite(stepSize), "stepsize", stepSize, "above 0");
    Options.require(maxLoss > 0, "maxloss", maxLoss, "above 0");
    Options.require(jitter >= 0, "jitter", jitter, "0 or more");
    Options.require(
        tileSize == 0 || tileSize >= SMALLEST_TILE,
        "tilesize",
        tileSize,
        "0 or at least " + SMALLEST_TILE);
  }
}
