package neuralart.device;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where networks are computed: ND4J takes its CUDA backend or the one for processors at its first
 * use, and keeps it as long as the application runs.
 */
public enum Device {
  /** The GPU if it can be used, else the processor. */
  AUTO,
  /** The processor. */
  CPU,
  /** The GPU. */
  GPU;

  private static final String SERVICES = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";
  private static Optional<Optional<String>> gpuProblem = Optional.empty();
  private static boolean selected;

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
    return switch (name) {
      case "auto" -> AUTO;
      case "cpu" -> CPU;
      case "gpu" -> GPU;
      default ->
          throw new IllegalArgumentException(
              "There is no device '" + name + "'. Devices are: auto, cpu, gpu");
    };
  }

  /**
   * Makes ND4J compute on this device.
   *
   * @return why the processor computes although this installation is made for GPUs; else nothing
   * @throws IllegalStateException if the device can't be had, saying what is missing
   */
  public synchronized Optional<String> use() {
    Optional<String> problem = this == CPU ? Optional.empty() : gpuProblem();
    if (this == GPU && problem.isPresent()) {
      throw new IllegalStateException(
          "device=gpu can't be used: " + problem.get() + ". Use device=auto or device=cpu");
    }
    select(this == CPU || problem.isPresent());
    if (this != AUTO && (this == GPU) != computesOnGpu()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "device=%s can't be used: ND4J computes on the %s until ImageJ is started anew",
              name().toLowerCase(Locale.ROOT),
              computesOnGpu() ? "GPU" : "CPU"));
    }
    return Gpu.isInstalled() ? problem : Optional.empty();
  }

  /** Makes ND4J take the device of {@code AUTO} unless one has been chosen. */
  static synchronized void prepare() {
    if (!selected) {
      select(Gpu.isInstalled() && gpuProblem().isPresent());
    }
  }

  /** What computes now, and why no GPU does. */
  public static synchronized String inUse() {
    prepare();
    return computesOnGpu() ? "GPU" : "CPU" + gpuProblem().map(why -> " (" + why + ")").orElse("");
  }

  private static void select(boolean hideCuda) {
    selected = true;
    ND4JClassLoading.setNd4jClassloader(
        hideCuda && Gpu.isInstalled() ? new WithoutCuda() : Device.class.getClassLoader());
  }

  /** Looked for once: a library that isn't there can't be loaded later either. */
  private static Optional<String> gpuProblem() {
    if (gpuProblem.isEmpty()) {
      gpuProblem = Optional.of(Gpu.problem());
    }
    return gpuProblem.get();
  }

  private static boolean computesOnGpu() {
    try {
      return Nd4j.getBackend().getClass().getSimpleName().startsWith("JCublas");
    } catch (LinkageError e) {
      throw new IllegalStateException("ND4J can't start: " + e.getMessage(), e);
    }
  }
}
