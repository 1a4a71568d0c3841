package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import neuralart.objective.Objective.Part;
import neuralart.step.Constant;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * The Gram matrix {@code G = F^T F / n} of an activation {@code F [H W, C]}: which channels respond
 * together, wherever in the image. With a mask {@code m [H W]} it is the guided Gram matrix of
 * Gatys et al. 2017, {@code G = (m F)^T (m F) / n}, and sees the masked region alone.
 */
final class GramMatrix {
  /** Pixels handled at a time where there is a mask, about, so that the masked copy stays small. */
  private static final int CHUNK = 1 << 13;

  /** Pixels of which the products are summed at a time, at least, to be fast. */
  private static final int TOGETHER = 1 << 10;

  /** The most sums that are added up, to spare Java's memory. */
  private static final int SUMS = 1 << 10;

  private final Steps steps;
  private final float[] mask;
  private final int width;
  private final int channels;
  private final int together;
  private final int chunk;
  private final double scale;
  private final Tensor matrix;
  private final Tensor shares;
  private boolean isEmpty;

  /**
   * @param activation extent of the whole activation
   * @param mask {@code H x W} weights of the pixels, or empty for all of them alike; not copied
   * @param normalization what the matrix is divided by
   */
  GramMatrix(Shape activation, float[] mask, GramNormalization normalization, Steps steps) {
    this.steps = steps;
    this.mask = mask;
    width = activation.width();
    channels = activation.channels();
    together = rowsTogether(activation) * width;
    chunk = Math.max(1, CHUNK / together) * together;
    scale = 1 / normalization.divisor((long) activation.height() * width, channels, mask);
    matrix = steps.scratch(channels, channels);
    shares = new Constant(mask, mask.length);
  }

  /** See {@link Objective#rowsTogether}. */
  static int rowsTogether(Shape activation) {
    return Math.max(
        (TOGETHER + activation.width() - 1) / activation.width(),
        (activation.height() + SUMS - 1) / SUMS);
  }

  /** The {@code C x C} values, to be read or overwritten once all parts have been gathered. */
  Tensor matrix() {
    return matrix;
  }

  /** Adds the steps that begin a new matrix. */
  void begin() {
    isEmpty = mask.length == 0;
    if (!isEmpty) {
      steps.add(new Step.Fill(View.of(matrix), 0));
    }
  }

  /** Adds the steps that gather a part of the activation. */
  void accumulate(Part part) {
    if (mask.length == 0) {
      multiply(part.pixels(part.tensor()), isEmpty ? 0 : 1);
      isEmpty = false;
      return;
    }
    Tensor masked = steps.scratch(Math.min(pixels(part), chunk), channels);
    for (int from : chunks(part)) {
      int count = count(part, from);
      addMask(part, from, masked);
      multiply(View.of(masked, 0, count, channels), 1);
    }
  }

  /** Adds products to the matrix: on the processor always so many pixels' at a time. */
  private void multiply(View features, double beta) {
    long pixels = features.sizes()[0];
    List<Step> sums = new ArrayList<>();
    for (long from = 0; from < pixels; from += together) {
      View some = features.rows(from, Math.min(together, pixels - from));
      sums.add(product(some, from == 0 ? beta : 1));
    }
    steps.add(new Step.Either(sums, List.of(product(features, beta))));
  }

  private Step product(View features, double beta) {
    return new Step.Multiply(features, true, features, false, View.of(matrix), scale, beta);
  }

