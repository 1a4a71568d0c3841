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
  private static final Choice FIRST = (what, ways, waiting) -> ways.get(0).binding().get();
  private static final Choice LAST =
      (what, ways, waiting) -> ways.get(ways.size() - 1).binding().get();
  private static final List<OpenClDevice> DEVICES = devices();

  /** One takes the first way, the other the last, so that tests see all kinds of ways. */
  private static final List<Executor> EXECUTORS =
      DEVICES.stream()
          .<Executor>map(
              device ->
                  new OpenClExecutor(
                      new DeviceContext(
                          device, device == DEVICES.get(0) ? FIRST : LAST, kind -> {})))
          .toList();

  private OpenClTestDevices() {}

  /** One as it is, and one with the least that devices have; none where there is no driver. */
  public static List<Executor> executors() {
    return EXECUTORS;
  }

  /** Why there is none. */
  public static final String MISSING = "skipped: there is no OpenCL device here; PoCL is one";

  /** One that keeps how long kernels take, to be closed. */
  public static OpenClExecutor profiled() {
    return new OpenClExecutor(new DeviceContext(DEVICES.get(0), FIRST, kind -> {}, true));
  }

  static List<OpenClDevice> limitedAndNot() {
    return DEVICES;
  }

  /** A device whose calls a test watches, and lets fail. */
  static DeviceContext watched(String name, Consumer<Calls.Kind> watcher) {
    OpenClDevice device = DEVICES.get(0);
    return new DeviceContext(
        device.as(name, device.localMemory(), device.workGroup(), device.hasDoubles()),
        FIRST,
        watcher);
  }

  private static List<OpenClDevice> devices() {
    try {
      return OpenClDevices.all().stream()
          .limit(1)
          .flatMap(
              device ->
                  List.of(device, device.as("limited", SMALL_LOCAL_MEMORY, SMALL_GROUPS, false))
                      .stream())
          .toList();
    } catch (LinkageError e) {
      return List.of();
    }
  }
}
