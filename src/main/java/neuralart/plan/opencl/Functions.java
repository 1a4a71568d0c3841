package neuralart.plan.opencl;

import neuralart.step.PixelFunction;
import neuralart.step.PixelFunction.Kind;
import neuralart.step.Step;

/** Functions of activations, and their gradients. */
final class Functions {
  private static final Program OF_CHANNELS = new Program("channels", "");

  private final DeviceMemory memory;
  private boolean redirecting;

  Functions(DeviceMemory memory) {
    this.memory = memory;
  }

  void redirectGradients(boolean redirect) {
    redirecting = redirect;
  }

  /** One of two, as the gradients of ReLUs are redirected or not. */
  Runnable unlessRedirected(Runnable usual, Runnable redirected) {
    return () -> (redirecting ? redirected : usual).run();
  }

  Runnable map(Step.Map step) {
    PixelFunction function = step.function();
    int count = (int) step.x().length();
    DeviceBuffer x = memory.buffer(step.x());
    DeviceBuffer y = memory.buffer(step.y());
    return switch (function.kind()) {
      case SOFTMAX -> {
        int channels = (int) step.x().size(3);
        int pixels = count / channels;
        yield memory.launch(OF_CHANNELS, "softmax", pixels, pixels, channels, x, y);
      }
      case RESPONSE_NORMALIZATION ->
          memory.launch(
              OF_CHANNELS,
              "response_normalization",
              count,
              count,
              (int) step.x().size(3),
              x,
              y,
              (int) function.parameter(0),
              (float) function.parameter(1),
              (float) function.parameter(2),
              (float) function.parameter(3));
      default ->
          memory.launch(
              program(function.kind()),
              "map",
              count,
              count,
              x,
              y,
              parameter(function, 0),
              parameter(function, 1));
    };
  }

  Runnable gradient(Step.MapGradient step) {
    PixelFunction function = step.function();
    int count = (int) step.at().length();
    DeviceBuffer at = memory.buffer(step.at());
    DeviceBuffer gradient = memory.buffer(step.gradient());
    DeviceBuffer target = memory.buffer(step.target());
    if (function.kind() == Kind.SOFTMAX) {
      int channels = (int) step.at().size(3);
      int pixels = count / channels;
      return memory.launch(
          OF_CHANNELS, "softmax_gradient", pixels, pixels, channels, at, gradient, target);
    }
    if (function.kind() == Kind.RESPONSE_NORMALIZATION) {
      return memory.launch(
          OF_CHANNELS,
          "response_normalization_gradient",
          count,
          count,
          (int) step.at().size(3),
          at,
          gradient,
          target,
          (int) function.parameter(0),
          (float) function.parameter(1),
          (float) function.parameter(2),
          (float) function.parameter(3));
    }
    Launch plain =
        memory.launch(
            program(function.kind()),
            "map_gradient",
            count,
            count,
            at,
            gradient,
            target,
            parameter(function, 0),
            parameter(function, 1));
    return function.kind() == Kind.RELU ? redirectable(plain, at, gradient, count) : plain;
  }

  /** A ReLU that blocks the whole gradient lets pass what raises its input, where that is asked. */
  private Runnable redirectable(
      Launch plain, DeviceBuffer output, DeviceBuffer gradient, int count) {
    DeviceBuffer flag = memory.scratch(1);
    Program program = program(Kind.RELU);
    Launch clear = memory.launch(program, "clear_flag", new long[] {1}, new long[] {1}, flag);
    Launch find = memory.launch(program, "find_passing", count, count, output, gradient, flag);
    Launch raise = memory.launch(program, "pass_or_raise", count, count, output, gradient, flag);
    return unlessRedirected(
        plain,
        () -> {
          clear.run();
          find.run();
          raise.run();
        });
  }

  /** Compiled for one function, which takes a quarter of the time that all of them do. */
  private static Program program(Kind kind) {
    return Program.of("functions", kind, Kind.values());
  }

  private static float parameter(PixelFunction function, int index) {
    return function.parameters().size() > index ? (float) function.parameter(index) : 0;
  }
}
