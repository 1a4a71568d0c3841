package neuralart.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which package may use which: data flows one way, and the user interface stays at the edge. And
 * what none may use.
 */
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src/main/java/neuralart");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+);");

  /** What depends on the language of the system, where files, macros and tables must not. */
  private static final Pattern LOCAL =
      Pattern.compile(
          "String\\.format\\(\\s*+(?!Locale\\.)|\\.formatted\\(|\\.printf\\(\\s*+(?!Locale\\.)"
              + "|\\.to(Lower|Upper)Case\\(\\)");

  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "launch", Set.of("ij"),
          "command",
              Set.of(
                  "ij",
                  "org.scijava",
                  "org.nd4j",
                  "neuralart.imagej",
                  "neuralart.image",
                  "neuralart.art",
                  "neuralart.network",
                  "neuralart.optimize"),
          "imagej",
              Set.of(
                  "ij",
                  "net.imagej",
                  "javax.swing",
                  "org.commonmark",
                  "net.imglib2",
                  "org.scijava",
                  "org.nd4j",
                  "neuralart.image",
                  "neuralart.optimize"),
          "art",
              Set.of(
                  "org.nd4j",
                  "neuralart.image",
                  "neuralart.network",
                  "neuralart.objective",
                  "neuralart.optimize"),
          "optimize", Set.of("org.nd4j", "neuralart.network", "neuralart.objective"),
          "objective", Set.of("org.nd4j", "neuralart.network"),
          "network", Set.of("org.nd4j", "org.bytedeco", "org.slf4j", "com.sun.management"),
          "network/node", Set.of("org.nd4j"),
          "network/model",
              Set.of(
                  "org.nd4j",
                  "org.deeplearning4j",
                  "io.jhdf",
                  "javax.net.ssl",
                  "neuralart.network"),
          "image", Set.of("org.nd4j", "net.imglib2"));

  @Test
  void packagesImportWhatTheyMay() throws IOException {
    List<String> violations = new ArrayList<>();
    Set<String> packages = new TreeSet<>();
    for (Path file : sources()) {
      String name = SOURCES.relativize(file.getParent()).toString().replace('\\', '/');
      packages.add(name);
      Matcher imports = IMPORT.matcher(Files.readString(file));
      while (imports.find()) {
        if (!isAllowed(name, imports.group(1))) {
          violations.add(file + " imports " + imports.group(1));
        }
      }
    }
    assertEquals(List.of(), violations);
    assertEquals(ALLOWED.keySet(), packages);
  }

  @Test
  void textIsTheSameInEveryLocale() throws IOException {
    List<String> violations = new ArrayList<>();
    for (Path file : sources()) {
      String text = Files.readString(file);
      Matcher local = LOCAL.matcher(text);
      while (local.find()) {
        violations.add(file + ":" + text.substring(0, local.start()).lines().count());
      }
    }
    assertEquals(List.of(), violations);
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    for (String name : ALLOWED.keySet()) {
      assertTrue(Files.exists(SOURCES.resolve(name).resolve("package-info.java")), name);
    }
  }

  private static boolean isAllowed(String name, String imported) {
    String own = "neuralart." + name.replace('/', '.');
    return imported.startsWith("java.")
        || imported.startsWith(own + ".")
        || ALLOWED.getOrDefault(name, Set.of()).stream()
            .anyMatch(prefix -> imported.startsWith(prefix + "."));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
