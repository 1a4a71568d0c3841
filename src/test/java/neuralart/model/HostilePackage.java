package neuralart.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import neuralart.model.bioimage.BioimageFiles;
import neuralart.model.dl4j.DeepLearning4jFiles;

/** Damaged and malicious packages of bioimage.io, by a seed. */
final class HostilePackage {
  /** In place of any value of a description. */
  private static final List<String> EXTREMES =
      List.of(
          "0",
          "-1",
          "1e308",
          "-1e-300",
          "99999999999999999999",
          ".nan",
          ".inf",
          "null",
          "~",
          "''",
          "true",
          "[]",
          "{}",
          "[[[]]]",
          "{a: b}",
          "[1, 2, 3, 4, 5]",
          "&x *x",
          "*first",
          "*none",
          "!!java.lang.Runtime {}",
          "!!python/object:os.system [ls]",
          "../../../etc/passwd",
          "/etc/passwd",
          "https://localhost/x",
          "file:///etc/passwd",
          "test_input.npy",
          "rdf.yaml",
          "zyx",
          "bcyxx",
          "\"\\0\\x07\"",
          "'a\n  b'",
          "%",
          "@",
          "<<",
          "{<<: *first}",
          "uint8");

  private static final String OPERATIONS =
      "[{id: ensure_dtype, kwargs: {dtype: float32}},"
          + " {id: scale_range, kwargs: {axes: [y, x], min_percentile: 1, max_percentile: 99}},"
          + " {id: clip, kwargs: {min: 0, max: 1}},"
          + " {id: scale_linear, kwargs: {axis: channel, gain: [1, 2], offset: [0, 1]}},"
          + " {id: zero_mean_unit_variance, kwargs: {eps: 1e-06}}]";

  private static final Pattern VALUE = Pattern.compile("(?<=[:\\[,] )[^\\s,\\]}{\\[]+");
  private static final int MOST_BYTES = 20;

  private final Random random;
  private final Map<String, byte[]> files;

  HostilePackage(Random random) {
    this.random = random;
    float[] values = new float[2 * 4 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * i;
    }
    byte[] array = BioimageFiles.array(values, 1, 2, 4, 4);
    files =
        BioimageFiles.withOnnx(
            random.nextBoolean()
                ? BioimageFiles.recent(OPERATIONS, "[{id: sigmoid}]", array, array)
                : BioimageFiles.old(
                    OPERATIONS.replace("id:", "name:").replace("[y, x]", "yx"),
                    "[{name: binarize, kwargs: {threshold: 0.5}}]",
                    array,
                    array));
  }

  /** Writes a variant; what was done to it is in its name. */
  Path write(Path folder, int number) throws IOException {
    String name = "package-" + number + "-";
    switch (random.nextInt(6)) {
      case 0 -> {
        return bytes(zip(folder.resolve(name + "bytes.zip")));
      }
      case 1 -> {
        damageFile();
        return zip(folder.resolve(name + "file.zip"));
      }
      case 2 -> {
        lines();
        return zip(folder.resolve(name + "lines.zip"));
      }
      case 3 -> {
        damageText();
        return zip(folder.resolve(name + "text.zip"));
      }
      default -> {
        for (int i = random.nextInt(3); i >= 0; i--) {
          value();
        }
        return zip(folder.resolve(name + "value.zip"));
      }
    }
  }

  private Path zip(Path file) throws IOException {
    DeepLearning4jFiles.write(file, files);
    return file;
  }

  /** Changes bytes of the zip, or cuts it. */
  private Path bytes(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (random.nextInt(4) == 0) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    for (int i = random.nextInt(MOST_BYTES); i >= 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return Files.write(file, bytes);
  }

  /** Removes, empties, cuts, swaps, changes or blows up a file. */
  private void damageFile() {
    List<String> names = List.copyOf(files.keySet());
    String name = names.get(random.nextInt(names.size()));
    byte[] bytes = files.get(name);
    switch (random.nextInt(6)) {
      case 0 -> files.remove(name);
      case 1 -> files.put(name, new byte[0]);
      case 2 -> files.put(name, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      case 3 -> files.put(name, files.get(names.get(random.nextInt(names.size()))));
      case 4 -> files.put(name, Arrays.copyOf(bytes, random.nextInt(100_000_000)));
      default -> {
        for (int i = 0; i < MOST_BYTES; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
    }
  }

  /** Removes, repeats or swaps lines of the description. */
  private void lines() {
    List<String> lines = new ArrayList<>(BioimageFiles.description(files).lines().toList());
    for (int i = random.nextInt(3); i >= 0; i--) {
      int line = random.nextInt(lines.size());
      switch (random.nextInt(3)) {
        case 0 -> lines.remove(line);
        case 1 -> lines.add(random.nextInt(lines.size()), lines.get(line));
        default -> lines.set(line, " ".repeat(random.nextInt(9)) + lines.get(line));
      }
    }
    BioimageFiles.put(files, "rdf.yaml", String.join("\n", lines));
  }

  /** Changes characters of the description, or nests it deeply. */
  private void damageText() {
    StringBuilder text = new StringBuilder(BioimageFiles.description(files));
    if (random.nextInt(4) == 0) {
      text.insert(random.nextInt(text.length()), "[{-?:".substring(random.nextInt(4)).repeat(5000));
    }
    for (int i = random.nextInt(MOST_BYTES); i >= 0; i--) {
      text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(300));
    }
    files.put("rdf.yaml", text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces a value of the description. */
  private void value() {
    String text = BioimageFiles.description(files);
    List<int[]> places = new ArrayList<>();
    Matcher matcher = VALUE.matcher(text);
    while (matcher.find()) {
      places.add(new int[] {matcher.start(), matcher.end()});
    }
    int[] place = places.get(random.nextInt(places.size()));
    String other = EXTREMES.get(random.nextInt(EXTREMES.size()));
    BioimageFiles.put(
        files, "rdf.yaml", text.substring(0, place[0]) + other + text.substring(place[1]));
  }
}
