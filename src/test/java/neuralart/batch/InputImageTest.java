package neuralart.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.io.FileSaver;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputImageTest {
  @TempDir Path folder;

  @Test
  void aCutTiffFileIsTold() throws IOException {
    Path file = folder.resolve("a.tif");
    new FileSaver(IJ.createImage("a", "16-bit ramp", 60, 40, 3)).saveAsTiff(file.toString());
    InputImage.requireWholeTiff(file);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 10_000)); // of 3 x 4800 bytes
    assertCutOff(file);
    byte[] directoryAtItsEnd = Arrays.copyOf(new byte[] {'I', 'I', '*', 0, 0, 2}, 500);
    Files.write(file, directoryAtItsEnd); // it would be at 512
    assertCutOff(file);
  }

  @Test
  void anImageOfSingleBitsIsWhole() throws IOException {
    Path file = folder.resolve("bits.tif");
    BufferedImage bits = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_BINARY);
    assertTrue(ImageIO.write(bits, "tif", file.toFile()));
    InputImage.requireWholeTiff(file);
    assertEquals(64, InputImage.open(file).getWidth());
  }

  @Test
  void otherFilesAreLeftToTheMacro() throws IOException {
    InputImage.requireWholeTiff(Files.writeString(folder.resolve("no.tif"), "no image"));
  }

  private static void assertCutOff(Path file) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> InputImage.requireWholeTiff(file))
            .getMessage();
    assertTrue(message.contains("is cut off: it has "), message);
  }
}
