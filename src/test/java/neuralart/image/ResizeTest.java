package neuralart.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import neuralart.reference.PyTorch;
import neuralart.reference.RawImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeTest {
  @TempDir Path folder;

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"47, 90, 20, 31", "47, 90, 110, 91", "9, 64, 9, 7", "5, 3, 1, 1", "1, 1, 4, 6"})
  void resizesAsPyTorchDoes(int height, int width, int newHeight, int newWidth) throws Exception {
    PyTorch.assumeAvailable();
    Picture image = noise(height, width, 3);
    assertArrayEquals(
        reference("bilinear", image, newHeight, newWidth),
        Resize.antialiased(image, newHeight, newWidth).values(),
        1e-6f);
    assertArrayEquals(
        reference("bicubic", image, newHeight, newWidth),
        Resize.bicubic(image, newHeight, newWidth).values(),
        2e-6f);
  }

  private float[] reference(String mode, Picture image, int newHeight, int newWidth)
      throws Exception {
    Path input = folder.resolve("input.f32");
    Path output = folder.resolve("output.f32");
    RawImage.write(input, image);
    PyTorch.run(
        "resize.py",
        List.of(mode, input, image.height(), image.width(), newHeight, newWidth, output));
    return RawImage.read(output);
  }

  @Test
  void enlargingNeedsNoAntialiasing() {
    Picture image = noise(6, 5, 2);
    float[] expected = Resize.bilinear(image, 13, 17).values();
    float[] resized = Resize.antialiased(image, 13, 17).values();
    assertArrayEquals(expected, resized, 1e-6f);
  }

  @Test
  void leavesAnImageOfTheSizeAlone() {
    Picture image = noise(6, 5, 2);
    assertSame(image, Resize.bicubic(image, 6, 5));
    assertSame(image, Resize.antialiased(image, 6, 5));
    assertSame(image, Resize.bilinear(image, 6, 5));
  }

  /** The expected values are those of PyTorch 1.13: interpolate(mode="bilinear"). */
  @Test
  void bilinearHasHalfPixelCentres() {
    Picture row = Picture.of(1, 6, 1, 0, 10, 20, 30, 40, 50);
    Picture column = Picture.of(6, 1, 1, 0, 10, 20, 30, 40, 50);
    assertArrayEquals(
        new float[] {2.5f, 17.5f, 32.5f, 47.5f}, Resize.bilinear(row, 1, 4).values(), 1e-5f);
    assertArrayEquals(
        new float[] {0, 5, 11.6667f, 18.3333f, 25, 31.6667f, 38.3333f, 45, 50},
        Resize.bilinear(column, 9, 1).values(),
        1e-4f);
  }

  private static Picture noise(int height, int width, int channels) {
    Random random = new Random(1);
    float[] values = new float[height * width * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Picture.of(height, width, channels, values);
  }
}
