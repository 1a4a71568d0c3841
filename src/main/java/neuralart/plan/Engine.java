package neuralart.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import neuralart.device.Device;
import neuralart.device.OpenClDevice;
import neuralart.plan.cpu.Nd4jExecutor;
import neuralart.plan.opencl.OpenClExecutor;
import neuralart.step.DeviceException;
import neuralart.step.Executor;

/** Chooses what runs plans. */
public final class Engine {
  private static final Map<String, Tested> DEVICES = new HashMap<>();

  /** A device, and how it did. */
  private record Tested(OpenClExecutor executor, SelfTest.Result result) {
    static Tested of(OpenClDevice device) {
      OpenClExecutor executor = new OpenClExecutor(device);
      return new Tested(executor, SelfTest.of(device, executor, processor()));
    }
  }

  private Engine() {}

  /** The executor of the device that the user has chosen, if it can compute. */
  public static synchronized Executor executor() {
    Optional<OpenClDevice> device = Device.openClInUse();
    return device.isPresent() ? openCl(device.get()) : processor();
  }

  /** What computes where no device does. */
  public static Executor processor() {
    return new Nd4jExecutor();
  }

  /** A device is looked at when it is used first; one that can't compute is used no more. */
  private static Executor openCl(OpenClDevice device) {
    try {
      if (!DEVICES.containsKey(device.name())) {
        DEVICES.put(device.name(), Tested.of(device));
      }
      Tested tested = DEVICES.get(device.name());
      tested.result.fault(device.name()).ifPresent(why -> Device.refuse(device, why));
      if (tested.result.isSlow() && !Device.isWanted()) {
        Device.preferProcessor(device.name() + " is slower than the processor");
      }
      return Device.openClInUse().isPresent() ? tested.executor : processor();
    } catch (DeviceException e) {
      Device.refuse(device, e.getMessage());
      return processor();
    }
  }

  /**
   * What goes on in the place of a device that failed: for this plan, if it was short of memory,
   * else for all.
   *
   * @throws DeviceException the failure, if it isn't that of a device of OpenCL
   */
  static synchronized Executor insteadOf(Executor executor, DeviceException failure) {
    Optional<OpenClDevice> device =
        executor instanceof OpenClExecutor openCl ? Optional.of(openCl.device()) : Optional.empty();
    if (device.isEmpty()) {
      throw failure;
    }
    if (failure.isShortOfMemory()) {
      Device.tell(failure.getMessage());
    } else {
      Device.refuse(device.get(), failure.getMessage());
    }
    return processor();
  }
}
