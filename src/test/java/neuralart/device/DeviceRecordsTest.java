package neuralart.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of devices, in files that are whole, broken, or can't be written. */
class DeviceRecordsTest {
  private static final String FOLDER = "neuralart.opencl.records";

  @TempDir Path folder;

  @BeforeEach
  void useAFolder() {
    System.setProperty(FOLDER, folder.toString());
  }

  @AfterEach
  void useTheUsersFolder() {
    System.clearProperty(FOLDER);
  }

  private static OpenClDevice device(String name) {
    return new OpenClDevice(null, name, "driver 1", false, true, 1, 1, 1, 1, 1, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GeForce RTX 3060",
        "name = value: # 1!",
        " Intel(R) UHD \u00e9\u4e2d \ud83d\ude80 | x ",
        "two\nlines\ttab\\u00",
        ""
      })
  void namesMayHaveAnyCharacters(String name) {
    DeviceRecords.put(device(name), "3x3, stride 1 = a", "64x64 by 4x4");
    DeviceRecords.put(device(name + "2"), "3x3, stride 1 = a", "");
    assertEquals(Optional.of("64x64 by 4x4"), DeviceRecords.get(device(name), "3x3, stride 1 = a"));
    assertEquals(Optional.of(""), DeviceRecords.get(device(name + "2"), "3x3, stride 1 = a"));
    assertEquals(Optional.empty(), DeviceRecords.get(device(name), "another"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a = \\u00", "\u0000\u0001\ufffe", "= = =", "no value"})
  void brokenFilesAreWrittenAnew(String text) throws Exception {
    Files.writeString(DeviceRecords.file(), text);
    assertEquals(Optional.empty(), DeviceRecords.get(device("a"), "b"));
    DeviceRecords.put(device("a"), "b", "c");
    assertEquals(Optional.of("c"), DeviceRecords.get(device("a"), "b"));
  }

  @Test
  void whatIsMissingAtTheEndIsNotKnown() throws Exception {
    DeviceRecords.put(device("a"), "b", "1.5 2.5 3.5");
    byte[] whole = Files.readAllBytes(DeviceRecords.file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(DeviceRecords.file(), java.util.Arrays.copyOf(whole, length));
      String known = DeviceRecords.get(device("a"), "b").orElse("");
      assertTrue("1.5 2.5 3.5".startsWith(known), known);
    }
  }

  @Test
  void nothingIsLeftBesideTheFile() throws Exception {
    DeviceRecords.put(device("a"), "b", "c");
    DeviceRecords.put(device("a"), "d", "e");
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void whatCannotBeWrittenIsFoundOutAgain() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    System.setProperty(FOLDER, file.resolve("below").toString());
    DeviceRecords.put(device("a"), "b", "c");
    assertEquals(Optional.empty(), DeviceRecords.get(device("a"), "b"));
    System.setProperty(FOLDER, folder.toString());
    Files.createDirectories(DeviceRecords.file().resolve("in its place"));
    DeviceRecords.put(device("a"), "b", "c");
    assertEquals(Optional.empty(), DeviceRecords.get(device("a"), "b"));
  }
}
