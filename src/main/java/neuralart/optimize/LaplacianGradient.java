package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import neuralart.plan.PlanDevice;
import neuralart.step.Alteration;
import neuralart.step.Mixture;
import neuralart.step.Step;
import neuralart.step.Sums;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * A loss whose gradient is brought to the same strength at all scales before it is used: it is
 * split into a Laplacian pyramid of four levels and a rest, each is divided by its root mean
 * square, and they are put together again. Fine patterns then don't drown the large ones
 * (Mordvintsev 2015, {@code lap_normalize} of TensorFlow's first DeepDream notebook).
 */
public final class LaplacianGradient implements LossFunction {
  private static final int LEVELS = 4;

  /** The binomial filter of Burt and Adelson's pyramid. */
  private static final float[] KERNEL = {1 / 16f, 4 / 16f, 6 / 16f, 4 / 16f, 1 / 16f};

  private static final double SMALLEST_RMS = 1e-10;

  private final LossFunction function;
  private final int width;
  private final int channels;
  private final Vectors own;

  /** Values of an image, {@code [height, width, channels]}. */
  private record Level(int height, int width, int channels, float[] values) {
    Level(int height, int width, int channels) {
      this(height, width, channels, new float[height * width * channels]);
    }
  }

  /**
   * @param function of the values of an image, {@code [H, W, C]}
   * @param width columns of the image
   * @param channels values of a pixel
   */
  public LaplacianGradient(LossFunction function, int width, int channels) {
    this.function = function;
    this.width = width;
    this.channels = channels;
    own = new HostVectors(function);
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
  public double evaluate() {
    return evaluate(own);
  }

  @Override
  public double evaluate(Vectors vectors) {
    double loss = function.evaluate(vectors);
    Tensor gradient = vectors.gradient();
    vectors.run(List.of(this, gradient), () -> List.of(normalize(gradient)));
    return loss;
  }

  private Step normalize(Tensor gradient) {
    int height = (int) gradient.length() / width / channels;
    return new Step.Either(
        new Step.OnHost(
            "laplacian",
            List.of(gradient),
            List.of(gradient),
            host -> {
              FloatBuffer values = host.values(gradient);
              return () -> {
                Level image = new Level(height, width, channels);
                values.get(0, image.values);
                values.put(0, normalize(image, LEVELS).values);
              };
            }),
        steps(gradient, height, width, LEVELS));
  }

  /** Normalises the levels of an image's pyramid, in place, and puts them together. */
  private List<Step> steps(Tensor image, int height, int width, int levels) {
    List<Step> steps = new ArrayList<>();
    if (levels > 0) {
      Mixture rows = half(height);
      Mixture columns = half(width);
      Tensor low = new Tensor(1, rows.outputs(), columns.outputs(), channels);
      Tensor enlarged = new Tensor(1, height, width, channels);
      Step enlarge =
          new Step.Resample(enlarge(rows, height), enlarge(columns, width), low, enlarged);
      steps.add(new Step.Resample(rows, columns, image, low));
      steps.add(enlarge);
      steps.add(new Step.Combine(Step.Operation.SUBTRACT, View.of(enlarged), View.of(image)));
      steps.addAll(divideByRms(image));
      steps.addAll(steps(low, rows.outputs(), columns.outputs(), levels - 1));
      steps.add(enlarge);
      steps.add(new Step.Combine(Step.Operation.ADD, View.of(enlarged), View.of(image)));
    } else {
      steps.addAll(divideByRms(image));
    }
    return steps;
  }

  private static List<Step> divideByRms(Tensor image) {
    Sums sums = new Sums(Vectors.TOTALS, values -> {});
    return List.of(
        new Step.Begin(sums),
        new Step.Summarize(image, sums),
        new Step.Alter(new Alteration.Equalize(sums), image, image));
  }

  /** What halves rows, or columns, of some number. */
  private static Mixture half(int size) {
    int[] starts = new int[(size + 1) / 2 + 1];
    int[] indices = new int[KERNEL.length * starts.length];
    float[] weights = new float[indices.length];
    int count = 0;
    for (int i = 0; i + 1 < starts.length; i++) {
      for (int k = 0; k < KERNEL.length; k++) {
        int from = position(i, k, size);
        if (from >= 0 && from < size) {
          indices[count] = from;
          weights[count++] = KERNEL[k];
        }
      }
      starts[i + 1] = count;
    }
    return new Mixture(starts, Arrays.copyOf(indices, count), Arrays.copyOf(weights, count));
  }

  /** The transpose, times 2. */
  private static Mixture enlarge(Mixture half, int size) {
    Mixture transposed = half.transposed(size);
    float[] weights = transposed.weights().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= 2;
    }
    return new Mixture(transposed.starts(), transposed.indices(), weights);
  }

  /** Normalises all levels of an image's pyramid and puts them together. */
  private static Level normalize(Level image, int levels) {
    if (levels == 0) {
      divideByRms(image.values);
      return image;
    }
    Level low = half(image);
    float[] detail = image.values;
    Level enlarged = enlarge(low, image.height, image.width);
    for (int i = 0; i < detail.length; i++) {
      detail[i] -= enlarged.values[i];
    }
    divideByRms(detail);
    Level sum = enlarge(normalize(low, levels - 1), image.height, image.width);
    for (int i = 0; i < detail.length; i++) {
      sum.values[i] += detail[i];
    }
    return sum;
  }

  private static void divideByRms(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    float rms = (float) Math.max(Math.sqrt(squares / values.length), SMALLEST_RMS);
    for (int i = 0; i < values.length; i++) {
      values[i] /= rms;
    }
  }

  /** Filters and takes every second pixel; outside the image there are zeros. */
  private static Level half(Level image) {
    int h = image.height;
    int w = image.width;
    int c = image.channels;
    Level rows = new Level((h + 1) / 2, w, c);
    for (int y = 0; y < rows.height; y++) {
      for (int k = 0; k < KERNEL.length; k++) {
        int from = position(y, k, h);
        if (from >= 0 && from < h) {
          addRow(image, from, KERNEL[k], rows, y);
        }
      }
    }
    Level result = new Level(rows.height, (w + 1) / 2, c);
    for (int x = 0; x < result.width; x++) {
      for (int k = 0; k < KERNEL.length; k++) {
        int from = position(x, k, w);
        if (from >= 0 && from < w) {
          addColumn(rows, from, KERNEL[k], result, x);
        }
      }
    }
    return result;
  }

  /** The transpose of {@link #half}, times 4 for the pixels that it makes of one. */
  private static Level enlarge(Level image, int height, int width) {
    Level rows = new Level(height, image.width, image.channels);
    for (int y = 0; y < image.height; y++) {
      for (int k = 0; k < KERNEL.length; k++) {
        int to = position(y, k, height);
        if (to >= 0 && to < height) {
          addRow(image, y, 2 * KERNEL[k], rows, to);
        }
      }
    }
    Level result = new Level(height, width, image.channels);
    for (int x = 0; x < image.width; x++) {
      for (int k = 0; k < KERNEL.length; k++) {
        int to = position(x, k, width);
        if (to >= 0 && to < width) {
          addColumn(rows, x, 2 * KERNEL[k], result, to);
        }
      }
    }
    return result;
  }

  /**
   * The pixel of a large image that a filter's tap falls on: TensorFlow's padding {@code SAME} puts
   * the odd zero behind an image of even size.
   */
  private static int position(int half, int tap, int size) {
    return 2 * half + tap - (size % 2 == 0 ? 1 : 2);
  }

  private static void addRow(Level from, int y, float factor, Level to, int row) {
    int length = from.width * from.channels;
    for (int i = 0; i < length; i++) {
      to.values[row * length + i] += factor * from.values[y * length + i];
    }
  }

  private static void addColumn(Level from, int x, float factor, Level to, int column) {
    int c = from.channels;
    for (int y = 0; y < from.height; y++) {
      for (int i = 0; i < c; i++) {
        to.values[(y * to.width + column) * c + i] +=
            factor * from.values[(y * from.width + x) * c + i];
      }
    }
  }
}
