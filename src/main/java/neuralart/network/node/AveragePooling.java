package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mean of each window, channel by channel.
 *
 * @param window size, stride, dilation and padding
 * @param countPadding whether the padding counts as zeros, else the mean is over the pixels of the
 *     image alone, as in Keras
 * @param factor what the means are multiplied by
 */
public record AveragePooling(Window window, boolean countPadding, double factor) implements Node {
  private static final long NHWC = 1;

  /** The means as they are. */
  public AveragePooling(Window window, boolean countPadding) {
    this(window, countPadding, 1);
  }

  @Override
  public String kind() {
    return "average pooling";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return window.slide(inputs.get(0), inputs.get(0).channels());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add("average pooling", () -> pool(window, inputs.get(0), countPadding ? 1 : 0, output));
    scale(steps, output);
  }

  private void scale(Steps steps, Tensor tensor) {
    if (factor != 1) {
      steps.add("scale of the means", () -> () -> tensor.array().muli(factor));
    }
  }

  private static Runnable pool(Window window, Tensor input, long countPadding, Tensor output) {
    return Ops.op(
        "avgpool2d",
        new INDArray[] {input.array()},
        new INDArray[] {output.array()},
        window.arguments(input.dimensions(), countPadding, NHWC));
  }

  /** The sum of the windows that see a pixel: the same pooling, of the gradients spread out. */
  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target -> {
          if (!countPadding) {
            steps.add("average of the image", () -> correct(gradient, target.dimensions()));
          }
          Spread spread = Spread.add(steps, window, gradient, target);
          steps.add(
              "average pooling gradient", () -> pool(spread.window(), spread.tensor(), 1, target));
          scale(steps, target);
        });
  }

  /** Scales the gradients of windows that see padding to the smaller number of pixels. */
  private Runnable correct(Tensor gradient, long[] input) {
    long[] size = gradient.dimensions();
    int channels = (int) size[3];
    int[] rows = counts((int) size[1], window.padTop((int) input[1]), (int) input[1], true);
    int[] columns = counts((int) size[2], window.padLeft((int) input[2]), (int) input[2], false);
    int all = window.kernelHeight() * window.kernelWidth();
    FloatBuffer values = Ops.values(gradient.array());
    return () -> {
      for (int y = 0; y < rows.length; y++) {
        for (int x = 0; x < columns.length; x++) {
          int count = rows[y] * columns[x];
          int first = (y * columns.length + x) * channels;
          for (int i = first; count < all && i < first + channels; i++) {
            values.put(i, values.get(i) * all / Math.max(count, 1));
          }
        }
      }
    };
  }

  /** How many rows or columns of the image each window sees. */
  private int[] counts(int windows, int pad, int size, boolean rows) {
    int kernel = rows ? window.kernelHeight() : window.kernelWidth();
    int stride = rows ? window.strideHeight() : window.strideWidth();
    int dilation = rows ? window.dilationHeight() : window.dilationWidth();
    int[] counts = new int[windows];
    for (int i = 0; i < windows; i++) {
      for (int k = 0; k < kernel; k++) {
        int pixel = i * stride - pad + k * dilation;
        counts[i] += pixel >= 0 && pixel < size ? 1 : 0;
      }
    }
    return counts;
  }
}
