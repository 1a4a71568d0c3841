package neuralart.plan.opencl;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import neuralart.step.DeviceException;
import org.bytedeco.opencl.global.OpenCL;

/**
 * What all calls of one context go through: error codes become exceptions in words, and what is
 * created is counted until it is released.
 */
final class Calls {
  /** The kinds of calls that may fail though all is written as it should be. */
  enum Kind {
    BUILD("build its programs"),
    ALLOCATE("give memory"),
    ENQUEUE("run a kernel"),
    WRITE("take values"),
    READ("give values back");

    private final String action;

    Kind(String action) {
      this.action = action;
    }
  }

  private static final Map<Integer, String> WORDS =
      Map.of(
          OpenCL.CL_DEVICE_NOT_AVAILABLE, "the device isn't available",
          OpenCL.CL_MEM_OBJECT_ALLOCATION_FAILURE, "out of device memory",
          OpenCL.CL_OUT_OF_RESOURCES, "out of resources",
          OpenCL.CL_OUT_OF_HOST_MEMORY, "out of memory",
          OpenCL.CL_INVALID_BUFFER_SIZE, "more memory than a buffer can have",
          OpenCL.CL_BUILD_PROGRAM_FAILURE, "the program doesn't compile",
          OpenCL.CL_INVALID_WORK_GROUP_SIZE, "work groups are too large");

  private final String device;
  private final Consumer<Kind> before;
  private final AtomicInteger live = new AtomicInteger();

  /**
   * @param device its name, for messages
   * @param before is told of each call first, and may throw what the call might
   */
  Calls(String device, Consumer<Kind> before) {
    this.device = device;
    this.before = before;
  }

  /** Announces a call. */
  void begin(Kind kind) {
    before.accept(kind);
  }

  /**
   * Looks at the error code of a call.
   *
   * @throws DeviceException if it failed
   */
  void check(Kind kind, int error) {
    if (error != OpenCL.CL_SUCCESS) {
      throw failure(kind, WORDS.getOrDefault(error, "OpenCL error " + error), isMemory(error));
    }
  }

  /** The same for something that was created. */
  <T> T created(Kind kind, int error, T made) {
    check(kind, error);
    live.incrementAndGet();
    return made;
  }

  /** Counts what was released. */
  void released() {
    live.decrementAndGet();
  }

  /** Objects of OpenCL that were created and not yet released. */
  int live() {
    return live.get();
  }

  DeviceException failure(Kind kind, String why, boolean shortOfMemory) {
    return new DeviceException(
        String.format(Locale.ROOT, "%s can't %s: %s", device, kind.action, why), shortOfMemory);
  }

  private static boolean isMemory(int error) {
    return error == OpenCL.CL_MEM_OBJECT_ALLOCATION_FAILURE
        || error == OpenCL.CL_INVALID_BUFFER_SIZE
        || error == OpenCL.CL_OUT_OF_RESOURCES;
  }
}
