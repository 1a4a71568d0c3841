package neuralart.model.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a file is by its first bytes. */
public enum FileKind {
  HDF5(0x89, 'H', 'D', 'F'),
  ZIP('P', 'K', 3, 4),
  OTHER;

  private final byte[] start;

  FileKind(int... start) {
    this.start = new byte[start.length];
    for (int i = 0; i < start.length; i++) {
      this.start[i] = (byte) start[i];
    }
  }

  public static FileKind of(Path file) throws IOException {
    byte[] bytes;
    try (InputStream stream = Files.newInputStream(file)) {
      bytes = stream.readNBytes(HDF5.start.length);
    }
    return Arrays.stream(values())
        .filter(
            kind ->
                Arrays.equals(
                    kind.start,
                    0,
                    kind.start.length,
                    bytes,
                    0,
                    Math.min(bytes.length, kind.start.length)))
        .findFirst()
        .orElse(OTHER);
  }
}
