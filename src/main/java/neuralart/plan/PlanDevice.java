package neuralart.plan;

import java.util.Optional;
import java.util.function.Consumer;
import neuralart.step.DeviceException;
import neuralart.step.Executor.Execution;
import neuralart.step.Tensor;

/**
 * The device that a plan is on, for those who change the image there. What they have made of it
 * comes back when the plan's image is asked for.
 */
public final class PlanDevice {
  private static final Runnable NOBODY = () -> {};

  private final Prepared prepared;
  private final Consumer<DeviceException> leaving;
  private Runnable follower = NOBODY;
  private boolean isAhead;
  private boolean isLeft;

  /**
   * @param leaving lets the plan leave a device that failed
   */
  PlanDevice(Prepared prepared, Consumer<DeviceException> leaving) {
    this.prepared = prepared;
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
    return isLeft ? Optional.empty() : prepared.execution().beside(bytes, longest);
  }

  /**
   * The image, {@code [1, H, W, C]}, as of the last evaluation or as it was changed since.
   *
   * @throws DeviceException if the plan has left the device
   */
  public Tensor image() {
    requirePlan();
    return prepared.layout().image();
  }

  /**
   * The gradient of the last evaluation, {@code [1, H, W, C]}.
   *
   * @throws DeviceException if the plan has left the device
   */
  public Tensor gradient() {
    requirePlan();
    return prepared.layout().imageGradient().orElseThrow();
  }

  /**
   * Takes the image from the plan's buffer.
   *
   * @throws DeviceException if the device fails
   */
  public void takeImage() {
    prepared.execution().write(image());
  }

  /**
   * Computes the loss and its gradient, of the image that is on the device; both stay there.
   *
   * @return the sum of the objectives
   * @throws DeviceException if the device fails
   */
  public double evaluate() {
    requirePlan();
    isAhead = true;
    return prepared.evaluateThere();
  }

  /** Says that the image was changed. */
  public void changeImage() {
    isAhead = true;
  }

  /** Has something done whenever the image has come back, until someone else asks for that. */
  public void follow(Runnable newFollower) {
    follower = newFollower;
  }

  /** Asks for nothing more. */
  public void unfollow() {
    follower = NOBODY;
  }

  /**
   * Brings the image back, if it has been changed since the last time.
   *
   * @throws DeviceException if the device fails
   */
  public void bringBack() {
    if (isAhead && !isLeft) {
      prepared.execution().read(prepared.layout().image());
      isAhead = false;
      follower.run();
    }
  }

  private void requirePlan() {
    if (isLeft) {
      throw new DeviceException("the plan has left the device", false);
    }
  }

  /** The plan leaves. */
  void end() {
    isLeft = true;
  }

  /** Goes on without a device that failed, unless the plan did so itself. */
  public void leave(DeviceException failure) {
    if (!isLeft) {
      leaving.accept(failure);
    }
  }
}