  /**
   * Adds the steps that add to a gradient what follows for a part of the activation from the
   * derivative of a loss with respect to the matrix. That derivative, symmetric, must then stand in
   * {@link #matrix}.
   *
   * @param factor of the derivative
   * @param gradient of the same extent as the part's tensor
   */
  void differentiate(Part part, double factor, Tensor gradient) {
    View derivative = View.of(matrix);
    double alpha = 2 * scale * factor;
    if (mask.length == 0) {
      View features = part.pixels(part.tensor());
      View slopes = part.pixels(gradient);
      steps.add(new Step.Multiply(features, false, derivative, false, slopes, alpha, 1));
      return;
    }
    Tensor masked = steps.scratch(Math.min(pixels(part), chunk), channels);
    Tensor product = steps.scratch(masked.dimensions());
    for (int from : chunks(part)) {
      int count = count(part, from);
      addMask(part, from, masked);
      View features = View.of(masked, 0, count, channels);
      View result = View.of(product, 0, count, channels);
      steps.add(new Step.Multiply(features, false, derivative, false, result, alpha, 0));
      addUnmasked(part, from, product, gradient);
    }
  }

  /** Adds the steps of {@code masked = m F} for some pixels. */
  private void addMask(Part part, int from, Tensor masked) {
    Step.OnHost loop =
        new Step.OnHost(
            "mask",
            List.of(part.tensor()),
            List.of(masked),
            host -> mask(part, from, host.values(part.tensor()), host.values(masked)));
    int count = count(part, from);
    View target = View.of(masked, 0, count, channels);
    steps.add(
        new Step.Either(
            loop,
            List.of(
                new Step.Copy(part.pixels(part.tensor()).rows(from, count), target),
                new Step.Combine(Step.Operation.MULTIPLY, share(part, from), target))));
  }

  /** Adds the steps of {@code gradient += m product} for some pixels; the product ends there. */
  private void addUnmasked(Part part, int from, Tensor product, Tensor gradient) {
    Step.OnHost loop =
        new Step.OnHost(
            "mask gradient",
            List.of(product, gradient),
            List.of(gradient),
            host -> addMasked(part, from, host.values(product), host.values(gradient)));
    int count = count(part, from);
    View slopes = View.of(product, 0, count, channels);
    View target = part.pixels(gradient).rows(from, count);
    steps.add(
        new Step.Either(
            loop,
            List.of(
                new Step.Combine(Step.Operation.MULTIPLY, share(part, from), slopes),
                new Step.Combine(Step.Operation.ADD, slopes, target))));
  }

  /** The mask of some pixels, for all channels. */
  private View share(Part part, int from) {
    return View.of(shares, (long) part.first() * width + from, count(part, from), 1)
        .repeated(1, channels);
  }

  private int pixels(Part part) {
    return part.count() * width;
  }

  /** Where the chunks of a part's own pixels begin that the mask doesn't hide. */
  private int[] chunks(Part part) {
    int first = part.first() * width;
    return IntStream.iterate(0, from -> from < pixels(part), from -> from + chunk)
        .filter(
            from ->
                IntStream.range(from, from + count(part, from))
                    .anyMatch(pixel -> mask[first + pixel] != 0))
        .toArray();
  }

  private int count(Part part, int from) {
    return Math.min(chunk, pixels(part) - from);
  }

  /** {@code target = m F} for some pixels. */
  private Runnable mask(Part part, int from, FloatBuffer values, FloatBuffer masked) {
    int inMask = part.first() * width + from;
    int inPart = inMask - part.top() * width;
    return () ->
        IntStream.range(0, count(part, from))
            .parallel()
            .forEach(
                pixel -> {
                  float share = mask[inMask + pixel];
                  for (int c = 0; c < channels; c++) {
                    float value = share * values.get((inPart + pixel) * channels + c);
                    masked.put(pixel * channels + c, value);
                  }
                });
  }

  /** {@code slopes += m product} for some pixels. */
  private Runnable addMasked(Part part, int from, FloatBuffer products, FloatBuffer slopes) {
    int inMask = part.first() * width + from;
    int inPart = inMask - part.top() * width;
    return () ->
        IntStream.range(0, count(part, from))
            .parallel()
            .forEach(
                pixel -> {
                  float share = mask[inMask + pixel];
                  for (int c = 0; c < channels; c++) {
                    int i = (inPart + pixel) * channels + c;
                    float change = share * products.get(pixel * channels + c);
                    slopes.put(i, slopes.get(i) + change);
                  }
                });
  }
}
