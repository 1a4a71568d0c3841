package neuralart.plan.opencl;

import neuralart.step.Step;
import neuralart.step.Step.Pooling;
import neuralart.step.Tensor;
import neuralart.step.Window;

/** Poolings and depthwise convolutions, forward and backward. */
final class Windows {
  private static final Program DEPTHWISE = new Program("windows", "");

  private final DeviceMemory memory;

  Windows(DeviceMemory memory) {
    this.memory = memory;
  }

  Runnable pool(Step.Pool step) {
    return memory.launch(
        program(step.pooling()),
        "pool",
        step.output().length(),
        window(step.window(), step.input()),
        sizes(step.input(), step.output(), 1),
        memory.buffer(step.input()),
        memory.buffer(step.output()));
  }

  Runnable gradient(Step.PoolGradient step) {
    return memory.launch(
        program(step.pooling()),
        "pool_gradient",
        step.target().length(),
        window(step.window(), step.target()),
        sizes(step.target(), step.gradient(), 1),
        memory.buffer(step.input()),
        memory.buffer(step.gradient()),
        memory.buffer(step.target()));
  }

  Runnable depthwise(Step.ConvolveDepthwise step) {
    return memory.launch(
        DEPTHWISE,
        "depthwise",
        step.output().length(),
        window(step.window(), step.input()),
        sizes(step.input(), step.output(), (int) step.kernel().size(3)),
        memory.buffer(step.input()),
        memory.buffer(step.kernel()),
        memory.buffer(step.bias().orElse(step.kernel())),
        step.bias().isPresent() ? 1 : 0,
        memory.buffer(step.output()));
  }

  Runnable transposed(Step.ConvolveDepthwiseTransposed step) {
    return memory.launch(
        DEPTHWISE,
        "depthwise_transposed",
        step.output().length(),
        window(step.window(), step.output()),
        sizes(step.output(), step.input(), (int) step.kernel().size(3)),
        memory.buffer(step.input()),
        memory.buffer(step.kernel()),
        memory.buffer(step.output()));
  }

  private static Program program(Pooling pooling) {
    return Program.of("windows", pooling, Pooling.values());
  }

  private static int[] window(Window window, Tensor input) {
    return new int[] {
      window.kernelHeight(),
      window.kernelWidth(),
      window.strideHeight(),
      window.strideWidth(),
      window.dilationHeight(),
      window.dilationWidth(),
      window.padTop(input.shape().height()),
      window.padLeft(input.shape().width())
    };
  }

  private static int[] sizes(Tensor input, Tensor output, int multiplier) {
    return new int[] {
      (int) input.size(1),
      (int) input.size(2),
      (int) input.size(3),
      (int) output.size(1),
      (int) output.size(2),
      multiplier,
      0,
      0
    };
  }
}
