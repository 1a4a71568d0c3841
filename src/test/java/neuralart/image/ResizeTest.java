package neuralart.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Path;
import java.util.List;
import neuralart.reference.PyTorch;
import neuralart.reference.RawImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ResizeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"47, 90, 20, 31", "47, 90, 110, 91", "9, 64, 9, 7", "5, 3, 1, 1", "1, 1, 4, 6"})
  void resizesAsPyTorchDoes(int height, int width, int newHeight, int newWidth) throws Exception {
    PyTorch.assumeAvailable();
    INDArray image = Nd4j.rand(1, height, width, 3);
    float[] values = image.data().asFloat();
    assertArrayEquals(
        reference("bilinear", image, newHeight, newWidth),
        Resize.antialiased(values, height, width, 3, newHeight, newWidth),
        1e-6f);
    assertArrayEquals(
        reference("bicubic", image, newHeight, newWidth),
        Resize.bicubic(image, newHeight, newWidth).data().asFloat(),
        2e-6f);
  }

  private float[] reference(String mode, INDArray image, int newHeight, int newWidth)
      throws Exception {
    Path input = folder.resolve("input.f32");
    Path output = folder.resolve("output.f32");
    RawImage.write(input, image);
    PyTorch.run(
        "resize.py",
        List.of(mode, input, image.size(1), image.size(2), newHeight, newWidth, output));
    return RawImage.read(output);
  }

  @Test
  void enlargingNeedsNoAntialiasing() {
    INDArray image = Nd4j.rand(1, 6, 5, 2);
    float[] expected = Resize.bilinear(image, 13, 17).data().asFloat();
    float[] resized = Resize.antialiased(image.data().asFloat(), 6, 5, 2, 13, 17);
    assertArrayEquals(expected, resized, 1e-6f);
  }

  @Test
  void leavesAnImageOfTheSizeAlone() {
    INDArray image = Nd4j.rand(1, 6, 5, 2);
    assertArrayEquals(image.data().asFloat(), Resize.bicubic(image, 6, 5).data().asFloat(), 0);
  }
}
