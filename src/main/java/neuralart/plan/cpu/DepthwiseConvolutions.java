package neuralart.plan.cpu;

import java.nio.FloatBuffer;
import java.util.Optional;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Weights;

/**
 * The transpose of a depthwise convolution: the convolution of its input, spread out by the stride,
 * with the kernels turned by 180 degrees; then the sum over the kernels of each channel.
 */
final class DepthwiseConvolutions {
  private DepthwiseConvolutions() {}

  static void lower(Step.ConvolveDepthwiseTransposed step, Steps steps) {
    Tensor target = step.output();
    long multiplier = step.kernel().size(3);
    Spread spread = Spread.add(steps, step.window(), step.input(), target);
    Tensor all =
        multiplier == 1
            ? target
            : steps.scratch(1, target.size(1), target.size(2), step.input().size(3));
    steps.add(
        new Step.ConvolveDepthwise(
            spread.window(), spread.tensor(), turned(step.kernel()), Optional.empty(), all));
    if (multiplier > 1) {
      View sum = View.of(target, 0, target.length());
      steps.add(new Step.Copy(multiples(all, 0, multiplier), sum));
      for (long i = 1; i < multiplier; i++) {
        steps.add(new Step.Combine(Step.Operation.ADD, multiples(all, i, multiplier), sum));
      }
    }
  }

  /** One of each pixel's {@code multiplier} values of a channel. */
  private static View multiples(Tensor all, long first, long multiplier) {
    return View.of(all, 0, all.length()).part(0, first, all.length() / multiplier, multiplier);
  }

  /** {@code [rows, columns, channels x multiplier, 1]}. */
  private static Weights turned(Weights kernel) {
    int taps = (int) (kernel.size(0) * kernel.size(1));
    int run = (int) (kernel.size(2) * kernel.size(3));
    return kernel.form(
        "turned",
        turned -> {
          FloatBuffer values = kernel.values();
          for (int tap = 0; tap < taps; tap++) {
            turned.put((taps - 1 - tap) * run, values, tap * run, run);
          }
        },
        kernel.size(0),
        kernel.size(1),
        run,
        1);
  }
}
