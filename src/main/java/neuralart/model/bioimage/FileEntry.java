package neuralart.model.bioimage;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import neuralart.model.download.Checksum;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * A file that a description names.
 *
 * @param source its path in the package, or an address
 * @param sha256 its checksum in hexadecimal digits; empty if there is none
 */
record FileEntry(String source, String sha256) {
  /** Reads it: a path, or a map with {@code source} and perhaps {@code sha256}. */
  static Optional<FileEntry> of(JsonNode node) {
    String source = Settings.text(node.isTextual() ? node : node.path("source"));
    String sha256 = Settings.text(node.path("sha256")).toLowerCase(Locale.ROOT);
    return source.isEmpty() ? Optional.empty() : Optional.of(new FileEntry(source, sha256));
  }

  /** Where the file is in a package: an address may stand for a file of its name. */
  Optional<String> in(PackageFiles files) throws IOException {
    if (files.has(source)) {
      return Optional.of(source);
    }
    String name = source.substring(source.lastIndexOf('/') + 1);
    return source.contains("://") && files.has(name) ? Optional.of(name) : Optional.empty();
  }

  /**
   * Reads the file.
   *
   * @param most bytes that it may have
   * @throws IllegalArgumentException if it isn't there, or isn't the one that is described
   */
  byte[] read(PackageFiles files, long most) throws IOException {
    String name = in(files).orElse(source);
    byte[] bytes = files.read(name, most);
    if (!sha256.isEmpty() && !Checksum.sha256(sha256).fits(bytes)) {
      throw new IllegalArgumentException(
          "is damaged: its " + name + " hasn't the SHA-256 that the package says");
    }
    return bytes;
  }
}
