package neuralart.model;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import neuralart.model.download.PartFile;
import neuralart.model.file.Reading;
import neuralart.network.Network;
import neuralart.network.NetworkDescription;
import neuralart.network.Preprocessing;

/**
 * What a user says of a network, in a text file beside it: {@code cells.properties} for {@code
 * cells.h5}. All keys may be left out.
 *
 * <ul>
 *   <li>{@code range}: what black and white become; {@code 0..1} if only one of the next two is
 *       given
 *   <li>{@code mean}: what is subtracted then, one number or one for each channel of the input
 *   <li>{@code deviation}: what is divided by then, one number or one for each channel of the input
 *   <li>{@code order}: of the channels, {@code RGB} or {@code BGR}
 *   <li>{@code standardize}: {@code image} or {@code channel}, where each image gets zero mean and
 *       unit variance, as a whole or channel by channel, instead of all of these
 *   <li>{@code layers}: those that dream, {@code name=weight, name=weight}
 *   <li>{@code license}
 * </ul>
 */
final class ModelProperties {
  private static final Set<String> KEYS =
      new TreeSet<>(
          Set.of("range", "mean", "deviation", "order", "standardize", "layers", "license"));

  private static final List<String> PIXELS =
      List.of("range", "mean", "deviation", "order", "standardize");

  private static final long LARGEST_FILE = 1 << 16;

  private final Path file;
  private final Properties values = new Properties();

  private ModelProperties(Path file) {
    this.file = file;
  }

  /** The name of the file beside a network. */
  static Path file(Path network) {
    String name = network.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return network.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".properties");
  }

  /**
   * Reads the file beside a network, if there is one.
   *
   * @throws IllegalArgumentException if it has a key that means nothing, or can't be read
   */
  static ModelProperties beside(Path network) {
    ModelProperties properties = new ModelProperties(file(network));
    if (Files.exists(properties.file)) {
      Reading.of(properties.file.toString(), properties::load);
    }
    for (String key : properties.values.stringPropertyNames()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            properties.file + ": there is no key '" + key + "'; the keys are " + KEYS);
      }
    }
    return properties;
  }

  /** What is said of pixels. */
  PixelSettings pixels() {
    List<String> said = PIXELS.stream().map(key -> values.getProperty(key, "").strip()).toList();
    return new PixelSettings(said.get(0), said.get(1), said.get(2), said.get(3), said.get(4));
  }

  /** The same file with other settings of pixels, which {@link #write} keeps. */
  ModelProperties with(PixelSettings settings) {
    ModelProperties other = new ModelProperties(file);
    other.values.putAll(values);
    settings
        .byKey()
        .forEach(
            (key, value) -> {
              if (value.isEmpty()) {
                other.values.remove(key);
              } else {
                other.values.setProperty(key, value);
              }
            });
    return other;
  }

  /** Writes the file, or removes it if nothing is said. */
  void write() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String key : KEYS) {
      if (values.containsKey(key)) {
        String value = values.getProperty(key).replace("\\", "\\\\").replace("\n", " ");
        text.append(key).append(" = ").append(value).append('\n');
      }
    }
    if (text.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
    try {
      Files.writeString(part, text);
      PartFile.move(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Properties load() throws IOException {
    if (Files.size(file) > LARGEST_FILE) {
      throw new IllegalArgumentException("is larger than " + LARGEST_FILE + " bytes");
    }
    try (Reader reader = Files.newBufferedReader(file)) {
      values.load(reader);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("is no text in UTF-8", e);
    }
    return values;
  }

  Optional<String> license() {
    return Optional.ofNullable(values.getProperty("license"));
  }

  /**
   * Checks that nothing is said of pixels, which a package itself describes.
   *
   * @throws IllegalArgumentException if it is
   */
  void requireNoPixels() {
    for (String key : PIXELS) {
      if (values.containsKey(key)) {
        throw new IllegalArgumentException(
            file + " has the key '" + key + "', but the package describes its pixels itself");
      }
    }
  }

  /** The layers that dream, as {@code name=weight, name=weight}. */
  Optional<String> layers() {
    return Optional.ofNullable(values.getProperty("layers"));
  }

  /**
   * How the network wants its pixels.
   *
   * @param usual what holds where the file says nothing
   * @throws IllegalArgumentException if a value isn't one
   */
  Preprocessing adjust(Preprocessing usual) {
    return Reading.of(file.toString(), () -> new PixelProperties(values).adjust(usual));
  }

  /**
   * The network, described where what it takes follows from each image.
   *
   * @param network that {@link #adjust} was used for
   */
  Network described(Network network) {
    return values.containsKey("standardize")
        ? network.withDescription(
            new NetworkDescription(new PixelProperties(values).standardization(), List.of()))
        : network;
  }
}
