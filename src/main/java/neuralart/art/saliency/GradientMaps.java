package neuralart.art.saliency;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.optimize.Monitor;
import neuralart.plan.Draft;
import neuralart.plan.Plan;

/**
 * Maps made of image gradients: the gradient itself, its mean over noisy copies of the image, or
 * its mean on the way from a baseline to the image, times the difference.
 */
final class GradientMaps implements MapMaker {
  private final Preprocessing preprocessing;
  private final SaliencyTarget target;
  private final SaliencyOptions options;
  private final Plan plan;

  GradientMaps(
      Network network, SaliencyTarget target, SaliencyOptions options, int height, int width) {
    preprocessing = network.preprocessing();
    this.target = target;
    this.options = options;
    plan =
        Draft.of(network, height, width, List.of(target.objective()), Set.of(target.layer()))
            .allocate();
  }

  @Override
  public Optional<SaliencyMap> make(Picture input, Monitor monitor) {
    return switch (options.method()) {
      case SMOOTHGRAD -> smooth(input, monitor);
      case INTEGRATED_GRADIENTS -> integrate(input, monitor);
      default -> plain(input, monitor);
    };
  }

  private Optional<SaliencyMap> plain(Picture input, Monitor monitor) {
    double value = evaluate(input);
    double[] gradient = new double[input.values().length];
    addGradient(gradient, 1);
    return monitor.update(new Monitor.Progress("gradient", 1))
        ? Optional.of(new SaliencyMap(perLevel(gradient), value))
        : Optional.empty();
  }

  private Optional<SaliencyMap> smooth(Picture input, Monitor monitor) {
    double value = evaluate(input);
    double[] gradient = new double[input.values().length];
    double[] deviations = deviations(input, options.noise());
    Random random = new Random(options.seed());
    for (int sample = 1; sample <= options.samples(); sample++) {
      evaluate(noisy(input, deviations, random));
      addGradient(gradient, 1.0 / options.samples());
      if (!goOn(monitor, "sample", sample, options.samples())) {
        return Optional.empty();
      }
    }
    return Optional.of(new SaliencyMap(perLevel(gradient), value));
  }

  /** The noise is a share of the range that the values of a channel have in this image. */
  static double[] deviations(Picture input, double share) {
    int channels = input.channels();
    double[] deviations = new double[channels];
    for (int c = 0; c < channels; c++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int y = 0; y < input.height(); y++) {
        for (int x = 0; x < input.width(); x++) {
          low = Math.min(low, input.get(y, x, c));
          high = Math.max(high, input.get(y, x, c));
        }
      }
      deviations[c] = share * (high - low);
    }
    return deviations;
  }

  /** A copy with normal noise; its numbers are drawn in the order of the values. */
  private static Picture noisy(Picture input, double[] deviations, Random random) {
    Picture noisy = input.copy();
    for (int y = 0; y < noisy.height(); y++) {
      float[] row = noisy.row(y);
      for (int i = 0; i < row.length; i++) {
        row[i] += (float) (deviations[i % deviations.length] * random.nextGaussian());
      }
    }
    return noisy;
  }

  private Optional<SaliencyMap> integrate(Picture input, Monitor monitor) {
    Picture start = preprocessing.toInput(baseline(input));
    double value = evaluate(input);
    double startValue = evaluate(start);
    float[] end = input.values();
    float[] from = start.values();
    float[] between = new float[end.length];
    double[] gradient = new double[end.length];
    for (int step = 0; step < options.steps(); step++) {
      double share = (step + 0.5) / options.steps();
      for (int i = 0; i < end.length; i++) {
        between[i] = (float) (from[i] + share * (end[i] - from[i]));
      }
      plan.image().put(0, between);
      plan.evaluate();
      addGradient(gradient, 1.0 / options.steps());
      if (!goOn(monitor, "step", step + 1, options.steps())) {
        return Optional.empty();
      }
    }
    double total = 0;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= end[i] - from[i];
      total += gradient[i];
    }
    return Optional.of(new SaliencyMap(sums(gradient), value, startValue, total));
  }

  private Picture baseline(Picture input) {
    return options.baseline().of(preprocessing.toRgb(input));
  }

  private double evaluate(Picture input) {
    input.write(plan.image());
    plan.evaluate();
    return target.of(plan.shape(target.layer()), plan.activation(target.layer()));
  }

  private void addGradient(double[] sum, double weight) {
    FloatBuffer gradient = plan.gradient();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * gradient.get(i);
    }
  }

  private static boolean goOn(Monitor monitor, String what, int done, int count) {
    String stage = String.format(Locale.ROOT, "%s %d of %d", what, done, count);
    return monitor.update(new Monitor.Progress(stage, (double) done / count));
  }

  /** The slopes of the pixels, for a step of one level of 0..255. */
  private float[] perLevel(double[] gradient) {
    int channels = plan.size().channels();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= preprocessing.scale(i % channels);
    }
    if (options.signed()) {
      return sums(gradient);
    }
    float[] map = new float[gradient.length / channels];
    for (int i = 0; i < gradient.length; i++) {
      map[i / channels] = (float) Math.max(map[i / channels], Math.abs(gradient[i]));
    }
    return map;
  }

  private float[] sums(double[] values) {
    int channels = plan.size().channels();
    float[] map = new float[values.length / channels];
    for (int pixel = 0; pixel < map.length; pixel++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += values[pixel * channels + c];
      }
      map[pixel] = (float) (options.signed() ? sum : Math.abs(sum));
    }
    return map;
  }

  @Override
  public void close() {
    plan.close();
  }
}
