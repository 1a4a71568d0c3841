package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import neuralart.step.Mixture;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Lets the large structures of an image change as fast as the small ones: the sum of the image and
 * of the same at half the size, a quarter and so on, each shrunk by means over pixels that overlap,
 * and enlarged again by bilinear interpolation. It is the preconditioner of Bramble, Pasciak and Xu
 * (1990), but for the weights of its levels, which all count alike here.
 */
public final class MultilevelPreconditioner implements Preconditioner {
  /** Shorter side of the smallest level in pixels, at least. */
  private static final int SMALLEST = 8;

  /** Weights of the nearer and the farther pixel in an interpolation to twice the size. */
  private static final float NEAR = 0.75f;

  private static final float FAR = 0.25f;

  private final int channels;
  private final List<Level> levels = new ArrayList<>();

  /** The image at one size, {@code [height, width, channels]}. */
  private record Level(int height, int width, float[] values) {}

  /** For images of this extent. */
  public MultilevelPreconditioner(int height, int width, int channels) {
    this.channels = channels;
    int rows = height;
    int columns = width;
    do {
      levels.add(new Level(rows, columns, new float[rows * columns * channels]));
      rows = (rows + 1) / 2;
      columns = (columns + 1) / 2;
    } while (Math.min(rows, columns) >= SMALLEST);
  }

  @Override
  public void apply(FloatBuffer vector) {
    vector.get(0, levels.get(0).values);
    for (int i = 1; i < levels.size(); i++) {
      shrink(levels.get(i - 1), levels.get(i));
    }
    for (int i = levels.size() - 1; i > 0; i--) {
      addEnlarged(levels.get(i), levels.get(i - 1));
    }
    vector.put(0, levels.get(0).values);
  }

  @Override
  public List<Step> steps(Tensor vector) {
    List<Tensor> images =
        levels.stream().map(level -> new Tensor(1, level.height, level.width, channels)).toList();
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Copy(View.of(vector), View.of(images.get(0))));
    for (int i = 1; i < levels.size(); i++) {
      Mixture rows = mean(enlarged(levels.get(i - 1).height), levels.get(i).height);
      Mixture columns = mean(enlarged(levels.get(i - 1).width), levels.get(i).width);
      steps.add(new Step.Resample(rows, columns, images.get(i - 1), images.get(i)));
    }
    for (int i = levels.size() - 1; i > 0; i--) {
      Level large = levels.get(i - 1);
      Tensor enlarged = new Tensor(images.get(i - 1).dimensions());
      steps.add(
          new Step.Resample(
              enlarged(large.height), enlarged(large.width), images.get(i), enlarged));
      steps.add(
          new Step.Combine(Step.Operation.ADD, View.of(enlarged), View.of(images.get(i - 1))));
    }
    steps.add(new Step.Copy(View.of(images.get(0)), View.of(vector)));
    return steps;
  }

  /** The interpolation to so many rows or columns, of half of them. */
  private static Mixture enlarged(int size) {
    int small = (size + 1) / 2;
    int[] indices = new int[2 * size];
    float[] weights = new float[2 * size];
    for (int k = 0; k < size; k++) {
      int near = k / 2;
      indices[2 * k] = near;
      indices[2 * k + 1] = Math.min(Math.max(near + (k % 2 == 0 ? -1 : 1), 0), small - 1);
      weights[2 * k] = NEAR;
      weights[2 * k + 1] = FAR;
    }
    return new Mixture(IntStream.rangeClosed(0, size).map(k -> 2 * k).toArray(), indices, weights);
  }

  /** Half of the transpose. */
  private static Mixture mean(Mixture enlarged, int size) {
    Mixture transposed = enlarged.transposed(size);
    float[] weights = transposed.weights().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= 2;
    }
    return new Mixture(transposed.starts(), transposed.indices(), weights);
  }

  /** A quarter of the transpose of {@link #addEnlarged}, which makes it a mean. */
  private void shrink(Level large, Level small) {
    int length = large.width * channels;
    // With a pixel more on the left and two on the right: the edge is repeated, as far as a pixel
    // beyond it takes part in an interpolation.
    float[] sum = new float[length + 3 * channels];
    for (int y = 0; y < small.height; y++) {
      Arrays.fill(sum, 0);
      for (int from = 2 * y - 1; from <= 2 * y + 2; from++) {
        int row = Math.min(Math.max(from, 0), large.height - 1);
        if (from == row || from == -1 || from == large.height && large.height % 2 == 0) {
          float weight = from / 2 == y && from >= 0 ? NEAR : FAR;
          addRow(large.values, row * length, weight / 4, sum, channels, length);
        }
      }
      System.arraycopy(sum, channels, sum, 0, channels);
      if (large.width % 2 == 0) {
        System.arraycopy(sum, length, sum, length + channels, channels);
      }
      shrinkRow(sum, small, y);
    }
  }

  private static void addRow(
      float[] from, int start, float weight, float[] to, int end, int length) {
    for (int i = 0; i < length; i++) {
      to[end + i] += weight * from[start + i];
    }
  }

  private void shrinkRow(float[] sum, Level small, int y) {
    int to = y * small.width * channels;
    for (int x = 0, from = 0; x < small.width; x++, from += 2 * channels) {
      for (int c = 0; c < channels; c++) {
        float near = sum[from + channels + c] + sum[from + 2 * channels + c];
        float far = sum[from + c] + sum[from + 3 * channels + c];
        small.values[to++] = NEAR * near + FAR * far;
      }
    }
  }

  private void addEnlarged(Level small, Level large) {
    int length = small.width * channels;
    float[] mean = new float[length + 2 * channels]; // with its edges repeated
    for (int y = 0; y < large.height; y++) {
      int near = y / 2;
      int far = Math.min(Math.max(near + (y % 2 == 0 ? -1 : 1), 0), small.height - 1);
      Arrays.fill(mean, 0);
      addRow(small.values, near * length, NEAR, mean, channels, length);
      addRow(small.values, far * length, FAR, mean, channels, length);
      System.arraycopy(mean, channels, mean, 0, channels);
      System.arraycopy(mean, length, mean, length + channels, channels);
      addEnlargedRow(mean, large, y);
    }
  }

  private void addEnlargedRow(float[] mean, Level large, int y) {
    int to = y * large.width * channels;
    for (int x = 0; x < large.width; x++) {
      int near = (x / 2 + 1) * channels;
      int far = near + (x % 2 == 0 ? -channels : channels);
      for (int c = 0; c < channels; c++) {
        large.values[to++] += NEAR * mean[near + c] + FAR * mean[far + c];
      }
    }
  }
}
