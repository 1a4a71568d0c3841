package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.List;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.Weights;

/**
 * Batch normalisation of a trained network, with its statistics fixed: {@code y = (x - mean) gamma
 * / sqrt(variance + epsilon) + beta}, channel by channel, which is {@code y = x scale + shift}.
 */
public final class BatchNormalization implements Node {
  private final Weights scale;
  private final Weights shift;
  private final long parameters;

  /**
   * @param scale {@code [channels]}; the node closes it
   * @param shift {@code [channels]}; the node closes it
   * @param parameters number of trained parameters that these were made of
   * @throws IllegalArgumentException if a value isn't finite
   */
  public BatchNormalization(Weights scale, Weights shift, long parameters) {
    if (!scale.areFinite() || !shift.areFinite()) {
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
    steps.add(new Step.MultiplyBy(inputs.get(0), scale, output));
    steps.add(new Step.AddBias(output, shift));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    steps.add(new Step.MultiplyBy(gradient, scale, gradient));
    gradients.passOn();
  }

  /** A kernel, whose last dimensions are the channels of its output, with this scale: a new one. */
  Weights scaled(Weights kernel) {
    FloatBuffer from = kernel.values();
    FloatBuffer scales = scale.values();
    return Weights.made(
        to -> {
          for (int i = 0; i < to.limit(); i++) {
            to.put(i, from.get(i) * scales.get(i % scales.limit()));
          }
        },
        kernel.dimensions());
  }

  /** What this makes of a bias, {@code [channels]}: a new one. */
  Weights applied(Weights bias) {
    FloatBuffer from = bias.values();
    FloatBuffer scales = scale.values();
    FloatBuffer shifts = shift.values();
    return Weights.made(
        to -> {
          for (int i = 0; i < to.limit(); i++) {
            to.put(i, from.get(i) * scales.get(i) + shifts.get(i));
          }
        },
        bias.dimensions());
  }

  @Override
  public void close() {
    scale.close();
    shift.close();
  }
}
