package neuralart.check;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import neuralart.device.OpenClDevice;

/** What is found out, on the console and in a file. */
final class Report implements AutoCloseable {
  private static final double GIGABYTE = 1e9;
  private static final double KILOBYTE = 1024;

  private final PrintWriter file;
  private boolean good = true;

  Report(Path path) throws IOException {
    file = new PrintWriter(Files.newBufferedWriter(path), true);
  }

  void say(String format, Object... arguments) {
    String line = String.format(Locale.ROOT, format, arguments);
    System.out.println(line);
    file.println(line);
  }

  /** Says that something is as it should be, or isn't. */
  void result(boolean isGood, String format, Object... arguments) {
    good &= isGood;
    say((isGood ? "ok    " : "WRONG ") + format, arguments);
  }

  void fail(String line) {
    result(false, "%s", line);
  }

  /** Whether nothing was wrong. */
  boolean isGood() {
    return good;
  }

  void system() {
    String version = Report.class.getPackage().getImplementationVersion();
    say(
        "Neural Art %s, Java %s, %s %s %s, %d processors",
        version == null ? "development version" : version,
        System.getProperty("java.version"),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }

  void device(int number, OpenClDevice device) {
    say(
        "%nDevice %d: %s%s, driver %s",
        number, device.name(), device.isProcessor() ? " (a processor)" : "", device.driver());
    say(
        "%.1f GB, buffers of up to %.1f GB, %.0f kB of local memory, groups of %d, %s double"
            + " precision",
        device.memory() / GIGABYTE,
        device.largestBuffer() / GIGABYTE,
        device.localMemory() / KILOBYTE,
        device.workGroup(),
        device.hasDoubles() ? "has" : "no");
  }

  @Override
  public void close() {
    file.close();
  }
}
