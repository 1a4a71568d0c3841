package neuralart.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds out whether ND4J's CUDA backend can compute here, before ND4J tries: what it does where a
 * library is missing is to print a stack trace. The cheap questions come first.
 */
final class Gpu {
  /** The class of the backend, which is in the jars of an installation with it alone. */
  static final String BACKEND = "org/nd4j/linalg/jcublas/JCublasBackend.class";

  /** What the backend loads, in this order; cuDNN is last because it needs the others. */
  private static final List<String> LIBRARIES =
      List.of(
          "org.bytedeco.cuda.global.cudart",
          "org.bytedeco.cuda.global.cublas",
          "org.bytedeco.cuda.global.cusolver",
          "org.bytedeco.cuda.global.cusparse",
          "org.bytedeco.cuda.global.cudnn");

  /**
   * The compute capabilities that the backend's library has machine code for; code for 8.6 runs on
   * 8.9 too, as on all of the same major number.
   */
  private static final double LOWEST_CAPABILITY = 3.7;

  private static final double HIGHEST_CAPABILITY = 8.9;

  /** Bytes under which CUDA itself hardly starts. */
  private static final double LEAST_MEMORY = 1e9;

  private static final double MEBIBYTE = 1 << 20;
  private static final long DRIVER_SECONDS = 10;

  /** What a driver leaves on Linux, on Linux in Windows, and on Windows. */
  private static final List<Path> DRIVER =
      List.of(
          Path.of("/proc/driver/nvidia/version"),
          Path.of("/usr/lib/wsl/lib/libcuda.so.1"),
          Path.of("C:\\Windows\\System32\\nvcuda.dll"));

  private Gpu() {}

  /** Why it can't compute here; nothing if it can. */
  static Optional<String> problem() {
    if (!isInstalled()) {
      return Optional.of("this installation has no CUDA backend of ND4J");
    }
    if (DRIVER.stream().noneMatch(Files::exists)) {
      return Optional.of("no driver of an NVIDIA GPU was found");
    }
    return description().flatMap(Gpu::problem).or(() -> missingLibrary(LIBRARIES));
  }

  /** Whether this installation has the backend. */
  static boolean isInstalled() {
    return Gpu.class.getClassLoader().getResource(BACKEND) != null;
  }

  /**
   * What the driver says of the first GPU: its name, compute capability and free mebibytes,
   * separated by commas. Nothing if the driver's own program isn't there or is too old to say.
   */
  private static Optional<String> description() {
    try {
      Process program =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=name,compute_cap,memory.free",
                  "--format=csv,noheader,nounits")
              .redirectErrorStream(true)
              .start();
      boolean ended = program.waitFor(DRIVER_SECONDS, TimeUnit.SECONDS);
      if (!ended || program.exitValue() != 0) {
        program.destroy();
        return Optional.empty();
      }
      return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Why a GPU, as the driver describes it, can't be used. */
  static Optional<String> problem(String description) {
    String[] fields = description.split(",");
    try {
      String name = fields[0].strip();
      double capability = Double.parseDouble(fields[1].strip());
      double free = Double.parseDouble(fields[2].strip()) * MEBIBYTE;
      if (capability < LOWEST_CAPABILITY || capability > HIGHEST_CAPABILITY) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "the %s has the compute capability %.1f, this backend needs %.1f to %.1f",
                name,
                capability,
                LOWEST_CAPABILITY,
                HIGHEST_CAPABILITY));
      }
      if (free < LEAST_MEMORY) {
        return Optional.of(
            String.format(Locale.ROOT, "the %s has only %.1f GB of free memory", name, free / 1e9));
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty(); // the libraries will tell
    }
    return Optional.empty();
  }

  /** Loads libraries; which is missing, as the system says it. */
  static Optional<String> missingLibrary(List<String> classes) {
    for (String name : classes) {
      try {
        Class.forName(name, true, Gpu.class.getClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        Throwable cause =
            Stream.iterate((Throwable) e, t -> t != null, Throwable::getCause)
                .reduce((first, second) -> second)
                .orElse(e);
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return Optional.of(
            "the library "
                + simple
                + " can't be loaded: "
                + reason(String.valueOf(cause.getMessage())));
      }
    }
    return Optional.empty();
  }

  /** The end of {@code /folder/libjnicudart.so: libcuda.so.1: cannot open shared object file}. */
  static String reason(String message) {
    String line = message.lines().findFirst().orElse("");
    int path = line.indexOf(": ");
    return path > 0 && line.substring(0, path).contains("jni") ? line.substring(path + 2) : line;
  }
}
