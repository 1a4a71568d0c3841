package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import neuralart.plan.Engine;
import neuralart.step.Constant;
import neuralart.step.Executor.Execution;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * A loss function of an image as one of the image's spectrum, scaled such that all frequencies are
 * equally easy to change: the image is {@code irfft2(s / max(f, 1 / max(H, W))) sqrt(H W) / 4},
 * with the frequency {@code f} in cycles a pixel (C. Olah, A. Mordvintsev and L. Schubert, Feature
 * Visualization, 2017).
 *
 * <p>The transform is a product with constant matrices, and its adjoint one with their transposes:
 * for the sizes at hand that is as fast as a fast transform, and works for every size.
 */
public final class FourierImage extends Parameterization implements AutoCloseable {
  private static final double AMPLITUDE = 0.25;

  private final int height;
  private final int width;
  private final int channels;
  private final float[] image;
  private final float[] channelRows;
  private final float[] scales;
  private final float[] slopes;
  private final Tensor scaled;
  private final Tensor mixed;
  private final Tensor pixels;
  private final Execution execution;
  private final List<Runnable> synthesis;
  private final List<Runnable> analysis;

  /**
   * The variables are the spectrum, {@code [2, H, C, W / 2 + 1]}: real parts, then imaginary ones,
   * by vertical frequency, channel and horizontal frequency.
   *
   * @param function of the values of an image, {@code [height, width, channels]}
   * @param deviation standard deviation of the real and imaginary parts of the first spectrum
   * @param random where the first spectrum comes from
   */
  public FourierImage(
      LossFunction function, int height, int width, int channels, double deviation, Random random) {
    super(function, 2 * height * channels * (width / 2 + 1));
    this.height = height;
    this.width = width;
    this.channels = channels;
    image = new float[height * width * channels];
    channelRows = new float[image.length];
    scales = scales();
    long columns = (long) channels * frequencies();
    slopes = new float[scales.length];
    scaled = new Tensor(2L * height, columns);
    mixed = new Tensor(2L * height, columns);
    pixels = new Tensor((long) height * channels, width);
    Tensor rows = new Tensor(2L * height, 2L * height);
    Tensor cosines = new Tensor(frequencies(), width);
    Tensor sines = new Tensor(frequencies(), width);
    execution =
        Engine.processor()
            .allocate(
                Stream.of(scaled, mixed, pixels, rows, cosines, sines).map(List::of).toList());
    write(rows, rowMatrix());
    write(cosines, columnMatrix(false));
    write(sines, columnMatrix(true));
    synthesis = synthesis(rows, cosines, sines).stream().map(execution::bind).toList();
    analysis = analysis(rows, cosines, sines).stream().map(execution::bind).toList();
    FloatBuffer spectrum = variables();
    for (int i = 0; i < spectrum.limit(); i++) {
      spectrum.put(i, (float) (deviation * random.nextGaussian()));
    }
  }

  /** What makes pixels, channel by channel, of a scaled spectrum. */
  private List<Step> synthesis(Tensor rows, Tensor cosines, Tensor sines) {
    return List.of(
        multiply(View.of(rows), false, View.of(scaled), false, View.of(mixed), 0),
        multiply(half(0), false, View.of(cosines), false, View.of(pixels), 0),
        multiply(half(1), false, View.of(sines), false, View.of(pixels), 1));
  }

  /** The transpose. */
  private List<Step> analysis(Tensor rows, Tensor cosines, Tensor sines) {
    return List.of(
        multiply(View.of(pixels), false, View.of(cosines), true, half(0), 0),
        multiply(View.of(pixels), false, View.of(sines), true, half(1), 0),
        multiply(View.of(rows), true, View.of(mixed), false, View.of(scaled), 0));
  }

  private static Step multiply(
      View x, boolean transposeX, View y, boolean transposeY, View z, double beta) {
    return new Step.Multiply(x, transposeX, y, transposeY, z, 1, beta);
  }

