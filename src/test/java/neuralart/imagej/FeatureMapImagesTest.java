package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import neuralart.image.Grid;
import org.junit.jupiter.api.Test;

class FeatureMapImagesTest {
  @Test
  void memoryIsEstimatedBeforehand() {
    ImagePlus source = new ImagePlus("cells", new ByteProcessor(8, 8));
    Slices slices = new Slices(source, Slices.CURRENT);
    Grid huge = new Grid(100_000, 100_000, 0, 0, 1, 1);
    FeatureMapImages maps = new FeatureMapImages(source, slices, huge, false);
    String message =
        assertThrows(IllegalStateException.class, () -> maps.check(FeatureMapImages.STACK, 64))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.contains("64 maps of 1 slices need 2560.0 GB"), message);
    new FeatureMapImages(source, slices, huge, true).check(FeatureMapImages.STACK, 64);
  }

  @Test
  void heatMapsLeaveTheImageGreyWhereNothingResponds() {
    ColorProcessor image = new ColorProcessor(3, 1, new int[] {0x306090, 0x306090, 0x306090});
    new HeatMap("red").draw(image, new float[] {-1, 2, 4}, 4);
    assertEquals(0x606060, image.get(0, 0) & 0xffffff);
    // Half the highest value: 40% of the half bright red of the table over 60% of the grey.
    assertEquals(0x60 * 0.6 + 128 * 0.4, image.get(1, 0) >> 16 & 255, 1);
    assertEquals(0x60 * 0.6, image.get(1, 0) & 255, 1);
    assertEquals(0x60 * 0.2 + 255 * 0.8, image.get(2, 0) >> 16 & 255, 1);
    assertThrows(IllegalArgumentException.class, () -> new HeatMap("sunset"));
  }
}
