package neuralart.art.saliency;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import neuralart.art.Options;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.optimize.Monitor;

/**
 * What a network says while the pixels of an image go, the most important ones of a map first, or
 * come back into a blurred image: a good map makes the first curve fall and the second rise at once
 * (V. Petsiuk, A. Das and K. Saenko, RISE, 2018). Pixels in a random order show what is no better
 * than chance.
 */
public final class PixelCurves implements AutoCloseable {
  private static final Baseline GONE = Baseline.GREY;
  private static final Baseline START = Baseline.BLURRED;

  private final Preprocessing preprocessing;
  private final ValuePlan values;
  private final int steps;
  private final long seed;

  /**
   * One curve.
   *
   * @param name what the user calls it
   * @param values at equal steps of the share of pixels, from none to all
   */
  public record Curve(String name, double[] values) {
    /** The area under the curve over the shares 0..1, by the trapezoid rule. */
    public double area() {
      double sum = (values[0] + values[values.length - 1]) / 2;
      for (int i = 1; i < values.length - 1; i++) {
        sum += values[i];
      }
      return sum / (values.length - 1);
    }
  }

  /**
   * Prepares a network for images of one size.
   *
   * @param network to be closed after this
   * @param layer whose value is measured, for instance that of the probabilities
   * @param value what is measured of the layer's activation
   * @param steps from the image to the one without all pixels
   * @param seed of the random order
   */
  public PixelCurves(
      Network network, String layer, Value value, int steps, long seed, int height, int width) {
    Options.require(steps >= 1, "steps", steps, "1 or more");
    preprocessing = network.preprocessing();
    values = new ValuePlan(network, layer, value, height, width);
    this.steps = steps;
    this.seed = seed;
  }

  /**
   * Draws the curves of a map: deletion and insertion, each in the order of the map and in a random
   * one.
   *
   * @param image as {@link Saliency#run} takes it
   * @param map one value for each pixel
   * @param monitor is told of every step, and may stop it
   * @return nothing if it was stopped
   */
  public Optional<List<Curve>> run(Picture image, float[] map, Monitor monitor) {
    Picture input = preprocessing.toInput(image);
    Picture rgb = preprocessing.toRgb(input);
    Picture gone = preprocessing.toInput(GONE.of(rgb));
    Picture blurred = preprocessing.toInput(START.of(rgb));
    int[] order = order(map);
    int[] random = random(map.length);
    List<Job> jobs =
        List.of(
            new Job("deletion", input, gone, order),
            new Job("deletion, random order", input, gone, random),
            new Job("insertion", blurred, input, order),
            new Job("insertion, random order", blurred, input, random));
    List<Curve> curves = new ArrayList<>();
    for (Job job : jobs) {
      Monitor part = monitor.part("curve", curves.size(), jobs.size());
      Optional<Curve> curve = draw(job, part);
      if (curve.isEmpty()) {
        return Optional.empty();
      }
      curves.add(curve.get());
    }
    return Optional.of(curves);
  }

  private record Job(String name, Picture from, Picture to, int[] order) {}

  private Optional<Curve> draw(Job job, Monitor monitor) {
    Picture picture = job.from.copy();
    double[] curve = new double[steps + 1];
    int done = 0;
    for (int step = 0; step <= steps; step++) {
      int next = (int) ((long) job.order.length * step / steps);
      for (; done < next; done++) {
        copyPixel(job.to, picture, job.order[done]);
      }
      curve[step] = values.of(picture);
      String stage = String.format(Locale.ROOT, "%s, step %d of %d", job.name, step, steps);
      if (!monitor.update(new Monitor.Progress(stage, (step + 1.0) / (steps + 1)))) {
        return Optional.empty();
      }
    }
    return Optional.of(new Curve(job.name, curve));
  }

  private static void copyPixel(Picture from, Picture to, int pixel) {
    int channels = from.channels();
    int y = pixel / from.width();
    int x = pixel % from.width();
    System.arraycopy(from.row(y), x * channels, to.row(y), x * channels, channels);
  }

  /** Pixels by their values, the largest first; equal ones in their order. */
  private static int[] order(float[] map) {
    float[] negative = new float[map.length];
    for (int i = 0; i < map.length; i++) {
      negative[i] = -map[i];
    }
    return Ranks.order(negative);
  }

  private int[] random(int pixels) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, pixels).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public void close() {
    values.close();
  }
}
