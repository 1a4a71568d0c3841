package neuralart.network.node;

import java.util.List;
import java.util.Locale;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;

/**
 * {@code x slope} where x is negative, with trained slopes: {@code y = max(x, 0) + slope min(x,
 * 0)}.
 */
public final class ParametricRelu implements Node {
  private final INDArray slope;
  private final INDArray drop;

  /**
   * @param slope {@code [1, 1 or rows, 1 or columns, channels]}, dense; the node closes it
   */
  public ParametricRelu(INDArray slope) {
    this.slope = slope;
    this.drop = slope.rsub(1);
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
  public boolean backwardReadsInputs() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    Tensor scratch = steps.scratch(output.dimensions());
    steps.add(
        kind(),
        () -> {
          INDArray x = inputs.get(0).array();
          INDArray y = output.array();
          INDArray below = scratch.array();
          Runnable negative = Ops.transform(new ScalarMin(x, null, below, 0));
          Runnable tilt = multiply(below, slope);
          Runnable positive = Ops.transform(new ScalarMax(x, null, y, 0));
          return () -> {
            negative.run();
            tilt.run();
            positive.run();
            y.addi(below);
          };
        });
  }

  /** Multiplies by {@code 1 + sign(min(x, 0)) (1 - slope)}. */
  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    Tensor scratch = steps.scratch(output.dimensions());
    steps.add(
        kind() + " gradient",
        () -> {
          INDArray factor = scratch.array();
          Runnable negative = Ops.transform(new ScalarMin(inputs.get(0).array(), null, factor, 0));
          Runnable sign = Ops.transform(new Sign(factor, factor));
          Runnable tilt = multiply(factor, drop);
          Runnable lift = Ops.add(factor, 1, factor);
          return () -> {
            negative.run();
            sign.run();
            tilt.run();
            lift.run();
            gradient.array().muli(factor);
          };
        });
    gradients.passOn();
  }

  private static Runnable multiply(INDArray x, INDArray factors) {
    return Ops.op("multiply", new INDArray[] {x, factors}, new INDArray[] {x}, Ops.NO_INTEGERS);
  }

  @Override
  public void close() {
    slope.close();
    drop.close();
  }
}
