package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import neuralart.step.PixelFunction;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Window;

/**
 * Every pixel repeated: nearest-neighbour up-sampling.
 *
 * @param rows how often each row is repeated
 * @param columns how often each column is repeated
 */
public record Upsampling(int rows, int columns) implements Node {
  private static final int LARGEST = 1024;

  /**
   * @throws IllegalArgumentException if a factor isn't positive, or is larger than any
   */
  public Upsampling {
    if (Math.min(rows, columns) < 1 || Math.max(rows, columns) > LARGEST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "has the up-sampling factor %d x %d; 1 to %d is possible",
              rows,
              columns,
              LARGEST));
    }
  }

  @Override
  public String kind() {
    return "up-sampling";
  }

  @Override
  public Reach reach(Shape input) {
    return new Reach(new Span(1, rows, 1 - rows, 0), new Span(1, columns, 1 - columns, 0));
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = inputs.get(0);
    return new Shape(input.height() * rows, input.width() * columns, input.channels());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    Tensor input = inputs.get(0);
    Step.OnHost loop =
        new Step.OnHost(
            "up-sampling", List.of(input), List.of(output), host -> repeat(input, output, host));
    steps.add(new Step.Either(loop, List.of(new Step.Copy(repeated(input), repetitions(output)))));
  }

  /** The input, each pixel as often as it is repeated. */
  private View repeated(Tensor input) {
    return View.of(input, 0, input.size(1), 1, input.size(2), 1, input.size(3))
        .repeated(1, rows)
        .repeated(3, columns);
  }

  private View repetitions(Tensor output) {
    return View.of(
        output, 0, output.size(1) / rows, rows, output.size(2) / columns, columns, output.size(3));
  }

  private Runnable repeat(Tensor input, Tensor output, Step.Host host) {
    FloatBuffer from = host.values(input);
    FloatBuffer to = host.values(output);
    long[] size = input.dimensions();
    int channels = (int) size[3];
    float[] row = new float[(int) size[2] * channels];
    float[] repeated = new float[row.length * columns];
    return () -> {
      for (int y = 0; y < size[1]; y++) {
        from.get(y * row.length, row);
        for (int x = 0; x < size[2] * columns; x++) {
          System.arraycopy(row, x / columns * channels, repeated, x * channels, channels);
        }
        for (int i = 0; i < rows; i++) {
          to.put((y * rows + i) * repeated.length, repeated);
        }
      }
    };
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target ->
            steps.add(
                new Step.Either(
                    new Step.OnHost(
                        "up-sampling gradient",
                        List.of(gradient),
                        List.of(target),
                        host -> sumUp(gradient, target, host)),
                    sumUp(gradient, target))));
  }

  /** The same for devices: the mean of the repetitions, times their number. */
  private List<Step> sumUp(Tensor gradient, Tensor target) {
    Window window = new Window(rows, columns, rows, columns, Window.Padding.VALID);
    double count = rows * columns;
    return List.of(
        new Step.Pool(Step.Pooling.AVERAGE, window, gradient, target),
        new Step.Map(PixelFunction.of(PixelFunction.Kind.SCALE, count), target, target));
  }

  private Runnable sumUp(Tensor gradient, Tensor target, Step.Host host) {
    FloatBuffer from = host.values(gradient);
    FloatBuffer to = host.values(target);
    long[] size = target.dimensions();
    int channels = (int) size[3];
    float[] sum = new float[(int) size[2] * channels];
    float[] repeated = new float[sum.length * columns];
    return () -> {
      for (int y = 0; y < size[1]; y++) {
        Arrays.fill(sum, 0);
        for (int i = 0; i < rows; i++) {
          from.get((y * rows + i) * repeated.length, repeated);
          for (int x = 0; x < size[2] * columns; x++) {
            addPixel(repeated, x * channels, sum, x / columns * channels, channels);
          }
        }
        to.put(y * sum.length, sum);
      }
    };
  }

  private static void addPixel(float[] from, int start, float[] to, int first, int channels) {
    for (int c = 0; c < channels; c++) {
      to[first + c] += from[start + c];
    }
  }
}
