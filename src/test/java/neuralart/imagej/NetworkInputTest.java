package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import neuralart.image.Picture;
import org.junit.jupiter.api.Test;

class NetworkInputTest {
  @Test
  void networksOfOneAndThreeChannelsSeeWhatIsDisplayed() {
    FloatProcessor processor = new FloatProcessor(3, 2, new float[] {0, 1, 2, 3, Float.NaN, 9});
    processor.setMinAndMax(1, 3);
    ImagePlus image = new ImagePlus("grey", processor);
    float[] displayed = {
      0, 0, 0, 0, 0, 0, 127.5f, 127.5f, 127.5f, 255, 255, 255, 0, 0, 0, 255, 255, 255
    };
    assertSlice(displayed, image, 1, 1, 1);
    assertSlice(displayed, image, 3, 1, 1);
  }

  @Test
  void fourChannelsGoInEachWithItsOwnRange() {
    ImagePlus image = fourChannels();
    image.setPosition(2, 1, 1);
    // Pixel i of channel c, plane z is 10 c + z + i, within a range from 0 to 100 c.
    float[] expected = new float[2 * 4];
    for (int i = 0; i < 2; i++) {
      for (int c = 1; c <= 4; c++) {
        expected[i * 4 + c - 1] = 255 * (10 * c + 2 + i) / (100f * c);
      }
    }
    assertSlice(expected, image, 4, 2, 1);
    assertEquals(1, image.getZ());
  }

  @Test
  void otherNumbersOfChannelsAreRefused() {
    ImagePlus grey = new ImagePlus("cells", new FloatProcessor(4, 4));
    ImagePlus rgb = new ImagePlus("photo", new ColorProcessor(4, 4));
    assertEquals("Network 'mine' takes 4 channels, but the image 'cells' has 1", refusal(grey, 4));
    assertEquals("Network 'mine' takes 4 channels, but the image 'photo' has 3", refusal(rgb, 4));
    assertEquals(
        "Network 'mine' takes 2 channels, but the image 'four' has 4", refusal(fourChannels(), 2));
  }

  private static String refusal(ImagePlus image, int channels) {
    return assertThrows(
            IllegalArgumentException.class, () -> new NetworkInput(image, "mine", channels))
        .getMessage();
  }

  private static void assertSlice(float[] expected, ImagePlus image, int channels, int z, int t) {
    Picture slice = new NetworkInput(image, "mine", channels).slice(z, t);
    assertEquals(image.getHeight(), slice.height());
    assertEquals(image.getWidth(), slice.width());
    assertEquals(Math.max(channels, 3), slice.channels());
    assertArrayEquals(expected, slice.values(), 1e-4f);
  }

  private static ImagePlus fourChannels() {
    ImageStack stack = new ImageStack(2, 1);
    for (int z = 1; z <= 2; z++) {
      for (int c = 1; c <= 4; c++) {
        ImageProcessor processor = new FloatProcessor(2, 1);
        processor.setf(0, 10 * c + z);
        processor.setf(1, 10 * c + z + 1);
        stack.addSlice(processor);
      }
    }
    ImagePlus image = new ImagePlus("four", stack);
    image.setDimensions(4, 2, 1);
    CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
    for (int c = 1; c <= 4; c++) {
      composite.setC(c);
      composite.setDisplayRange(0, 100 * c);
    }
    return composite;
  }
}
