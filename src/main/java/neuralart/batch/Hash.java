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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import neuralart.host.input.MacroOptions;

/** Hashes of inputs and settings: the first half of SHA-256, in 32 digits. */
final class Hash {
  private static final int DIGITS = 32;
  private static final int BUFFER = 1 << 16;

  private final Work work;
  private final String version;
  private final Map<List<String>, String> known = new ConcurrentHashMap<>();

  /**
   * @param version of the software
   */
  Hash(Work work, String version) {
    this.work = work;
    this.version = version;
  }

  /**
   * The hash of what a result depends on beside its input.
   *
   * @throws IllegalArgumentException if the options of a variant are wrong
   */
  String ofSettings(List<Variant> variants) {
    List<String> options = variants.stream().map(Variant::options).toList();
    return known.computeIfAbsent(options, key -> of(settings(variants)));
  }

  /**
   * What a result depends on beside its input, in readable lines: for each variant the version of
   * the software, the command with all its options or the macro's text, and the hashes of the files
   * that the options name, such as a network's.
   */
  String settings(List<Variant> variants) {
    return variants.stream().map(this::settings).collect(Collectors.joining("\n"));
  }

  private String settings(Variant variant) {
    StringBuilder text = new StringBuilder("Neural Art " + version + "\n");
    text.append(work.settings(variant.options())).append("\n");
    for (String value : words(variant.options())) {
      try {
        Path file = Path.of(value);
        if (Files.isRegularFile(file)) {
          text.append("File ").append(value).append(" ").append(of(file)).append("\n");
        }
      } catch (InvalidPathException e) {
        // no file
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return text.toString();
  }

  /** What may be the path of a file. */
  private static List<String> words(String options) {
    try {
      MacroOptions parsed = MacroOptions.parse(options);
      return Stream.concat(parsed.values().values().stream(), parsed.flags().stream()).toList();
    } catch (IllegalArgumentException e) {
      return List.of(); // any text, which is a macro's own affair
    }
  }

  private static String of(String text) {
    MessageDigest digest = sha256();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
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
