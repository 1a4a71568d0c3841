package neuralart.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of this process, as Linux counts it. */
final class ResidentMemory {
  private ResidentMemory() {}

  static double peakMegabytes() throws IOException {
    return megabytes("VmHWM");
  }

  static double megabytes() throws IOException {
    return megabytes("VmRSS");
  }

  private static double megabytes(String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(key + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }
}
