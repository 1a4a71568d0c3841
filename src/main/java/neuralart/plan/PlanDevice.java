package neuralart.plan;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import neuralart.step.DeviceException;
import neuralart.step.Executor.Execution;
import neuralart.step.Tensor;

/** The device that a plan is on, for what else is to be computed of its image and its gradient. */
public final class PlanDevice {
  private final Execution execution;
  private final PlanLayout layout;
  private final BooleanSupplier isLatest;
  private final Consumer<DeviceException> leaving;

  /**
   * @param isLatest whether the plan is still there
   * @param leaving lets the plan leave a device that failed
   */
  PlanDevice(
      Execution execution,
      PlanLayout layout,
      BooleanSupplier isLatest,
      Consumer<DeviceException> leaving) {
    this.execution = execution;
    this.layout = layout;
    this.isLatest = isLatest;
    this.leaving = leaving;
  }

  /**
   * Memory and steps beside those of the plan, to be closed before it.
   *
   * @param bytes that will be taken
   * @param longest values of the largest tensor
   * @return nothing if the plan is on the processor, or the device has no room
   */
  public Optional<Execution> beside(long bytes, long longest) {
    return isLatest.getAsBoolean() ? execution.beside(bytes, longest) : Optional.empty();
  }

  /**
   * The image of the last evaluation, {@code [1, H, W, C]}.
   *
   * @throws DeviceException if the plan has left the device
   */
  public Tensor image() {
    requireLatest();
    return layout.image();
  }

  /**
   * The gradient of the last evaluation, {@code [1, H, W, C]}.
   *
   * @throws DeviceException if the plan has left the device
   */
  public Tensor gradient() {
    requireLatest();
    return layout.imageGradient().orElseThrow();
  }

  private void requireLatest() {
    if (!isLatest.getAsBoolean()) {
      throw new DeviceException("the plan has left the device", false);
    }
  }

  /** Goes on without a device that failed, unless the plan did so itself. */
  public void leave(DeviceException failure) {
    if (isLatest.getAsBoolean()) {
      leaving.accept(failure);
    }
  }
}
