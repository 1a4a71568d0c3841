package neuralart.plan.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A source file of kernels, and what it is compiled with.
 *
 * @param source name of the file
 * @param options of the compiler
 */
record Program(String source, String options) {
  /** Sums of parts of products and convolutions. */
  static final Program PARTS = new Program("parts", "");

  /**
   * The source file with names for the constants of enums, so that both sides number them alike.
   */
  static Program of(String source, Enum<?>... constants) {
    return new Program(
        source,
        Stream.of(constants)
            .map(constant -> "-D " + constant.name() + "=" + constant.ordinal())
            .collect(Collectors.joining(" ")));
  }

  /** The same, compiled for one of the kinds. */
  static Program of(String source, Enum<?> kind, Enum<?>... constants) {
    return new Program(source, of(source, constants).options() + " -D KIND=" + kind.name());
  }

  /** The source file, behind what all programs begin with. */
  String text() {
    return read("sums") + read("epilogue") + read(source);
  }

  private static String read(String name) {
    try (InputStream stream = Program.class.getResourceAsStream(name + ".cl")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
