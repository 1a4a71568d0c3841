package neuralart.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What was found out about devices at their first use, by device and driver, in a file: it may go
 * at any time, and what can't be read there is found out anew.
 */
public final class DeviceRecords {
  private static final String FOLDER = "neuralart.opencl.records";
  private static final String FILE = "opencl.properties";

  private DeviceRecords() {}

  /** The file, which may not be there. */
  public static Path file() {
    String folder = System.getProperty(FOLDER);
    return folder == null
        ? Path.of(System.getProperty("user.home"), ".neural-art", "cache", FILE)
        : Path.of(folder, FILE);
  }

  private static String key(OpenClDevice device, String what) {
    String version = DeviceRecords.class.getPackage().getImplementationVersion();
    return String.join(" | ", device.name(), device.driver(), String.valueOf(version), what);
  }

  /** What is known of a device. */
  public static synchronized Optional<String> get(OpenClDevice device, String what) {
    return Optional.ofNullable(read().getProperty(key(device, what)));
  }

  /** Remembers something of a device, if the file can be written. */
  public static synchronized void put(OpenClDevice device, String what, String value) {
    Properties records = read();
    records.setProperty(key(device, what), value);
    Path file = file();
    try {
      Files.createDirectories(file.getParent());
      Path part = Files.createTempFile(file.getParent(), FILE, null);
      try (OutputStream stream = Files.newOutputStream(part)) {
        records.store(stream, "What Neural Art found out about GPUs; may be deleted");
        stream.close();
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      return; // it is found out again next time
    }
  }

  private static Properties read() {
    Properties records = new Properties();
    try (InputStream stream = Files.newInputStream(file())) {
      records.load(stream);
    } catch (IOException | IllegalArgumentException e) {
      return new Properties(); // none yet, or a broken one
    }
    return records;
  }
}