  @Override
  List<Step> rendering(Vectors own, Vectors inner) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Copy(View.of(own.variables()), View.of(scaled)));
    steps.add(new Step.Combine(Step.Operation.MULTIPLY, factors(), View.of(scaled)));
    steps.addAll(synthesis(constantRows(), constantColumns(false), constantColumns(true)));
    steps.add(new Step.Copy(byChannels(), byPixels(inner.variables())));
    return steps;
  }

  @Override
  List<Step> differentiation(Vectors own, Vectors inner) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Copy(byPixels(inner.gradient()), byChannels()));
    steps.addAll(analysis(constantRows(), constantColumns(false), constantColumns(true)));
    steps.add(new Step.Combine(Step.Operation.MULTIPLY, factors(), View.of(scaled)));
    steps.add(new Step.Copy(View.of(scaled), View.of(own.gradient())));
    return steps;
  }

  private View factors() {
    return View.of(new Constant(scales, scales.length));
  }

  private Constant constantRows() {
    return new Constant(rowMatrix(), 2L * height, 2L * height);
  }

  private Constant constantColumns(boolean sine) {
    return new Constant(columnMatrix(sine), frequencies(), width);
  }

  /** The pixels, {@code [H, C, W]}. */
  private View byChannels() {
    return View.of(pixels, 0, height, channels, width);
  }

  /** An image in the same order. */
  private View byPixels(Tensor image) {
    return View.of(image, 0, height, width, channels).permute(0, 2, 1);
  }

  @Override
  void differentiate() {
    function().gradient().get(0, image);
    int i = 0;
    for (int y = 0; y < height; y++) {
      for (int c = 0; c < channels; c++) {
        for (int x = 0; x < width; x++) {
          channelRows[i++] = image[(y * width + x) * channels + c];
        }
      }
    }
    write(pixels, channelRows);
    analysis.forEach(Runnable::run);
    read(scaled, slopes);
    scale(slopes);
    gradient().put(0, slopes);
  }

  /** Gives the loss function the image of the present spectrum, without evaluating it. */
  @Override
  public void render() {
    variables().get(0, slopes);
    scale(slopes);
    write(scaled, slopes);
    synthesis.forEach(Runnable::run);
    read(pixels, channelRows);
    int i = 0;
    for (int y = 0; y < height; y++) {
      for (int c = 0; c < channels; c++) {
        for (int x = 0; x < width; x++) {
          image[(y * width + x) * channels + c] = channelRows[i++];
        }
      }
    }
    function().variables().put(0, image);
  }

  private void scale(float[] values) {
    for (int i = 0; i < scales.length; i++) {
      values[i] *= scales[i];
    }
  }

  private int frequencies() {
    return width / 2 + 1;
  }

  /** The factor of each part of the spectrum, but for what the matrices hold. */
  private float[] scales() {
    float[] result = new float[2 * height * channels * frequencies()];
    double lowest = 1.0 / Math.max(height, width);
    double unit = AMPLITUDE / Math.sqrt((double) height * width);
    for (int i = 0; i < result.length; i++) {
      int row = i / (channels * frequencies()) % height;
      double vertical = (double) Math.min(row, height - row) / height;
      double horizontal = (double) (i % frequencies()) / width;
      result[i] = (float) (unit / Math.max(Math.hypot(vertical, horizontal), lowest));
    }
    return result;
  }

  /** The inverse transform of columns: {@code [2 H, 2 H]} for real and imaginary parts. */
  private float[] rowMatrix() {
    float[] matrix = new float[4 * height * height];
    for (int y = 0; y < height; y++) {
      for (int k = 0; k < height; k++) {
        double angle = 2 * Math.PI * ((long) y * k % height) / height;
        float cosine = (float) Math.cos(angle);
        float sine = (float) Math.sin(angle);
        matrix[y * 2 * height + k] = cosine;
        matrix[y * 2 * height + height + k] = -sine;
        matrix[(height + y) * 2 * height + k] = sine;
        matrix[(height + y) * 2 * height + height + k] = cosine;
      }
    }
    return matrix;
  }

  /** One half of the inverse transform of rows to real values: {@code [W / 2 + 1, W]}. */
  private float[] columnMatrix(boolean sine) {
    float[] matrix = new float[frequencies() * width];
    for (int k = 0; k < frequencies(); k++) {
      boolean alone = k == 0 || 2 * k == width; // other frequencies stand for their negative too
      for (int x = 0; x < width; x++) {
        double angle = 2 * Math.PI * ((long) x * k % width) / width;
        double value = sine ? -Math.sin(angle) : Math.cos(angle);
        matrix[k * width + x] = (float) (alone ? value : 2 * value);
      }
    }
    return matrix;
  }

  /** The real or the imaginary parts of the columns' transform, {@code [H C, W / 2 + 1]}. */
  private View half(int part) {
    return View.of(mixed, part * mixed.length() / 2, (long) height * channels, frequencies());
  }

  private void write(Tensor tensor, float[] values) {
    execution.host(tensor).put(0, values);
    execution.write(tensor);
  }

  private void read(Tensor tensor, float[] values) {
    execution.read(tensor);
    execution.host(tensor).get(0, values);
  }

  @Override
  public void close() {
    execution.close();
  }
}
