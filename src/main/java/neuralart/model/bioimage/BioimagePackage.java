package neuralart.model.bioimage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import neuralart.image.Picture;
import neuralart.model.file.Reading;
import neuralart.model.file.Yaml;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * What a package of bioimage.io says of its network.
 *
 * @param about its name, and what it is for
 * @param authors by name
 * @param license of the weights
 * @param citation of publications; empty if there is none
 * @param input the image that it takes
 * @param outputs what it gives
 * @param weights in all formats that it has
 */
public record BioimagePackage(
    String about,
    String authors,
    String license,
    String citation,
    TensorDescription input,
    List<TensorDescription> outputs,
    JsonNode weights) {
  private static final String VERSIONS = "0\\.[345](\\..*)?";

  /** Bytes of an array for tests. */
  private static final long LARGEST_ARRAY = 1L << 29;

  /**
   * An image and what the network should make of it.
   *
   * @param input values of pixels before the preprocessing
   * @param outputs for each output its values behind the postprocessing
   */
  public record Test(Picture input, List<Picture> outputs) {}

  /**
   * Reads the description in a package.
   *
   * @param path its folder or zip
   * @throws IllegalArgumentException if it can't be used: one line that names the package
   */
  public static BioimagePackage read(Path path) {
    return Reading.of(path.toString(), () -> in(path, BioimagePackage::of));
  }

  /** Does something with the files of a package. */
  interface Job<T> {
    T run(PackageFiles files) throws IOException;
  }

  static <T> T in(Path path, Job<T> job) throws IOException {
    try (PackageFiles files =
        PackageFiles.open(path)
            .orElseThrow(() -> new IllegalArgumentException("is no package of bioimage.io"))) {
      return job.run(files);
    }
  }

  static BioimagePackage of(PackageFiles files) throws IOException {
    String text =
        new String(
            files.read(files.description().orElseThrow(), Yaml.LARGEST), StandardCharsets.UTF_8);
    JsonNode root = Yaml.parse(text, "description");
    String type = Settings.text(root.path("type"));
    if (!type.isEmpty() && !type.equals("model")) {
      throw new IllegalArgumentException("describes a " + type + ", not a model");
    }
    String version = Settings.text(root.path("format_version"));
    if (!version.matches(VERSIONS)) {
      throw new IllegalArgumentException(
          "has a description of version '" + version + "'; 0.3, 0.4 and 0.5 can be read");
    }
    List<TensorDescription> inputs = tensors(root.path("inputs"), root.path("test_inputs"));
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("has " + inputs.size() + " inputs, not one image");
    }
    inputs.get(0).requireImage();
    return new BioimagePackage(
        joined(": ", Settings.text(root.path("name")), Settings.text(root.path("description"))),
        names(root.path("authors")),
        Settings.text(root.path("license")),
        citation(root.path("cite")),
        inputs.get(0),
        tensors(root.path("outputs"), root.path("test_outputs")),
        root.path("weights"));
  }

  private static List<TensorDescription> tensors(JsonNode nodes, JsonNode tests) {
    List<TensorDescription> tensors = new ArrayList<>();
    for (JsonNode node : Settings.list(nodes)) {
      if (!Settings.text(node.path("optional")).equals("true")) {
        tensors.add(TensorDescription.of(node, tests.path(tensors.size())));
      }
    }
    return tensors;
  }

  private static String names(JsonNode people) {
    return Settings.list(people).stream()
        .map(person -> Settings.text(person.isTextual() ? person : person.path("name")))
        .map(name -> name.replaceFirst(";@.*", "")) // accounts
        .filter(name -> !name.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String citation(JsonNode publications) {
    return Settings.list(publications).stream()
        .map(
            one ->
                joined(
                    " ",
                    Settings.text(one.path("text")),
                    Settings.text(one.path(one.path("doi").isTextual() ? "doi" : "url"))))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String joined(String separator, String... texts) {
    return Stream.of(texts).filter(text -> !text.isEmpty()).collect(Collectors.joining(separator));
  }

  /**
   * The arrays for tests.
   *
   * @param path folder or zip of the package
   * @throws IllegalArgumentException if there are none, or they can't be read: one line that names
   *     the package
   */
  public Test test(Path path) {
    return Reading.of(
        path.toString(),
        () ->
            in(
                path,
                files -> {
                  List<Picture> results = new ArrayList<>();
                  for (TensorDescription output : outputs) {
                    results.add(array(files, output));
                  }
                  return new Test(array(files, input), results);
                }));
  }

  /** The image for tests, if there is one that can be read: nothing depends on it but tests. */
  Optional<Picture> example(PackageFiles files) throws IOException {
    try {
      return Optional.of(array(files, input));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Picture array(PackageFiles files, TensorDescription tensor) throws IOException {
    FileEntry test =
        tensor
            .test()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "has no array for tests of '" + tensor.name() + "'"));
    byte[] bytes = test.read(files, LARGEST_ARRAY);
    try {
      return NumpyArray.read(bytes).picture(tensor.axes());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("has a " + test.source() + " that " + e.getMessage(), e);
    }
  }
}
