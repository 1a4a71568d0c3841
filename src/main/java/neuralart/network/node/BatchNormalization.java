package neuralart.network.node;

import java.util.List;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation of a trained network, with its statistics fixed: {@code y = (x - mean) gamma
 * / sqrt(variance + epsilon) + beta}, channel by channel, which is {@code y = x scale + shift}.
 */
public final class BatchNormalization implements Node {
  private final INDArray scale;
  private final INDArray shift;
  private final long parameters;

  /**
   * @param scale {@code [channels]}; the node closes it
   * @param shift {@code [channels]}; the node closes it
   * @param parameters number of trained parameters that these were made of
   * @throws IllegalArgumentException if a value isn't finite
   */
  public BatchNormalization(INDArray scale, INDArray shift, long parameters) {
    double sum = scale.norm1Number().doubleValue() + shift.norm1Number().doubleValue();
    if (!Double.isFinite(sum)) {
      throw new IllegalArgumentException("has a scale or a shift that is not finite");
    }
    this.scale = scale;
    this.shift = shift;
    this.parameters = parameters;
  }

  @Override
  public String kind() {
    return "batch normalization";
  }

  @Override
  public long parameters() {
    return parameters;
  }

  @Override
  public int channels(List<Integer> inputs) {
    if (inputs.get(0) != scale.length()) {
      throw new IllegalArgumentException(
          "takes " + scale.length() + " channels, but its input has " + inputs.get(0));
    }
    return inputs.get(0);
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add("scale", () -> multiply(inputs.get(0).array(), output.array()));
    steps.add("shift", () -> Ops.addBias(output.array(), shift));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    steps.add("scale gradient", () -> multiply(gradient.array(), gradient.array()));
    gradients.passOn();
  }

  private Runnable multiply(INDArray x, INDArray y) {
    return Ops.op("multiply", new INDArray[] {x, scale}, new INDArray[] {y}, Ops.NO_INTEGERS);
  }

  /** A kernel, whose last dimensions are the channels of its output, with this scale: a new one. */
  INDArray scaled(INDArray kernel) {
    long channels = scale.length();
    INDArray scaled = kernel.dup('c');
    scaled.reshape('c', new long[] {kernel.length() / channels, channels}).muliRowVector(scale);
    return scaled;
  }

  /** What this makes of a bias, {@code [channels]}: a new one. */
  INDArray applied(INDArray bias) {
    return bias.mul(scale).addi(shift);
  }

  @Override
  public void close() {
    scale.close();
    shift.close();
  }
}
