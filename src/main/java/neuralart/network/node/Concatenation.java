package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Joins the channels of its inputs, in their order.
 *
 * @param rectified whether a {@link Relu} follows: cheaper here than on each of the inputs
 */
public record Concatenation(boolean rectified) implements Node {
  private static final long CHANNEL_AXIS = 3;

  @Override
  public String kind() {
    return "concatenation";
  }

  @Override
  public Role role() {
    return Role.JOIN;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape first = inputs.get(0);
    for (Shape input : inputs) {
      if (input.height() != first.height() || input.width() != first.width()) {
        throw new IllegalArgumentException("has inputs that differ in size: " + inputs);
      }
    }
    return new Shape(
        first.height(), first.width(), channels(inputs.stream().map(Shape::channels).toList()));
  }

  @Override
  public int channels(List<Integer> inputs) {
    return inputs.stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public boolean backwardReadsOutput() {
    return rectified;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(
        "concatenation",
        () ->
            Ops.op(
                "concat",
                inputs.stream().map(Tensor::array).toArray(INDArray[]::new),
                new INDArray[] {output.array()},
                new long[] {CHANNEL_AXIS}));
    if (rectified) {
      Relu.rectify(steps, output, output);
    }
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    if (rectified) {
      Relu.mask(steps, output, gradient);
    }
    long from = 0;
    for (int i = 0; i < inputs.size(); i++) {
      long first = from;
      long to = from + inputs.get(i).dimensions()[(int) CHANNEL_AXIS];
      gradients.write(i, target -> steps.add("split", () -> split(gradient, first, to, target)));
      from = to;
    }
  }

  private static Runnable split(Tensor gradient, long from, long to, Tensor target) {
    INDArray source = Ops.channels(gradient.array(), from, to);
    INDArray destination = target.array();
    return () -> destination.assign(source);
  }
}
