package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import neuralart.step.PixelFunction;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Weights;

/**
 * {@code x slope} where x is negative, with trained slopes: {@code y = max(x, 0) + slope min(x,
 * 0)}.
 */
public final class ParametricRelu implements Node {
  private final Weights slope;
  private final Weights drop;

  /**
   * @param slope {@code [1, 1 or rows, 1 or columns, channels]}, dense; the node closes it
   */
  public ParametricRelu(Weights slope) {
    this.slope = slope;
    FloatBuffer slopes = slope.values();
    this.drop =
        Weights.made(
            drops -> {
              for (int i = 0; i < drops.limit(); i++) {
                drops.put(i, 1 - slopes.get(i));
              }
            },
            slope.dimensions());
  }

  @Override
  public String kind() {
    return "parametric ReLU";
  }

  @Override
  public Role role() {
    return Role.NONLINEAR;
  }

  @Override
  public long parameters() {
    return slope.length();
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = inputs.get(0);
    channels(List.of(input.channels()));
    boolean fits =
        (slope.size(1) == 1 || slope.size(1) == input.height())
            && (slope.size(2) == 1 || slope.size(2) == input.width());
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "takes exactly %d x %d pixels, but its input is %s",
              slope.size(1),
              slope.size(2),
              input));
    }
    return input;
  }

  @Override
  public int channels(List<Integer> inputs) {
    if (inputs.get(0) != slope.size(3)) {
      throw new IllegalArgumentException(
          "takes " + slope.size(3) + " channels, but its input has " + inputs.get(0));
    }
    return inputs.get(0);
  }

  @Override
  public boolean dependsOnPlace(List<Shape> inputs) {
    return slope.size(1) > 1;
  }

  @Override
  public boolean backwardReadsInputs() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    Tensor below = steps.scratch(output.dimensions());
    steps.add(map(PixelFunction.Kind.NEGATIVE_PART, inputs.get(0), below));
    steps.add(new Step.MultiplyBy(below, slope, below));
    steps.add(map(PixelFunction.Kind.RELU, inputs.get(0), output));
    steps.add(new Step.Combine(Step.Operation.ADD, View.of(below), View.of(output)));
  }

  /** Multiplies by {@code 1 + sign(min(x, 0)) (1 - slope)}. */
  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    Tensor factor = steps.scratch(output.dimensions());
    steps.add(map(PixelFunction.Kind.NEGATIVE_PART, inputs.get(0), factor));
    steps.add(map(PixelFunction.Kind.SIGN, factor, factor));
    steps.add(new Step.MultiplyBy(factor, drop, factor));
    steps.add(new Step.Map(PixelFunction.of(PixelFunction.Kind.SHIFT, 1.0), factor, factor));
    steps.add(new Step.Combine(Step.Operation.MULTIPLY, View.of(factor), View.of(gradient)));
    gradients.passOn();
  }

  private static Step map(PixelFunction.Kind kind, Tensor x, Tensor y) {
    return new Step.Map(PixelFunction.of(kind), x, y);
  }

  @Override
  public void close() {
    slope.close();
    drop.close();
  }
}
