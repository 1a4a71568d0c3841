package neuralart.plan.opencl;

import java.util.List;
import java.util.function.Consumer;
import neuralart.device.OpenClDevice;
import neuralart.device.OpenClDevices;
import neuralart.step.Executor;

/** The OpenCL devices that tests compute on; a processor does. */
public final class OpenClTestDevices {
  private static final long SMALL_LOCAL_MEMORY = 16 << 10;
  private static final long SMALL_GROUPS = 64;
  private static final List<OpenClDevice> DEVICES = devices();
  private static final List<Executor> EXECUTORS =
      DEVICES.stream().<Executor>map(OpenClExecutor::new).toList();

  private OpenClTestDevices() {}

  /** One as it is, and one with the least that devices have; none where there is no driver. */
  public static List<Executor> executors() {
    return EXECUTORS;
  }

  /** Why there is none. */
  static final String MISSING = "skipped: there is no OpenCL device here; PoCL is one";

  static List<OpenClDevice> limitedAndNot() {
    return DEVICES;
  }

  /** A device whose calls a test watches, and lets fail. */
  static DeviceContext watched(Consumer<Calls.Kind> watcher) {
    return new DeviceContext(DEVICES.get(0), watcher);
  }

  private static List<OpenClDevice> devices() {
    try {
      return OpenClDevices.all().stream()
          .limit(1)
          .flatMap(
              device ->
                  List.of(device, device.limited(SMALL_LOCAL_MEMORY, SMALL_GROUPS, false)).stream())
          .toList();
    } catch (LinkageError e) {
      return List.of();
    }
  }
}
