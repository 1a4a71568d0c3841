package neuralart.device;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where networks are computed: on the processor, or on a GPU. ND4J takes its CUDA backend, where it
 * is installed, or the one for processors at its first use, and keeps it as long as the application
 * runs; a device of OpenCL can be taken at any time.
 *
 * @param name {@code auto}, {@code cpu}, {@code gpu}, or the name of a device of OpenCL
 */
public record Device(String name) {
  private static final String AUTO = "auto";
  private static final String CPU = "cpu";
  private static final String GPU = "gpu";
  private static final String SERVICES = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

  private static Optional<Optional<String>> cudaProblem = Optional.empty();
  private static boolean selected;
  private static Optional<OpenClDevice> taken = Optional.empty();
  private static boolean wanted;
  private static String reason = "";
  private static final Map<String, String> REFUSED = new HashMap<>();
  private static final Set<String> TOLD = new HashSet<>();
  private static Consumer<String> log = line -> {};

  /** Hides the CUDA backend from ND4J. */
  private static final class WithoutCuda extends ClassLoader {
    WithoutCuda() {
      super(Device.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      List<URL> all = Collections.list(super.getResources(name));
      all.removeIf(url -> name.equals(SERVICES) && url.getPath().contains("nd4j-cuda"));
      return Collections.enumeration(all);
    }
  }

  /**
   * The device of a name.
   *
   * @throws IllegalArgumentException listing the devices
   */
  public static Device of(String name) {
    if (!List.of(AUTO, CPU, GPU).contains(name) && !names().contains(name)) {
      throw new IllegalArgumentException(
          "There is no device '" + name + "'. Devices are: " + String.join(", ", names()));
    }
    return new Device(name);
  }

  /** The names that there are: {@code auto}, {@code cpu}, {@code gpu}, and those of OpenCL. */
  public static List<String> names() {
    return Stream.concat(
            Stream.of(AUTO, CPU, GPU),
            OpenClDevices.here().devices().stream().map(OpenClDevice::name))
        .distinct()
        .toList();
  }

  /** Who is told, in one line, when the processor computes in the place of a GPU. */
  public static synchronized void tell(Consumer<String> listener) {
    log = listener;
  }

  /**
   * Makes networks be computed on this device.
   *
   * @return why the processor computes although this installation is made for GPUs; else nothing
   * @throws IllegalStateException if the device can't be had, saying what is missing
   */
  public Optional<String> use() {
    synchronized (Device.class) {
      boolean auto = name.equals(AUTO);
      Optional<String> problem =
          auto || name.equals(GPU) ? cudaProblem() : Optional.of("the device is another one");
      select(problem.isPresent());
      requireBackend(!auto && problem.isEmpty());
      wanted = !auto;
      taken = problem.isEmpty() || name.equals(CPU) ? Optional.empty() : openCl();
      if (name.equals(GPU) && problem.isPresent() && taken.isEmpty()) {
        throw new IllegalStateException(
            "device=gpu can't be used: " + gpuProblem() + ". Use device=auto or device=cpu");
      }
      reason = name.equals(CPU) ? "" : gpuProblem();
      return Gpu.isInstalled() && auto && taken.isEmpty() ? problem : Optional.empty();
    }
  }

  /** Fails where ND4J has taken another backend before. */
  private void requireBackend(boolean needsCuda) {
    if (!name.equals(AUTO) && needsCuda != computesByCuda()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "device=%s can't be used: ND4J computes on the %s until ImageJ is started anew",
              name,
              computesByCuda() ? "GPU" : "CPU"));
    }
  }

  /** The device of this name; else the best that has not been refused. */
  private Optional<OpenClDevice> openCl() {
    List<OpenClDevice> devices = OpenClDevices.here().devices();
    return devices.stream()
        .filter(device -> device.name().equals(name))
        .findFirst()
        .or(() -> devices.stream().filter(d -> !REFUSED.containsKey(d.name())).findFirst());
  }

  private static String gpuProblem() {
    return OpenClDevices.here()
        .problem()
        .map(missing -> Gpu.isInstalled() ? cudaProblem().orElse(missing) : missing)
        .orElseGet(() -> String.join("; ", REFUSED.values()));
  }

  /** The device of OpenCL that computes now; nothing where ND4J does. */
  public static synchronized Optional<OpenClDevice> openClInUse() {
    return taken.filter(device -> !REFUSED.containsKey(device.name()));
  }

  /** Whether the user has asked for it, and not for whatever is best. */
  public static synchronized boolean isWanted() {
    return wanted;
  }

  /** Lets a device be used no more, as it failed. */
  public static synchronized void refuse(OpenClDevice device, String why) {
    REFUSED.put(device.name(), why);
    reason = why;
    tell(why);
  }

  /** Lets the processor compute until a device is chosen anew. */
  public static synchronized void preferProcessor(String why) {
    taken = Optional.empty();
    reason = why;
  }

  /** Tells, once, why the processor computes in the place of a GPU. */
  public static synchronized void tell(String why) {
    if (TOLD.add(why)) {
      log.accept("Neural Art computes on the CPU: " + why);
    }
  }

  /** Makes ND4J take the device of {@code auto} unless one has been chosen. */
  static synchronized void prepare() {
    if (!selected) {
      new Device(AUTO).use();
    }
  }

  /** What computes now, and why no GPU does. */
  public static synchronized String inUse() {
    prepare();
    if (openClInUse().isPresent()) {
      return openClInUse().get().name() + " (OpenCL, driver " + openClInUse().get().driver() + ")";
    }
    return computesByCuda() ? "GPU" : "CPU" + (reason.isEmpty() ? "" : " (" + reason + ")");
  }

  private static void select(boolean hideCuda) {
    selected = true;
    ND4JClassLoading.setNd4jClassloader(
        hideCuda && Gpu.isInstalled() ? new WithoutCuda() : Device.class.getClassLoader());
  }

  /** Looked for once: a library that isn't there can't be loaded later either. */
  private static Optional<String> cudaProblem() {
    if (cudaProblem.isEmpty()) {
      cudaProblem = Optional.of(Gpu.problem());
    }
    return cudaProblem.get();
  }

  private static boolean computesByCuda() {
    try {
      return Nd4j.getBackend().getClass().getSimpleName().startsWith("JCublas");
    } catch (LinkageError e) {
      throw new IllegalStateException("ND4J can't start: " + e.getMessage(), e);
    }
  }
}
