package neuralart.art;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import neuralart.image.Resize;
import neuralart.network.Network;
import neuralart.network.Objective;
import neuralart.network.Plan;
import neuralart.network.node.Shape;
import neuralart.objective.ActivationEnergy;
import neuralart.optimize.GradientDescent;
import neuralart.optimize.Jitter;
import neuralart.optimize.LossFunction;
import neuralart.optimize.Monitor;
import neuralart.optimize.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DeepDream (Mordvintsev, Olah and Tyka 2015) over octaves: the image is changed so that the chosen
 * layers respond more strongly, first when it is small, then at ever larger sizes, and the detail
 * that was lost by shrinking is put back after each of them (Chollet 2017).
 */
public final class DeepDream {
  /** Rows and columns of a layer that don't count, because padding causes artefacts there. */
  private static final int BORDER = 2;

  private final Network network;
  private final DeepDreamOptions options;
  private final List<Objective> objectives = new ArrayList<>();
  private final Random random;

  /** The image as it was given, at full size; the values are the network's input. */
  private INDArray original;

  /** The original at the size of the octave before this one. */
  private INDArray shrunk;

  /** The dream, at the size of this octave. */
  private INDArray image;

  /**
   * A dream.
   *
   * @param rgb {@code [1, H, W, 3]}, 0..255 and beyond, for the caller to close
   * @param objective the weighted energy of the layers that the last octave reached
   * @param finished whether it ran to its end
   */
  public record Result(INDArray rgb, double objective, boolean finished) {}

  private DeepDream(Network network, DeepDreamOptions options) {
    this.network = network;
    this.options = options;
    this.random = new Random(options.seed());
    options
        .layers()
        .forEach(
            l ->
                objectives.add(
                    new ActivationEnergy(l.layer(), -l.weight(), BORDER, options.mean())));
  }

  /**
   * Dreams on an image.
   *
   * @param network what dreams
   * @param rgb {@code [1, H, W, 3]}, 0..255, not modified
   * @param options what the dream looks like
   * @param monitor is told of every iteration and may stop the dream, which then ends with what
   *     there is
   * @throws IllegalArgumentException if a layer doesn't exist, or the image is too small
   * @throws IllegalStateException if memory doesn't suffice
   */
  public static Result dream(
      Network network, INDArray rgb, DeepDreamOptions options, Monitor monitor) {
    return new DeepDream(network, options).dream(rgb, monitor);
  }

  private Result dream(INDArray rgb, Monitor monitor) {
    int height = (int) rgb.size(1);
    int width = (int) rgb.size(2);
    check(height, width);
    try {
      original = network.preprocessing().toInput(rgb);
      shrunk = Resize.bilinear(original, octaveSize(height, 0), octaveSize(width, 0));
      image = shrunk.dup();
      Optimizer.Outcome outcome = null;
      for (int octave = 0; octave < options.octaves(); octave++) {
        resizeImage(octaveSize(height, octave), octaveSize(width, octave));
        outcome = ascend(octave, monitor);
        if (outcome.canceled()) {
          resizeImage(height, width);
        }
        reinjectDetail();
        if (outcome.canceled()) {
          break;
        }
      }
      return new Result(network.preprocessing().toRgb(image), -outcome.loss(), !outcome.canceled());
    } finally {
      close(original, shrunk, image);
    }
  }

  /** Finds out before the first step whether the smallest and the largest octave will work. */
  private void check(int height, int width) {
    objectives.forEach(objective -> network.layer(objective.layer()));
    int rows = octaveSize(height, 0);
    int columns = octaveSize(width, 0);
    try {
      for (Objective objective : objectives) {
        checkSize(objective.layer(), rows, columns);
      }
    } catch (IllegalArgumentException e) {
      if (options.octaves() == 1) {
        throw e;
      }
      throw new IllegalArgumentException(
          String.format(
              "The image is too small for %d octaves, use fewer: the first would have %d x %d"
                  + " pixels. %s",
              options.octaves(), columns, rows, e.getMessage()),
          e);
    }
    network.check(height, width, objectives, Set.of());
  }

  private void checkSize(String layer, int rows, int columns) {
    Shape shape = network.shape(layer, rows, columns);
    if (Math.min(shape.height(), shape.width()) <= 2 * BORDER) {
      throw new IllegalArgumentException(
          String.format(
              "Layer '%s' has only %d x %d values there, all of them within %d of the edge",
              layer, shape.width(), shape.height(), BORDER));
    }
  }

  private Optimizer.Outcome ascend(int octave, Monitor monitor) {
    int width = (int) image.size(2);
    GradientDescent descent =
        new GradientDescent(
            options.iterations(), options.stepSize(), options.normalization(), -options.maxLoss());
    String stage = "octave " + (octave + 1) + " of " + options.octaves();
    try (Plan plan = network.plan((int) image.size(1), width, objectives, Set.of())) {
      plan.image().assign(image);
      LossFunction loss = LossFunction.of(plan);
      if (options.jitter() > 0) {
        loss = new Jitter(loss, width, (int) image.size(3), options.jitter(), random);
      }
      Optimizer.Outcome outcome =
          descent.minimize(
              loss,
              (done, value) ->
                  monitor.update(
                      new Monitor.Progress(
                          stage,
                          fraction(octave, done),
                          value,
                          () -> network.preprocessing().toRgb(plan.image()))));
      image.assign(plan.image());
      return outcome;
    }
  }

  /** Share of the work that is done; the work of an octave goes with its number of pixels. */
  private double fraction(int octave, int iterations) {
    double done = 0;
    double all = 0;
    for (int i = 0; i < options.octaves(); i++) {
      double pixels = Math.pow(options.octaveScale(), 2.0 * (i + 1 - options.octaves()));
      all += pixels;
      double share = i < octave ? 1 : (double) iterations / options.iterations();
      done += i <= octave ? pixels * share : 0;
    }
    return done / all;
  }

  /** Adds what the image lost when the original was shrunk to the last octave's size. */
  private void reinjectDetail() {
    int rows = (int) image.size(1);
    int columns = (int) image.size(2);
    INDArray detailed = Resize.bilinear(original, rows, columns);
    INDArray blurred = Resize.bilinear(shrunk, rows, columns);
    image.addi(detailed).subi(blurred);
    close(blurred, shrunk);
    shrunk = detailed;
  }

  private void resizeImage(int rows, int columns) {
    INDArray resized = Resize.bilinear(image, rows, columns);
    image.close();
    image = resized;
  }

  /** {@code int(size / scale^i)}, the smallest octave first. */
  private int octaveSize(int size, int octave) {
    return (int) (size / Math.pow(options.octaveScale(), options.octaves() - 1 - octave));
  }

  private static void close(INDArray... arrays) {
    for (INDArray array : arrays) {
      if (array != null) {
        array.close();
      }
    }
  }
}
