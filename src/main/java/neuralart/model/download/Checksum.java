package neuralart.model.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A published checksum of a file.
 *
 * @param algorithm its name, as Java and users know it
 * @param digits the checksum in lower-case hexadecimal digits
 */
public record Checksum(String algorithm, String digits) {
  private static final int CHUNK = 1 << 16;

  /** A checksum that also withstands somebody who wants to deceive. */
  public static Checksum sha256(String digits) {
    return new Checksum("SHA-256", digits);
  }

  /** A checksum that detects accidents; all that Keras publishes for its older files. */
  public static Checksum md5(String digits) {
    return new Checksum("MD5", digits);
  }

  /** Whether a file has this checksum. */
  public boolean fits(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return fits(in);
    }
  }

  /** Whether the bytes of a file have this checksum. */
  public boolean fits(byte[] file) {
    return HexFormat.of().formatHex(digest().digest(file)).equals(digits);
  }

  /** Whether all that is left in a stream has this checksum. */
  boolean fits(InputStream in) throws IOException {
    MessageDigest digest = digest();
    byte[] chunk = new byte[CHUNK];
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      digest.update(ByteBuffer.wrap(chunk, 0, n));
    }
    return HexFormat.of().formatHex(digest.digest()).equals(digits);
  }

  private MessageDigest digest() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has both
    }
  }
}
