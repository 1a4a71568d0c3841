package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ImageStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltinStylesTest {
  private static final Path FILES = Path.of("src/main/resources/neuralart/styles");

  /** What they may add to the download. */
  private static final long BYTES = 720_000;

  @Test
  void namesEveryFileSortedAndNoneTwice() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      List<String> names =
          files.map(file -> file.getFileName().toString().replace(".jpg", "")).sorted().toList();
      assertEquals(names, BuiltinStyles.names());
    }
    assertTrue(BuiltinStyles.names().contains(BuiltinStyles.DEFAULT));
  }

  @Test
  void staySmall() throws IOException {
    long bytes = 0;
    for (String name : BuiltinStyles.names()) {
      bytes += Files.size(FILES.resolve(name + ".jpg"));
    }
    assertTrue(bytes < BYTES, bytes + " bytes");
  }

  static List<String> names() {
    return BuiltinStyles.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void areColouredPicturesRichInContrast(String name) {
    ImagePlus image = BuiltinStyles.open(name);
    assertEquals(name, image.getTitle());
    assertEquals(24, image.getBitDepth());
    assertFalse(image.isVisible());
    int longer = Math.max(image.getWidth(), image.getHeight());
    assertTrue(longer >= 400 && longer <= 512, image.toString());
    ImageStatistics luma = image.getProcessor().convertToByteProcessor().getStats();
    assertTrue(luma.stdDev > 25, name + ": deviation " + luma.stdDev);
    assertTrue(luma.mean > 40 && luma.mean < 215, name + ": mean " + luma.mean);
  }

  @Test
  void areReadOnce() {
    assertSame(BuiltinStyles.open("wave"), BuiltinStyles.open("wave"));
  }

  @Test
  void anUnknownNameListsThem() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> BuiltinStyles.open("vawe")).getMessage();
    assertTrue(message.contains("'vawe'") && message.contains("coral, dots, dusk"), message);
  }
}
