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
import java.util.TreeMap;
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

  private static final Pattern WORD = Pattern.compile("\\b[A-Z]\\w+");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");

  /** What depends on the language of the system, where files, macros and tables must not. */
  private static final Pattern LOCAL =
      Pattern.compile(
          "String\\.format\\(\\s*+(?!Locale\\.)|\\.formatted\\(|\\.printf\\(\\s*+(?!Locale\\.)"
              + "|\\.to(Lower|Upper)Case\\(\\)");

  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          entry("launch", "ij"),
          entry(
              "command",
              "ij",
              "org.scijava",
              "neuralart.imagej",
              "neuralart.image",
              "neuralart.art",
              "neuralart.model",
              "neuralart.network",
              "neuralart.device",
              "neuralart.step",
              "neuralart.optimize"),
          entry(
              "imagej",
              "ij",
              "net.imagej",
              "javax.swing",
              "org.commonmark",
              "org.scijava",
              "neuralart.image",
              "neuralart.optimize"),
          entry("art"),
          entry(
              "art/dream",
              "neuralart.art",
              "neuralart.image",
              "neuralart.model",
              "neuralart.network",
              "neuralart.plan",
              "neuralart.step",
              "neuralart.objective",
              "neuralart.optimize"),
          entry(
              "art/style",
              "neuralart.art",
              "neuralart.device",
              "neuralart.image",
              "neuralart.model",
              "neuralart.network",
              "neuralart.plan",
              "neuralart.step",
              "neuralart.objective",
              "neuralart.optimize"),
          entry(
              "art/filter",
              "neuralart.art",
              "neuralart.device",
              "neuralart.image",
              "neuralart.model",
              "neuralart.network",
              "neuralart.plan",
              "neuralart.objective",
              "neuralart.optimize"),
          entry(
              "art/maps",
              "neuralart.art",
              "neuralart.image",
              "neuralart.network",
              "neuralart.plan",
              "neuralart.step",
              "neuralart.optimize"),
          entry(
              "optimize",
              "org.nd4j",
              "neuralart.image",
              "neuralart.network",
              "neuralart.plan",
              "neuralart.step",
              "neuralart.objective"),
          entry("objective", "neuralart.step"),
          entry(
              "plan",
              "neuralart.device",
              "neuralart.network",
              "neuralart.objective",
              "neuralart.step"),
          entry("network", "neuralart.image", "neuralart.step"),
          entry("plan/cpu", "org.nd4j", "neuralart.step"),
          entry("network/node", "neuralart.step"),
          entry("step", "org.nd4j"),
          entry(
              "model",
              "org.nd4j",
              "org.deeplearning4j",
              "io.jhdf",
              "javax.net.ssl",
              "neuralart.device",
              "neuralart.network",
              "neuralart.step"),
          entry("device", "org.nd4j", "org.bytedeco", "org.slf4j", "com.sun.management"),
          entry("image", "net.imglib2"));

  private static Map.Entry<String, Set<String>> entry(String name, String... allowed) {
    return Map.entry(name, Set.of(allowed));
  }

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

  /** In which packages no class may need one that needs it in turn. */
  private static final Set<String> LAYERED =
      Set.of("art", "art/dream", "art/style", "art/filter", "art/maps", "image");

  @Test
  void classesDontNeedEachOther() throws IOException {
    for (String name : LAYERED) {
      Map<String, Set<String>> needs = new TreeMap<>();
      for (Path file : files(SOURCES.resolve(name))) {
        String own = file.getFileName().toString().replace(".java", "");
        Set<String> words = new TreeSet<>();
        Matcher found = WORD.matcher(COMMENT.matcher(Files.readString(file)).replaceAll(""));
        while (found.find()) {
          words.add(found.group());
        }
        words.remove(own);
        needs.put(own, words);
      }
      needs.values().forEach(needed -> needed.retainAll(needs.keySet()));
      while (needs.values().stream().anyMatch(Set::isEmpty)) {
        Set<String> free = new TreeSet<>(needs.keySet());
        free.removeIf(own -> !needs.get(own).isEmpty());
        needs.keySet().removeAll(free);
        needs.values().forEach(needed -> needed.removeAll(free));
      }
      assertEquals(Map.of(), needs, name);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
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
