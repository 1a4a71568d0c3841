package neuralart.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packages, and the classes of a package, may be read without those that use them. */
class CycleTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?(neuralart[a-z\\d.]*)\\.[A-Z]");

  /** Comments, texts and characters. */
  private static final Pattern NO_CODE =
      Pattern.compile(
          "(?s)/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\""
              + "|'(?:\\\\.|[^'\\\\\n])+'");

  /** A package inside another is one of its own. */
  @Test
  void packagesUseEachOtherInOneDirection() throws IOException {
    Map<String, Map<String, String>> uses = new TreeMap<>();
    for (Path file : sources()) {
      String code = code(file);
      Matcher imports = IMPORT.matcher(code);
      while (imports.find()) {
        if (!imports.group(1).equals(packageOf(file))) {
          uses.computeIfAbsent(packageOf(file), name -> new TreeMap<>())
              .putIfAbsent(imports.group(1), place(file, code, imports.start()));
        }
      }
    }
    assertEquals(List.of(), circular(uses));
  }

  /** A class inside another is a part of that. */
  @Test
  void classesOfAPackageUseEachOtherInOneDirection() throws IOException {
    List<String> violations = new ArrayList<>();
    Map<String, List<Path>> packages =
        sources().stream().collect(Collectors.groupingBy(CycleTest::packageOf));
    for (List<Path> files : packages.values()) {
      Map<String, Map<String, String>> uses = new TreeMap<>();
      for (Path file : files) {
        uses.put(className(file), usedClasses(file, files));
      }
      violations.addAll(circular(uses));
    }
    assertEquals(List.of(), violations);
  }

  /** The classes of other files that a file names or imports, and where it does so first. */
  private static Map<String, String> usedClasses(Path file, List<Path> files) throws IOException {
    String code = code(file);
    String begin = "(?:(?<![\\w.])|(?<=" + Pattern.quote(packageOf(file) + ".") + "))";
    Map<String, String> used = new TreeMap<>();
    for (Path other : files) {
      Matcher name = Pattern.compile(begin + className(other) + "\\b").matcher(code);
      if (!other.equals(file) && name.find()) {
        used.put(className(other), place(file, code, name.start()));
      }
    }
    return used;
  }

  /**
   * The uses that lead back to where they come from.
   *
   * @param uses what each name uses, and where
   */
  private static List<String> circular(Map<String, Map<String, String>> uses) {
    List<String> circular = new ArrayList<>();
    uses.forEach(
        (name, places) ->
            places.forEach(
                (used, place) -> {
                  if (reach(used, uses, new TreeSet<>()).contains(name)) {
                    circular.add(place + ": " + name + " uses " + used);
                  }
                }));
    return circular;
  }

  private static Set<String> reach(
      String name, Map<String, Map<String, String>> uses, Set<String> reached) {
    for (String used : uses.getOrDefault(name, Map.of()).keySet()) {
      if (reached.add(used)) {
        reach(used, uses, reached);
      }
    }
    return reached;
  }

  /** A file with blanks where there is no code. */
  private static String code(Path file) throws IOException {
    return NO_CODE
        .matcher(Files.readString(file))
        .replaceAll(text -> text.group().replaceAll("[^\n]", " "));
  }

  private static String packageOf(Path file) {
    return SOURCES.relativize(file.getParent()).toString().replaceAll("[/\\\\]", ".");
  }

  private static String className(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String place(Path file, String code, int index) {
    return file + ":" + code.substring(0, index + 1).lines().count();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
