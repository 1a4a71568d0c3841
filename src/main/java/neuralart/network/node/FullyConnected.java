package neuralart.network.node;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Weights;

/** A dense layer on the channels of a single pixel: {@code y = x weights + bias}. */
public final class FullyConnected implements Node {
  private final Weights weights;
  private final Weights bias;
  private final long parameters;
  private final Folding folding = new Folding();

  /**
   * @param weights {@code [inputs, outputs]}, dense; the node closes it
   * @param bias {@code [outputs]}; the node closes it
   */
  public FullyConnected(Weights weights, Weights bias) {
    this(weights, bias, weights.length() + bias.length());
  }

  /** The same without a bias. */
  public FullyConnected(Weights weights) {
    this(weights, Weights.zeros(weights.size(1)), weights.length());
  }

  private FullyConnected(Weights weights, Weights bias, long parameters) {
    this.weights = weights;
    this.bias = bias;
    this.parameters = parameters;
  }

  @Override
  public String kind() {
    return "fully connected";
  }

  @Override
  public long parameters() {
    return parameters;
  }

  @Override
  public boolean seesAll() {
    return true;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (input.height() != 1 || input.width() != 1) {
      throw new IllegalArgumentException("takes a single pixel, but its input is " + input);
    }
    return new Shape(1, 1, channels(List.of(input.channels())));
  }

  @Override
  public int channels(List<Integer> inputs) {
    if (inputs.get(0) != weights.size(0)) {
      throw new IllegalArgumentException(
          "takes " + weights.size(0) + " values, but its input has " + inputs.get(0));
    }
    return (int) weights.size(1);
  }

  @Override
  public Optional<Node> followedBy(Node next) {
    return folding.with(next, norm -> new FullyConnected(norm.scaled(weights), norm.applied(bias)));
  }

  @Override
  public boolean hasKernels() {
    return true;
  }

  @Override
  public Node withKernels(UnaryOperator<Weights> change) {
    return new FullyConnected(change.apply(weights), bias.copy());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    multiply(steps, inputs.get(0), false, output);
    steps.add(new Step.AddBias(output, bias));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(0, target -> multiply(steps, gradient, true, target));
  }

  private void multiply(Steps steps, Tensor x, boolean transposed, Tensor y) {
    steps.add(
        new Step.Multiply(
            View.pixels(x), false, View.of(weights), transposed, View.pixels(y), 1, 0));
  }

  @Override
  public void close() {
    weights.close();
    bias.close();
    folding.close();
  }
}
