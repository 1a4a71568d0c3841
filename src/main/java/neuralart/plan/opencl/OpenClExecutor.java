package neuralart.plan.opencl;

import java.util.List;
import java.util.function.Supplier;
import neuralart.device.OpenClDevice;
import neuralart.step.DeviceException;
import neuralart.step.Executor;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.Window;

/** Runs steps as kernels of an OpenCL device; what a plan computes stays there. */
public final class OpenClExecutor implements Executor, AutoCloseable {
  private final DeviceContext context;

  /**
   * @throws neuralart.step.DeviceException if the device can't be had
   */
  public OpenClExecutor(OpenClDevice device) {
    this(new DeviceContext(device, new MeasuredChoice(device), kind -> {}));
  }

  /** The same, which keeps how long kernels take. */
  public static OpenClExecutor profiled(OpenClDevice device) {
    return new OpenClExecutor(
        new DeviceContext(device, new MeasuredChoice(device), kind -> {}, true));
  }

  OpenClExecutor(DeviceContext context) {
    this.context = context;
  }

  /** What it runs on. */
  public OpenClDevice device() {
    return context.device();
  }

  /**
   * What kernels took since the last time, by name and extent, the longest first; nothing if it
   * isn't {@link #profiled}.
   */
  public List<Profile.Line> profile() {
    return context.profile();
  }

  /** Has work done without measuring first which way to compute a convolution is the fastest. */
  public <T> T untuned(Supplier<T> work) {
    Choice tuned = context.choice();
    context.choose(Choice.LAST);
    try {
      return work.get();
    } finally {
      context.choose(tuned);
    }
  }

  @Override
  public void lower(Step step, Steps steps) {
    if (step instanceof Step.Either either) {
      either.onDevice().forEach(each -> lower(each, steps));
    } else {
      steps.add(step);
    }
  }

  @Override
  public int rowsTogether(Window window, Shape input, Shape output) {
    return Winograd.suits(window, input.channels(), output.channels()) ? Winograd.SIDE : 1;
  }

  @Override
  public boolean hasRoom(long bytes, long longest) {
    return context.hasRoom(bytes, longest);
  }

  /** What binding the steps takes, which is done without a device. */
  @Override
  public long bytesBeside(List<List<Tensor>> slots, List<Step> steps) {
    DryRun dryRun = new DryRun(context);
    DeviceMemory memory = new DeviceMemory(dryRun, slots);
    long bytes = dryRun.bytes();
    List<Step> kernels = steps.stream().filter(step -> !(step instanceof Step.OnHost)).toList();
    new OpenClExecution(memory).bind(kernels);
    return dryRun.bytes() - bytes;
  }

  @Override
  public Execution allocate(List<List<Tensor>> slots) {
    context.requireRoom(slots);
    DeviceMemory memory = new DeviceMemory(context, slots);
    try {
      return new OpenClExecution(memory);
    } catch (DeviceException e) {
      memory.close();
      throw e;
    }
  }

  /** Ends what was begun on the device; plans and weights must have been closed before. */
  @Override
  public void close() {
    context.close();
  }
}
