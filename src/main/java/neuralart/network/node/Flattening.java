package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All values of an activation as the channels of a single pixel, for a dense layer.
 *
 * @param input the extent that the dense layer was trained for
 * @param channelsFirst whether the values of one channel lie together, else those of one pixel
 */
public record Flattening(Shape input, boolean channelsFirst) implements Node {
  @Override
  public String kind() {
    return "flattening";
  }

  @Override
  public boolean seesAll() {
    return true;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    if (!inputs.get(0).equals(input)) {
      throw new IllegalArgumentException(
          "takes exactly " + input + " values, but its input is " + inputs.get(0));
    }
    return new Shape(1, 1, Math.toIntExact(input.length()));
  }

  @Override
  public int channels(List<Integer> inputs) {
    return Math.toIntExact(input.length());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(
        "flattening",
        () -> {
          INDArray source = inputs.get(0).array();
          INDArray target = ordered(output);
          return () -> target.assign(source);
        });
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target ->
            steps.add(
                "flattening gradient",
                () -> {
                  INDArray source = ordered(gradient);
                  INDArray destination = target.array();
                  return () -> destination.assign(source);
                }));
  }

  /** The flat values as rows, columns and channels. */
  private INDArray ordered(Tensor flat) {
    long h = input.height();
    long w = input.width();
    long c = input.channels();
    return channelsFirst
        ? flat.array().reshape('c', new long[] {1, c, h, w}).permute(0, 2, 3, 1)
        : flat.array().reshape('c', new long[] {1, h, w, c});
  }
}
