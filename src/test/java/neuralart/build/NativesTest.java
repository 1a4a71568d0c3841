package neuralart.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Maven resolved of native libraries: mixed versions crash, other platforms weigh a lot. */
class NativesTest {
  private static final String PLATFORM = "(linux|windows|macosx|android|ios)-[a-z0-9_]+";
  private static final List<String> JARS =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(path -> Path.of(path).getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .toList();

  @Test
  void oneJavaCppVersion() {
    Pattern bytedeco =
        Pattern.compile("(?:javacpp|(?:openblas|hdf5)-[0-9.]+)-(\\d+\\.\\d+\\.\\d+).*");
    assertEquals(Set.of("1.5.10"), all(bytedeco));
  }

  @Test
  void onePlatform() {
    Set<String> platforms = all(Pattern.compile(".*?-(" + PLATFORM + ")(?:-onednn)?\\.jar"));
    assertEquals(1, platforms.size(), platforms.toString());
  }

  @Test
  void everyNativeStandsBesideItsJavaSide() {
    for (String library :
        List.of("javacpp-1.5.10", "openblas-0.3.26-1.5.10", "nd4j-native-1.0.0-M2.1")) {
      Pattern name =
          Pattern.compile(
              "(" + Pattern.quote(library) + "(?:-" + PLATFORM + "(?:-onednn)?)?\\.jar)");
      assertEquals(2, all(name).size(), library);
    }
  }

  @Test
  void noSecondLogger() {
    assertFalse(JARS.stream().anyMatch(jar -> jar.startsWith("logback")), JARS.toString());
  }

  private static Set<String> all(Pattern pattern) {
    Set<String> found = new TreeSet<>();
    for (String jar : JARS) {
      Matcher matcher = pattern.matcher(jar);
      if (matcher.matches()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }
}
