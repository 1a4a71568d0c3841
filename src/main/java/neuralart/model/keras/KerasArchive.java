package neuralart.model.keras;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import neuralart.model.file.Json;
import neuralart.model.file.Reading;
import neuralart.network.Network;
import neuralart.network.Preprocessing;

/**
 * A {@code .keras} file, which Keras writes since 2.12: a zip with the architecture in {@code
 * config.json}, the version in {@code metadata.json} and the weights in HDF5.
 */
final class KerasArchive {
  static final String ARCHITECTURE = "config.json";
  static final String WEIGHTS = "model.weights.h5";
  private static final String METADATA = "metadata.json";

  private final ZipFile zip;
  private final Path file;

  private KerasArchive(ZipFile zip, Path file) {
    this.zip = zip;
    this.file = file;
  }

  /** Whether a zip has what such a file has. */
  static boolean recognises(ZipFile zip) {
    return zip.getEntry(ARCHITECTURE) != null && zip.getEntry(WEIGHTS) != null;
  }

  /**
   * Reads the network in a file.
   *
   * @param preprocessing from the conventional way to give the network its pixels, the way to use
   * @throws IllegalArgumentException if it can't be used, saying why
   * @throws IOException if the file is damaged
   */
  static Network read(Path file, UnaryOperator<Preprocessing> preprocessing) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new KerasArchive(zip, file).read(preprocessing);
    }
  }

  private Network read(UnaryOperator<Preprocessing> preprocessing) throws IOException {
    String version = "3";
    if (zip.getEntry(METADATA) != null) {
      version = Json.parse(text(METADATA), METADATA).path("keras_version").asText(version);
    }
    KerasArchitecture architecture = KerasArchitecture.parse(text(ARCHITECTURE), version, "");
    byte[] weights = weights();
    return Hdf5File.read(
        weights,
        file.toString(),
        hdf ->
            KerasReader.read(
                architecture,
                WeightsByOrder.of(hdf, architecture),
                file.getFileName().toString(),
                preprocessing));
  }

  private String text(String entry) throws IOException {
    try (var stream = zip.getInputStream(zip.getEntry(entry))) {
      return new String(stream.readNBytes(Json.LARGEST + 1), StandardCharsets.UTF_8);
    }
  }

  private byte[] weights() throws IOException {
    ZipEntry entry = zip.getEntry(WEIGHTS);
    Reading.requirePlausible(entry.getSize(), file.toFile().length());
    if (entry.getSize() > Integer.MAX_VALUE - Long.BYTES) {
      throw new IllegalArgumentException("has more than 2 GB of weights, which can't be read");
    }
    try (var stream = zip.getInputStream(entry)) {
      return stream.readNBytes((int) entry.getSize());
    }
  }
}
