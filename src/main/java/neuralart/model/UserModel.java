package neuralart.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import neuralart.model.bioimage.BioimagePackage;
import neuralart.model.file.Reading;
import neuralart.model.known.StyleLayers;
import neuralart.network.Network;
import neuralart.network.Preprocessing;

/**
 * A network of the user's own, in a file: in ONNX, of DeepLearning4J or of Keras, or a package of
 * bioimage.io, which describes how it wants its pixels. Else that is guessed from what is in the
 * file, or said by a {@linkplain ModelProperties file beside it}.
 */
final class UserModel implements Model {
  private static final FileTime NOT_THERE = FileTime.fromMillis(0);

  /** Where the recipes' layers begin and end in InceptionV3, by the number of layers before. */
  private static final double FIRST_RECIPE_DEPTH = 0.3;

  private static final double LAST_RECIPE_DEPTH = 0.75;
  private static final double FIRST_DREAM_DEPTH = 0.5;
  private static final double LAST_DREAM_DEPTH = 0.75;

  /** Depths of the first and the last of VGG19's layers for style. */
  private static final double FIRST_STYLE_DEPTH = 0.05;

  private static final double LAST_STYLE_DEPTH = 0.85;

  private static final Map<Path, UserModel> KNOWN = new ConcurrentHashMap<>();

  private final Path file;
  private final List<FileTime> modified;
  private final ModelProperties properties;
  private final Optional<BioimagePackage> described;
  private final Preprocessing preprocessing;
  private final LayersByDepth layers;
  private final List<String> classes;

  private UserModel(Path file, List<FileTime> modified) {
    this.file = file;
    this.modified = modified;
    this.properties = ModelProperties.beside(file);
    if (NetworkFile.isPackage(file)) {
      properties.requireNoPixels();
      described = Optional.of(BioimagePackage.read(file));
    } else {
      described = Optional.empty();
    }
    try (Network network = load()) {
      this.preprocessing = network.preprocessing();
      this.layers = new LayersByDepth(network.layers());
      this.classes = ClassNames.of(file, network);
    }
  }

  /**
   * The network in a file, which is read to describe it, once until it changes.
   *
   * @throws IllegalArgumentException if there is none in it that can be used
   */
  static UserModel of(Path file) {
    List<FileTime> modified = Reading.of(file.toString(), () -> modified(file));
    UserModel known = KNOWN.get(file);
    if (known == null || !known.modified.equals(modified)) {
      known = new UserModel(file, modified);
      KNOWN.put(file, known);
    }
    return known;
  }

  /** When the network and each of the files beside it or in it was written. */
  private static List<FileTime> modified(Path file) throws IOException {
    List<Path> files =
        new ArrayList<>(
            List.of(
                file,
                ModelProperties.file(file),
                ClassNames.file(file),
                ClassNames.sharedFile(file)));
    if (Files.isDirectory(file)) {
      try (Stream<Path> inside = Files.list(file)) {
        inside.forEach(files::add);
      }
    }
    List<FileTime> times = new ArrayList<>();
    for (Path written : files) {
      times.add(Files.exists(written) ? Files.getLastModifiedTime(written) : NOT_THERE);
    }
    return times;
  }

  /** Classes that nobody has named are those of ImageNet if they are as many. */
  @Override
  public List<String> classes() {
    return classes.equals(ClassNames.numbers(ImageNetClasses.COUNT))
        ? ImageNetClasses.names()
        : classes;
  }

  @Override
  public String title() {
    return file.getFileName().toString();
  }

  @Override
  public String license() {
    return properties
        .license()
        .or(() -> described.map(BioimagePackage::license).filter(text -> !text.isEmpty()))
        .orElse("not stated");
  }

  @Override
  public Credits credits() {
    return described
        .map(said -> new Credits(said.about(), said.authors(), said.citation()))
        .orElse(Credits.NONE);
  }

  @Override
  public Optional<BioimagePackage.Test> test() {
    return described.map(said -> said.test(file));
  }

  @Override
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  @Override
  public String pixels() {
    if (described.isPresent()) {
      return "described by the package";
    }
    String said = properties.pixels().line();
    return said.isEmpty()
        ? UsualPixels.line(preprocessing)
        : said + ", from " + ModelProperties.file(file).getFileName();
  }

  @Override
  public List<String> recipeLayers() {
    return layersBetween(FIRST_RECIPE_DEPTH, LAST_RECIPE_DEPTH, 6);
  }

  @Override
  public String dreamLayers() {
    return properties
        .layers()
        .orElseGet(
            () ->
                String.join(
                    ", ",
                    layersBetween(FIRST_DREAM_DEPTH, LAST_DREAM_DEPTH, 2).stream()
                        .distinct()
                        .map(layer -> layer + "=1")
                        .toList()));
  }

  @Override
  public StyleLayers styleLayers() {
    List<String> chosen = layersBetween(FIRST_STYLE_DEPTH, LAST_STYLE_DEPTH, 5);
    return new StyleLayers(chosen, chosen.get(3), chosen.get(4));
  }

  /**
   * Layers at even steps of depth; a shallow network has some of them twice.
   *
   * @param first depth of the first, from 0 for the one nearest to the image to 1
   * @param last depth of the last
   * @param n how many
   * @throws IllegalArgumentException if no layer keeps the image's rows and columns
   */
  private List<String> layersBetween(double first, double last, int n) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "Network '" + title() + "' has no layer that keeps the image's rows and columns");
    }
    return layers.between(first, last, n);
  }

  @Override
  public Network load() {
    return properties.described(NetworkFile.read(file, properties::adjust));
  }
}
