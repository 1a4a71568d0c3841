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
      Map.ofEntries(
          entry("launch", "ij"),
          entry(
              "check",
              "javax.imageio",
              "neuralart.device",
              "neuralart.image",
              "neuralart.model",
              "neuralart.network",
              "neuralart.objective",
              "neuralart.plan",
              "neuralart.step"),
          entry(
              "batch",
              "ij",
              "org.scijava",
              "sun.misc",
              "neuralart.device",
              "neuralart.host",
              "neuralart.host.input",
              "neuralart.imagej"),
          entry(
              "command",
              "ij",
              "javax.imageio",
              "org.scijava",
              "neuralart.host",
              "neuralart.host.browser",
              "neuralart.host.dialog",
              "neuralart.host.input",
              "neuralart.imagej",
              "neuralart.image",
              "neuralart.art",
              "neuralart.model",
              "neuralart.network",
              "neuralart.device",
              "neuralart.plan",
              "neuralart.step",
              "neuralart.optimize"),
          entry(
              "host",
              "ij",
              "net.imagej",
              "org.scijava",
              "neuralart.host.dialog",
              "neuralart.host.input"),
          entry(
              "host/dialog",
              "ij",
              "javax.swing",
              "org.commonmark",
              "org.scijava",
              "neuralart.host.input"),
          entry("host/browser", "javax.swing", "neuralart.host.dialog"),
          entry("host/input", "ij", "org.scijava"),
          entry(
              "imagej",
              "ij",
              "javax.imageio",
              "org.scijava",
              "neuralart.host",
              "neuralart.host.input",
              "neuralart.image",
              "neuralart.network",
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
              "art/fill",
              "neuralart.art",
              "neuralart.image",
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
              "art/apply",
              "neuralart.art.maps",
              "neuralart.image",
              "neuralart.network",
              "neuralart.step",
              "neuralart.optimize"),
          entry(
              "art/maps",
              "neuralart.art",
              "neuralart.image",
              "neuralart.network",
              "neuralart.network.processing",
              "neuralart.plan",
              "neuralart.step",
              "neuralart.optimize"),
          entry(
              "art/saliency",
              "neuralart.art",
              "neuralart.image",
              "neuralart.network",
              "neuralart.network.node",
              "neuralart.plan",
              "neuralart.step",
              "neuralart.objective",
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
              "neuralart.plan.cpu",
              "neuralart.plan.opencl",
              "neuralart.step"),
          entry(
              "network",
              "neuralart.image",
              "neuralart.network.node",
              "neuralart.network.processing",
              "neuralart.step"),
          entry("network/processing", "neuralart.image"),
          entry("plan/cpu", "org.nd4j", "neuralart.step"),
          entry("plan/opencl", "org.bytedeco", "neuralart.device", "neuralart.step"),
          entry("network/node", "neuralart.step"),
          entry("step", "org.nd4j", "neuralart.device"),
          entry(
              "model",
              "neuralart.device",
              "neuralart.image",
              "neuralart.model.bioimage",
              "neuralart.model.dl4j",
              "neuralart.model.download",
              "neuralart.model.file",
              "neuralart.model.keras",
              "neuralart.model.known",
              "neuralart.model.onnx",
              "neuralart.model.tensorflow",
              "neuralart.network",
              "neuralart.network.processing"),
          entry(
              "model/bioimage",
              "org.nd4j.shade.jackson",
              "neuralart.image",
              "neuralart.model.download",
              "neuralart.model.file",
              "neuralart.model.keras",
              "neuralart.model.onnx",
              "neuralart.model.tensorflow",
              "neuralart.network",
              "neuralart.network.processing"),
          entry("model/download", "javax.net.ssl", "neuralart.model.file"),
          entry("model/file", "org.nd4j", "neuralart.network", "neuralart.step"),
          entry(
              "model/keras",
              "org.nd4j",
              "io.jhdf",
              "neuralart.model.file",
              "neuralart.network",
              "neuralart.step"),
          entry(
              "model/known",
              "neuralart.model.download",
              "neuralart.model.file",
              "neuralart.model.keras",
              "neuralart.network",
              "neuralart.step"),
          entry(
              "model/dl4j",
              "org.nd4j",
              "org.deeplearning4j",
              "neuralart.model.file",
              "neuralart.network",
              "neuralart.step"),
          entry(
              "model/onnx",
              "onnx",
              "org.nd4j.shade",
              "neuralart.model.file",
              "neuralart.network",
              "neuralart.step"),
          entry(
              "model/tensorflow",
              "onnx",
              "org.nd4j.shade",
              "org.tensorflow",
              "neuralart.model.file",
              "neuralart.model.onnx",
              "neuralart.network"),
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
        || imported.matches(Pattern.quote(own) + "\\.[A-Z].*")
        || ALLOWED.getOrDefault(name, Set.of()).stream()
            .anyMatch(prefix -> imported.startsWith(prefix + "."));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
