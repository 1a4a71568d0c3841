package neuralart.model.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import neuralart.network.Network;
import neuralart.network.Preprocessing;

/** A format of files that hold a network: its layers and their weights. */
public interface NetworkFormat {
  /** How the names of such files end, with the dot and in lower case. */
  List<String> endings();

  /**
   * Whether a file is of this format, told by what is in it.
   *
   * @throws IOException if it can't be read, or is damaged
   */
  boolean recognises(Path file) throws IOException;

  /**
   * Reads the network in a file of this format. The file may be of anybody's making: nothing in it
   * is run.
   *
   * @param preprocessing from the conventional way to give the network its pixels, the way to use
   * @return the network, for the caller to close
   * @throws IllegalArgumentException if it can't be used; the message follows the file's name
   * @throws IOException if it can't be read, or is damaged
   */
  Network read(Path file, UnaryOperator<Preprocessing> preprocessing) throws IOException;

  /** Whether these are the first bytes of a file. */
  static boolean begins(Path file, int... bytes) throws IOException {
    byte[] start;
    try (InputStream stream = Files.newInputStream(file)) {
      start = stream.readNBytes(bytes.length);
    }
    boolean same = start.length == bytes.length;
    for (int i = 0; same && i < bytes.length; i++) {
      same = start[i] == (byte) bytes[i];
    }
    return same;
  }

  /** Whether a file is a zip, which many formats are. */
  static boolean isZip(Path file) throws IOException {
    return begins(file, 'P', 'K', 3, 4);
  }
}
