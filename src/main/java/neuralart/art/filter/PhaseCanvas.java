package neuralart.art.filter;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import neuralart.art.filter.FilterRecipe.Phase;
import neuralart.image.Picture;
import neuralart.network.Preprocessing;
import neuralart.optimize.Adam;
import neuralart.optimize.Affine;
import neuralart.optimize.DecorrelatedColors;
import neuralart.optimize.FourierImage;
import neuralart.optimize.LossFunction;
import neuralart.optimize.NoisyImage;
import neuralart.optimize.Optimizer;
import neuralart.optimize.PhaseSpectrum;
import neuralart.optimize.RandomWarp;
import neuralart.optimize.SlopeSums;
import neuralart.plan.Plan;

/**
 * The image as the sigmoid of the transform of a spectrum that has the magnitudes of photographs,
 * of which the phases are free; seen by the network as random crops under noise.
 */
final class PhaseCanvas implements FilterCanvas {
  /** Share of an image's side that the network sees at its own scale. */
  private static final double VIEW = 0.75;

  private static final float WHITE = 255;

  private final Preprocessing preprocessing;
  private final FilterVisualizationOptions options;
  private final int seen;
  private final RandomWarp warp;
  private final Attribution attribution;
  private final DecorrelatedColors colors;
  private final FourierImage spectrum;
  private final PhaseSpectrum phases;

  /**
   * @param seen rows, and columns, of the plan's image
   */
  PhaseCanvas(
      Plan plan,
      int seen,
      Preprocessing preprocessing,
      FilterVisualizationOptions options,
      Phase recipe,
      long seed) {
    this.preprocessing = preprocessing;
    this.options = options;
    this.seen = seen;
    int size = options.size();
    Random random = new Random(seed);
    Random places = new Random(random.nextLong());
    float[] grey = preprocessing.mean().clone();
    float[] noise = grey.clone();
    for (int c = 0; c < noise.length; c++) {
      grey[c] = (WHITE / 2 - grey[c]) * preprocessing.scale(c);
      noise[c] = (float) (recipe.noise() * preprocessing.range(c));
    }
    warp =
        new RandomWarp(
            new NoisyImage(LossFunction.of(plan), noise, new SplittableRandom(random.nextLong())),
            new int[] {seen, seen},
            new int[] {size, size},
            grey,
            () -> crops(recipe, size, seen, places));
    SlopeSums slopes = new SlopeSums(warp, size * size);
    attribution = new Attribution(slopes, size);
    colors = new DecorrelatedColors(slopes, preprocessing);
    spectrum = new FourierImage(colors, size, size, noise.length, 0, random);
    phases = new PhaseSpectrum(spectrum, PhotographSpectrum.magnitudes(size, noise.length), random);
  }

  /**
   * The size at which the network sees a crop. A layer whose values see the whole image may want a
   * certain size: it gets the image's.
   */
  static int planSize(int size, boolean seesAll) {
    return seesAll ? size : (int) Math.ceil(VIEW * size);
  }

  /** What the network sees in a step: squares around the middle, inside of the image. */
  static List<Affine> crops(Phase recipe, int size, int seen, Random random) {
    return Stream.generate(
            () -> {
              double side = recipe.side() + recipe.sideDeviation() * random.nextGaussian();
              side = Math.min(Math.max(side, recipe.smallestSide()), 1);
              double room = (1 - side) / 2;
              double x = place(recipe, room, random);
              double y = place(recipe, room, random);
              return Affine.crop(side * size / seen, x * size, y * size);
            })
        .limit(recipe.crops())
        .toList();
  }

  private static double place(Phase recipe, double room, Random random) {
    double place = recipe.placeDeviation() * random.nextGaussian();
    return Math.min(Math.max(place, -room), room);
  }

  @Override
  public LossFunction loss() {
    return phases;
  }

  @Override
  public Optimizer optimizer() {
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
    render();
    warp.show(Affine.crop((double) options.size() / seen, 0, 0));
  }

  private void render() {
    phases.render();
    spectrum.render();
    colors.render();
  }

  @Override
  public Picture image() {
    render();
    return attribution.shown(preprocessing.read(warp.variables(), options.size(), options.size()));
  }

  @Override
  public void close() {
    spectrum.close();
  }
}
