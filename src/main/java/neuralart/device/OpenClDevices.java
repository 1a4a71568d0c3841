package neuralart.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencl._cl_device_id;
import org.bytedeco.opencl._cl_platform_id;
import org.bytedeco.opencl.global.OpenCL;

/** The OpenCL devices that count as GPUs, the best first. Looked for once. */
public final class OpenClDevices {
  /** Lets processors count, for tests: as GPUs they are slow. */
  private static final String PROCESSORS_COUNT = "NEURALART_OPENCL_CPU";

  private static final int MOST = 64;

  /**
   * PoCL, OpenCL on a processor. It isn't loaded for nothing: while it is, signals that Java waits
   * for now and then end Java.
   */
  private static final Path PROCESSOR_DRIVER = Path.of("pocl.icd");

  /** Where the library looks for drivers on Linux, or for itself elsewhere. */
  private static final List<Path> DRIVERS =
      List.of(
          Path.of("/etc/OpenCL/vendors"),
          Path.of("C:\\Windows\\System32\\OpenCL.dll"),
          Path.of("/System/Library/Frameworks/OpenCL.framework"));

  private static final List<String> OTHER_PLACES =
      List.of("OCL_ICD_VENDORS", "OCL_ICD_FILENAMES", "OPENCL_VENDOR_PATH");

  private static Optional<OpenClDevices> found = Optional.empty();

  private final List<OpenClDevice> devices;
  private final String problem;

  private OpenClDevices(List<OpenClDevice> devices, String problem) {
    this.devices = devices;
    this.problem = problem;
  }

  /** The devices of this computer. */
  public static synchronized OpenClDevices here() {
    if (found.isEmpty()) {
      found = Optional.of(find());
    }
    return found.get();
  }

  /** The best first: one with memory of its own, then by units and clock. */
  public List<OpenClDevice> devices() {
    return devices;
  }

  /** Why there is none; nothing if there is one. */
  public Optional<String> problem() {
    return devices.isEmpty() ? Optional.of(problem) : Optional.empty();
  }

  private static OpenClDevices find() {
    boolean processorsCount = "1".equals(System.getenv(PROCESSORS_COUNT));
    if (!hasDriver(processorsCount)) {
      return new OpenClDevices(List.of(), "no driver of a GPU with OpenCL was found");
    }
    try {
      List<OpenClDevice> devices =
          all().stream().filter(device -> processorsCount || !device.isProcessor()).toList();
      return new OpenClDevices(devices, "no GPU was found by OpenCL");
    } catch (LinkageError e) {
      return new OpenClDevices(
          List.of(), "the library OpenCL can't be loaded: " + Gpu.reason(rootMessage(e)));
    }
  }

  /**
   * All devices of OpenCL, processors too.
   *
   * @throws LinkageError if there is no library of OpenCL
   */
  public static List<OpenClDevice> all() {
    Memory.liftLimits();
    return platforms().stream()
        .flatMap(platform -> devices(platform).stream())
        .sorted(
            Comparator.comparing(OpenClDevice::isProcessor)
                .thenComparing(device -> !device.hasOwnMemory())
                .thenComparing(device -> -device.speed()))
        .toList();
  }

  private static String rootMessage(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /** A look at files: loading the library to be told that there is none takes much longer. */
  private static boolean hasDriver(boolean processorsCount) {
    return OTHER_PLACES.stream().anyMatch(name -> System.getenv(name) != null)
        || DRIVERS.stream().anyMatch(place -> holdsDriver(place, processorsCount));
  }

  private static boolean holdsDriver(Path place, boolean processorsCount) {
    if (!Files.isDirectory(place)) {
      return Files.exists(place);
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.anyMatch(
          file -> processorsCount || !file.getFileName().equals(PROCESSOR_DRIVER));
    } catch (IOException e) {
      return false;
    }
  }

  private static List<_cl_platform_id> platforms() {
    int[] count = new int[1];
    try (PointerPointer<_cl_platform_id> ids = new PointerPointer<>(MOST)) {
      int error = OpenCL.clGetPlatformIDs(MOST, ids, count);
      List<_cl_platform_id> platforms = new ArrayList<>();
      for (int i = 0; error == OpenCL.CL_SUCCESS && i < Math.min(count[0], MOST); i++) {
        platforms.add(ids.get(_cl_platform_id.class, i));
      }
      return platforms;
    }
  }

  private static List<OpenClDevice> devices(_cl_platform_id platform) {
    int[] count = new int[1];
    try (PointerPointer<_cl_device_id> ids = new PointerPointer<>(MOST)) {
      int error = OpenCL.clGetDeviceIDs(platform, OpenCL.CL_DEVICE_TYPE_ALL, MOST, ids, count);
      List<OpenClDevice> devices = new ArrayList<>();
      for (int i = 0; error == OpenCL.CL_SUCCESS && i < Math.min(count[0], MOST); i++) {
        devices.add(OpenClDevice.of(ids.get(_cl_device_id.class, i)));
      }
      return devices;
    }
  }
}
