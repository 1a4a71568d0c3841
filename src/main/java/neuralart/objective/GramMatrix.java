package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import neuralart.network.node.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The Gram matrix {@code G = F^T F / n} of an activation {@code F [H W, C]}: which channels respond
 * together, wherever in the image. With a mask {@code m [H W]} it is the guided Gram matrix of
 * Gatys et al. 2017, {@code G = (m F)^T (m F) / n}, and sees the masked region alone.
 */
public final class GramMatrix implements AutoCloseable {
  /** What a Gram matrix is divided by. */
  public enum Normalization {
    /** Nothing: it grows with the image (Gatys et al. 2015). */
    NONE,
    /** The number of pixels {@code H W}, or {@code sum(m^2)} with a mask. */
    PIXELS,
    /** The number of values, {@code C} times the number of pixels (Johnson et al. 2016). */
    VALUES
  }

  /** Pixels handled at a time where there is a mask, so that the masked copy stays small. */
  private static final int CHUNK = 1 << 13;

  private final INDArray matrix;
  private final List<INDArray> scratch = new ArrayList<>();
  private final List<Runnable> compute = new ArrayList<>();
  private final double scale;
  private final INDArray features;
  private final float[] mask;

  /**
   * @param activation {@code [1, H, W, C]}, read at every computation
   * @param mask {@code H x W} weights of the pixels, or empty for all of them alike; not copied
   * @param normalization what the matrix is divided by
   */
  public GramMatrix(INDArray activation, float[] mask, Normalization normalization) {
    int channels = (int) activation.size(3);
    int pixels = (int) (activation.length() / channels);
    this.mask = mask;
    features = activation.reshape('c', new long[] {pixels, channels});
    matrix = Nd4j.createUninitialized(DataType.FLOAT, channels, channels);
    scale = 1 / divisor(pixels, channels, normalization);
    if (mask.length == 0) {
      compute.add(Ops.matmul(features, true, features, false, matrix, scale, 0));
    } else {
      compute.add(() -> matrix.assign(0));
      INDArray masked = scratch();
      for (int from : chunks()) {
        int to = Math.min(pixels, from + CHUNK);
        INDArray part = rows(masked, 0, to - from);
        compute.add(mask(from, to, masked));
        compute.add(Ops.matmul(part, true, part, false, matrix, scale, 1));
      }
    }
  }

  /** Bytes of native memory that a matrix takes, with its scratch memory and that of its slopes. */
  static long bytes(int channels, boolean masked) {
    long copies = masked ? 2L * CHUNK * channels : 0;
    return ((long) channels * channels + copies) * Float.BYTES;
  }

  private double divisor(int pixels, int channels, Normalization normalization) {
    double weight = pixels;
    if (mask.length > 0) {
      weight = 0;
      for (float m : mask) {
        weight += (double) m * m;
      }
      weight = weight > 0 ? weight : 1;
    }
    return switch (normalization) {
      case NONE -> 1;
      case PIXELS -> weight;
      case VALUES -> weight * channels;
    };
  }

  /** Computes the matrix of the activation as it now is. */
  public void compute() {
    compute.forEach(Runnable::run);
  }

  /** The {@code C x C} values of the last computation, to be read or overwritten. */
  public FloatBuffer values() {
    return Ops.values(matrix);
  }

  /**
   * Makes the step that adds to a gradient what follows for the activation from the derivative of a
   * loss with respect to the matrix. That derivative, symmetric, must then stand in {@link
   * #values}.
   *
   * @param gradient of the same shape as the activation
   */
  Runnable slopes(INDArray gradient) {
    INDArray slopes = gradient.reshape('c', features.shape());
    if (mask.length == 0) {
      return Ops.matmul(features, false, matrix, false, slopes, 2 * scale, 1);
    }
    List<Runnable> steps = new ArrayList<>();
    INDArray masked = scratch();
    INDArray product = scratch();
    for (int from : chunks()) {
      int to = Math.min(mask.length, from + CHUNK);
      INDArray part = rows(masked, 0, to - from);
      INDArray result = rows(product, 0, to - from);
      steps.add(mask(from, to, masked));
      steps.add(Ops.matmul(part, false, matrix, false, result, 2 * scale, 0));
      steps.add(addMasked(from, to, product, slopes));
    }
    return () -> steps.forEach(Runnable::run);
  }

  /** Where the chunks begin that the mask doesn't hide. */
  private int[] chunks() {
    return IntStream.iterate(0, from -> from < mask.length, from -> from + CHUNK)
        .filter(
            from ->
                IntStream.range(from, Math.min(mask.length, from + CHUNK))
                    .anyMatch(pixel -> mask[pixel] != 0))
        .toArray();
  }

  private INDArray scratch() {
    long rows = Math.min(mask.length, CHUNK);
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, rows, matrix.size(0));
    scratch.add(array);
    return array;
  }

  private static INDArray rows(INDArray array, int from, int to) {
    return array.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
  }

  /** {@code target = m F} for some pixels. */
  private Runnable mask(int from, int to, INDArray target) {
    int channels = (int) matrix.size(0);
    FloatBuffer values = Ops.values(features);
    FloatBuffer masked = Ops.values(target);
    return () ->
        IntStream.range(from, to)
            .parallel()
            .forEach(
                pixel -> {
                  for (int c = 0; c < channels; c++) {
                    float value = mask[pixel] * values.get(pixel * channels + c);
                    masked.put((pixel - from) * channels + c, value);
                  }
                });
  }

  /** {@code slopes += m product} for some pixels. */
  private Runnable addMasked(int from, int to, INDArray product, INDArray slopes) {
    int channels = (int) matrix.size(0);
    FloatBuffer products = Ops.values(product);
    FloatBuffer sums = Ops.values(slopes);
    return () ->
        IntStream.range(from, to)
            .parallel()
            .forEach(
                pixel -> {
                  for (int c = 0; c < channels; c++) {
                    int i = pixel * channels + c;
                    float change = mask[pixel] * products.get((pixel - from) * channels + c);
                    sums.put(i, sums.get(i) + change);
                  }
                });
  }

  @Override
  public void close() {
    matrix.close();
    scratch.forEach(INDArray::close);
  }
}
