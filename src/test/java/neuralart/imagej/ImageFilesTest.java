package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import neuralart.image.Picture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"numbers.txt", "numbers.csv", "numbers.tsv", "numbers"})
  void numbersInATextArePixels(String name) throws Exception {
    Path file = folder.resolve(name);
    Files.writeString(file, "0, 0.5, 1\n-1, NaN, 3\n");
    ImagePlus image = ImageFiles.open(file.toString());
    assertEquals(name, image.getTitle());
    assertArrayEquals(
        new float[] {0, 0.5f, 1, -1, Float.NaN, 3}, (float[]) image.getProcessor().getPixels());
    Picture rgb = DisplayedImage.picture(image);
    assertEquals(0, rgb.get(1, 0, 0));
    assertEquals(0, rgb.get(1, 1, 0), "not a number");
    assertEquals(255, rgb.get(1, 2, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"some words, no numbers\n", "", "1 2 3\n4 5\n"})
  void aTextWithoutAPictureIsRefused(String text) throws Exception {
    Path file = folder.resolve("notes.txt");
    Files.writeString(file, text);
    assertEquals(
        "ImageJ can't read the image file " + file,
        assertThrows(IllegalArgumentException.class, () -> ImageFiles.open(file.toString()))
            .getMessage());
  }
}
