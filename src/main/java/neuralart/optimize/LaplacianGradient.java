package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import neuralart.optimize.LaplacianPyramid.Level;
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

  private final LossFunction function;
  private final int width;
  private final int channels;
  private final Vectors own;

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
                values.get(0, image.values());
                values.put(0, LaplacianPyramid.normalize(image, LEVELS).values());
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
    int[] indices = new int[LaplacianPyramid.KERNEL.length * starts.length];
    float[] weights = new float[indices.length];
    int count = 0;
    for (int i = 0; i + 1 < starts.length; i++) {
      for (int k = 0; k < LaplacianPyramid.KERNEL.length; k++) {
        int from = LaplacianPyramid.position(i, k, size);
        if (from >= 0 && from < size) {
          indices[count] = from;
          weights[count++] = LaplacianPyramid.KERNEL[k];
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
}
