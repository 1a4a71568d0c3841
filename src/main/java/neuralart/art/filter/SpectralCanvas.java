package neuralart.art.filter;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import neuralart.art.filter.FilterRecipe.Spectrum;
import neuralart.image.Picture;
import neuralart.network.Preprocessing;
import neuralart.optimize.Adam;
import neuralart.optimize.Affine;
import neuralart.optimize.AnnealedAdam;
import neuralart.optimize.DecorrelatedColors;
import neuralart.optimize.FourierImage;
import neuralart.optimize.LossFunction;
import neuralart.optimize.Optimizer;
import neuralart.optimize.RandomWarp;
import neuralart.plan.Plan;

/**
 * The image as the sigmoid of the transform of a spectrum, seen by the network through random
 * transforms.
 */
final class SpectralCanvas implements FilterCanvas {
  /** Standard deviation of the first spectrum's parts. */
  private static final double DEVIATION = 0.01;

  /** Pixels that are laid around the image. */
  private static final int PADDING = 12;

  /** Largest shifts, before and after scale and rotation. */
  private static final int FIRST_SHIFT = 4;

  private static final int LAST_SHIFT = 2;

  /** 0.9 to 1.1 in steps of 0.02. */
  private static final double[] SCALES =
      IntStream.rangeClosed(-5, 5).mapToDouble(i -> 1 + i / 50.0).toArray();

  /** Whole degrees up to 10, and zero five times more. */
  private static final double[] ANGLES =
      IntStream.range(0, 26).mapToDouble(i -> i < 21 ? i - 10 : 0).toArray();

  private static final float MIDDLE_GREY = 127.5f;

  private final Preprocessing preprocessing;
  private final FilterVisualizationOptions options;
  private final Spectrum recipe;
  private final RandomWarp warp;
  private final DecorrelatedColors colors;
  private final FourierImage spectrum;

  /**
   * @param seen rows, and columns, of the plan's image
   */
  SpectralCanvas(
      Plan plan,
      int seen,
      Preprocessing preprocessing,
      FilterVisualizationOptions options,
      Spectrum recipe,
      long seed) {
    this.preprocessing = preprocessing;
    this.options = options;
    this.recipe = recipe;
    int size = options.size();
    Random random = new Random(seed);
    Random transforms = new Random(random.nextLong());
    int channels = preprocessing.mean().length;
    warp =
        new RandomWarp(
            LossFunction.of(plan),
            new int[] {seen, seen},
            new int[] {size, size},
            surround(preprocessing),
            () -> List.of(transform(transforms)));
    colors = new DecorrelatedColors(warp, preprocessing);
    spectrum = new FourierImage(colors, size, size, channels, DEVIATION, random);
  }

  /**
   * The size at which the network sees an image: with its padding, of which shifts and scales show
   * more or less. A layer whose values see the whole image may want a certain size: it gets the
   * image's.
   */
  static int planSize(int size, boolean seesAll) {
    return seesAll ? size : size + 2 * PADDING;
  }

  /** What the network sees in a step: shift, scale, rotation and shift. */
  static Affine transform(Random random) {
    return Affine.shiftAndScale(FIRST_SHIFT, SCALES, random)
        .after(Affine.rotationAndShift(ANGLES, LAST_SHIFT, random));
  }

  private static float[] surround(Preprocessing preprocessing) {
    float[] grey = preprocessing.mean().clone();
    for (int c = 0; c < grey.length; c++) {
      grey[c] = (MIDDLE_GREY - grey[c]) * preprocessing.scale(c);
    }
    return grey;
  }

  @Override
  public LossFunction loss() {
    return spectrum;
  }

  @Override
  public Optimizer optimizer() {
    if (recipe.annealed()) {
      return new AnnealedAdam(options.iterations(), options.stepSize());
    }
    return new Adam(
        options.iterations(),
        options.stepSize(),
        Adam.BETA1,
        Adam.BETA2,
        Adam.EPSILON,
        new Adam.Moments());
  }

  @Override
  public void present() {
    spectrum.render();
    colors.render();
    warp.show(Affine.IDENTITY);
  }

  @Override
  public Picture image() {
    spectrum.render();
    colors.render();
    return preprocessing.read(warp.variables(), options.size(), options.size());
  }

  @Override
  public void close() {
    spectrum.close();
  }
}
