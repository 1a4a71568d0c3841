package neuralart.model.tensorflow;

import java.io.IOException;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import neuralart.model.file.Reading;

/** A zip with a SavedModel in it, perhaps in a folder. */
final class SavedModelFile {
  private static final String GRAPH = "saved_model.pb";

  private final ZipFile zip;
  private final long fileBytes;
  private final String folder;
  private long bytesRead;

  /**
   * @param zip has a SavedModel
   * @param fileBytes its size
   */
  SavedModelFile(ZipFile zip, long fileBytes) {
    this.zip = zip;
    this.fileBytes = fileBytes;
    String graph = graph(zip).orElseThrow();
    this.folder = graph.substring(0, graph.length() - GRAPH.length());
  }

  /** The name of the entry that has the graph, if there is one. */
  static Optional<String> graph(ZipFile zip) {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.equals(GRAPH) || name.endsWith("/" + GRAPH))
        .findFirst();
  }

  byte[] graph() throws IOException {
    return bytes(GRAPH);
  }

  /** Whether a file of the SavedModel is there. */
  boolean has(String name) {
    return zip.getEntry(folder + name) != null;
  }

  /**
   * The contents of a file.
   *
   * @throws IllegalArgumentException if there is none, or all that is read is too much
   */
  byte[] bytes(String name) throws IOException {
    ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw new IllegalArgumentException("is incomplete: it has no '" + name + "'");
    }
    bytesRead = Math.addExact(bytesRead, entry.getSize());
    Reading.requirePlausible(bytesRead, fileBytes);
    if (entry.getSize() > Integer.MAX_VALUE - Long.BYTES) {
      throw new IllegalArgumentException("has more than 2 GB of weights, which can't be read");
    }
    try (var stream = zip.getInputStream(entry)) {
      return stream.readNBytes((int) entry.getSize());
    }
  }
}
