package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/** Rectified linear unit: {@code max(x, 0)}. */
public record Relu() implements Node {
  @Override
  public String kind() {
    return "ReLU";
  }

  @Override
  public Role role() {
    return Role.NONLINEAR;
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public boolean backwardReadsOutput() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    rectify(steps, inputs.get(0), output);
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    mask(steps, output, gradient);
    gradients.passOn();
  }

  static void rectify(Steps steps, Tensor input, Tensor output) {
    steps.add("ReLU", () -> Ops.relu(input.array(), output.array()));
  }

  /**
   * Sets the gradient to zero where the output is. Where nothing would be left of it, and the plan
   * redirects gradients, those parts stay that raise an input (Olah, Mordvintsev and Schubert
   * 2017): a descent can wake a channel that never responds.
   */
  static void mask(Steps steps, Tensor output, Tensor gradient) {
    Tensor scratch = steps.scratch(Ops.chunk(output.length()));
    steps.add("ReLU gradient", () -> mask(output, gradient, scratch, steps.redirection()));
  }

  private static Runnable mask(
      Tensor output, Tensor gradient, Tensor scratch, BooleanSupplier redirection) {
    Runnable mask = Ops.maskBySign(output.array(), gradient.array(), scratch.array());
    FloatBuffer outputs = Ops.values(output.array());
    FloatBuffer slopes = Ops.values(gradient.array());
    return () -> {
      if (redirection.getAsBoolean() && isBlocked(outputs, slopes)) {
        keepRaising(slopes);
      } else {
        mask.run();
      }
    };
  }

  private static boolean isBlocked(FloatBuffer outputs, FloatBuffer slopes) {
    for (int i = 0; i < outputs.limit(); i++) {
      if (outputs.get(i) > 0 && slopes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Losses are minimised: a negative slope raises the value. */
  private static void keepRaising(FloatBuffer slopes) {
    for (int i = 0; i < slopes.limit(); i++) {
      slopes.put(i, Math.min(slopes.get(i), 0));
    }
  }
}
