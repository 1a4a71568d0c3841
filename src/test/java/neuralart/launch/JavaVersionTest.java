package neuralart.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaVersionTest {
  private static final int JAVA_8_CLASS_FILE = 52;

  @ParameterizedTest
  @CsvSource({
    "1.8, false",
    "9, false",
    "11, false",
    "16, false",
    "17, true",
    "21, true",
    "25, true"
  })
  void needsJava17(String specification, boolean supported) {
    assertEquals(supported, JavaVersion.isSupported(specification));
  }

  @Test
  void saysInOneLineWhatIsNeededAndWhatThereIs() {
    assertEquals(
        "Neural Art needs Java 17 or newer; this is Java 1.8.0_392 (/opt/java8).",
        JavaVersion.requirement("1.8.0_392", "/opt/java8"));
  }

  @ParameterizedTest
  @ValueSource(classes = {Launcher.class, MenuEntry.class, JavaVersion.class})
  void anOlderJavaCanLoadTheEntryPoints(Class<?> entryPoint) throws IOException {
    String file = entryPoint.getSimpleName() + ".class";
    try (DataInputStream bytes = new DataInputStream(entryPoint.getResourceAsStream(file))) {
      assertEquals(0xCAFEBABE, bytes.readInt());
      bytes.readUnsignedShort(); // minor version
      assertTrue(bytes.readUnsignedShort() <= JAVA_8_CLASS_FILE, file);
    }
  }
}
