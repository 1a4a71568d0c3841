package neuralart.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import neuralart.host.input.MacroOptions;

/** Hashes of inputs and settings: the first half of SHA-256, in 32 digits. */
final class Hash {
  private static final int DIGITS = 32;
  private static final int BUFFER = 1 << 16;

  private final Work work;
  private final String version;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  /**
   * @param version of the software
   */
  Hash(Work work, String version) {
    this.work = work;
    this.version = version;
  }

  /**
   * The hash of what a result depends on beside its input: the command with all its options or the
   * macro's text, the version of the software, and what is in the files that the options name, such
   * as a network's.
   *
   * @throws IllegalArgumentException if the options are wrong
   */
  String ofSettings(String options) {
    return known.computeIfAbsent(options, this::settings);
  }

  private String settings(String options) {
    MessageDigest digest = sha256();
    digest.update((version + "\n" + work.settings(options)).getBytes(StandardCharsets.UTF_8));
    for (String value : MacroOptions.parse(options).values().values()) {
      try {
        Path file = Path.of(value);
        if (Files.isRegularFile(file)) {
          digest.update(of(file).getBytes(StandardCharsets.UTF_8));
        }
      } catch (InvalidPathException e) {
        // no file
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return text(digest);
  }

  /** The hash of what is in a file. */
  static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
      while (stream.read(buffer) >= 0) {
        // the digest takes what is read
      }
    }
    return text(digest);
  }

  private static String text(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
