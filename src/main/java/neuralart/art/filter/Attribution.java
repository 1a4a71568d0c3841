package neuralart.art.filter;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.optimize.LossFunction;
import neuralart.optimize.Vectors;
import neuralart.plan.PlanDevice;
import neuralart.step.Constant;
import neuralart.step.PixelFunction;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Adds up, over all evaluations, how much each pixel of an image matters: the mean of the absolute
 * gradients of its channels (Fel et al. 2023). What matters little is shown as light grey.
 */
final class Attribution implements LossFunction {
  private static final float GREY = 224;

  /** Cells in each direction of the grid that smooths the sums. */
  private static final int CELLS = 24;

  /** Shares of the pixels that are wholly hidden, and that are hidden in part or wholly. */
  private static final double HIDDEN = 0.05;

  private static final double SHOWN = 0.9;

  private final LossFunction function;
  private final int size;
  private final float[] sums;
  private final Vectors own;

  /**
   * @param function of the values of a square image, {@code [size, size, C]}
   */
  Attribution(LossFunction function, int size) {
    this.function = function;
    this.size = size;
    sums = new float[size * size];
    own = Vectors.onProcessor(function);
  }

  @Override
  public FloatBuffer variables() {
    return function.variables();
  }

  @Override
  public FloatBuffer gradient() {
    return function.gradient();
  }

  @Override
  public Optional<PlanDevice> device() {
    return function.device();
  }

  @Override
  public boolean isOfImage() {
    return function.isOfImage();
  }

  @Override
  public double evaluate() {
    return evaluate(own);
  }

  @Override
  public double evaluate(Vectors vectors) {
    double loss = function.evaluate(vectors);
    vectors.run(this, () -> List.of(add(vectors.gradient(), vectors.take(sums))));
    return loss;
  }

  private Step add(Tensor gradient, Tensor totals) {
    int channels = (int) gradient.length() / sums.length;
    float[] shares = new float[channels];
    Arrays.fill(shares, 1f / channels);
    View mean = View.of(new Constant(shares, channels, 1));
    Tensor absolutes = new Tensor(sums.length, channels);
    View each = View.of(totals, 0, sums.length, 1);
    return new Step.Either(
        new Step.OnHost(
            "attribution",
            List.of(gradient, totals),
            List.of(totals),
            host -> {
              FloatBuffer slopes = host.values(gradient);
              FloatBuffer added = host.values(totals);
              return () -> add(slopes, added, channels);
            }),
        List.of(
            new Step.Map(PixelFunction.of(PixelFunction.Kind.ABSOLUTE), gradient, absolutes),
            new Step.Multiply(View.of(absolutes), false, mean, false, each, 1, 1)));
  }

  private static void add(FloatBuffer slopes, FloatBuffer sums, int channels) {
    for (int i = 0; i < slopes.limit(); i++) {
      int pixel = i / channels;
      sums.put(pixel, sums.get(pixel) + Math.abs(slopes.get(i)) / channels);
    }
  }

  /**
   * An image with what matters little hidden.
   *
   * @param rgb of the size, 0..255
   * @return a new picture
   */
  Picture shown(Picture rgb) {
    Picture opacity = opacity();
    Picture shown = new Picture(size, size, rgb.channels());
    for (int y = 0; y < size; y++) {
      float[] from = rgb.row(y);
      float[] to = shown.row(y);
      for (int i = 0; i < to.length; i++) {
        to[i] = GREY + opacity.get(y, i / rgb.channels(), 0) * (from[i] - GREY);
      }
    }
    return shown;
  }

  /** How much of each pixel is shown, 0..1. */
  private Picture opacity() {
    int cells = Math.min(CELLS, size);
    Picture coarse = Resize.antialiased(Picture.of(size, size, 1, sums), cells, cells);
    Picture smooth = Resize.bicubic(coarse, size, size);
    float[] sorted = smooth.values();
    Arrays.sort(sorted);
    float low = sorted[(int) (HIDDEN * sorted.length)];
    float high = sorted[(int) (SHOWN * sorted.length)];
    for (int y = 0; y < size; y++) {
      float[] row = smooth.row(y);
      for (int x = 0; x < size; x++) {
        row[x] = high > low ? Math.min(Math.max((row[x] - low) / (high - low), 0), 1) : 1;
      }
    }
    return smooth;
  }
}
