package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import neuralart.image.Pictures;
import neuralart.optimize.Monitor;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GreyChannelsTest {
  static Stream<String> kinds() {
    // A threshold isn't one of the result too.
    return ImageKinds.names().filter(kind -> !kind.matches("RGB.*|8-bit colour|.*threshold"));
  }

  /** What becomes of each channel here is that channel, so that the result looks like the image. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void whatIsLeftAsItIsIsDisplayedAsItWas(String kind, @TempDir Path folder) {
    ImagePlus image = ImageKinds.of(kind, folder);
    ImagePlus result =
        new GreyChannels(image)
            .paint(
                (channel, pixels) ->
                    new Slices(channel, Slices.ALL)
                        .paint(
                            "copy",
                            (rgb, monitor) -> new Slices.Painting(rgb, true),
                            pixels,
                            Monitor.NONE));
    assertEquals(image.getBitDepth(), result.getBitDepth());
    assertSameMeaning(image.getCalibration(), result.getCalibration());
    if (image instanceof CompositeImage composite) {
      result.setPosition(image.getC(), 1, 1);
      assertEquals(composite.getMode(), ((CompositeImage) result).getMode());
    }
    assertEquals(image.getDisplayRangeMin(), result.getDisplayRangeMin());
    assertEquals(image.getDisplayRangeMax(), result.getDisplayRangeMax());
    if (image.getNChannels() == 1 || image instanceof CompositeImage) {
      for (int z = 1; z <= image.getNSlices(); z++) {
        assertSameColors(image, result, z);
      }
    }
  }

  /** Channels that are painted on the disk are put together there. */
  @Test
  void channelsOnTheDiskStayThere(@TempDir Path folder) {
    ImagePlus image = ImageKinds.of("hyperstack, mode 1", folder);
    ImagePlus result =
        new GreyChannels(image)
            .paint(
                (channel, pixels) -> {
                  ImageStack from = channel.getStack();
                  ImageStack to =
                      Heap.Place.DISK.stack(from.getWidth(), from.getHeight(), from.getBitDepth());
                  for (int n = 1; n <= from.size(); n++) {
                    to.addSlice(from.getSliceLabel(n), from.getProcessor(n));
                  }
                  ImagePlus painted = new ImagePlus("painted", to);
                  painted.setDimensions(1, channel.getNSlices(), channel.getNFrames());
                  return painted;
                });
    assertTrue(result.getStack().isVirtual());
    assertEquals(image.getStackSize(), result.getStackSize());
    for (int n = 1; n <= image.getStackSize(); n++) {
      assertArrayEquals(
          (byte[]) image.getStack().getPixels(n), (byte[]) result.getStack().getPixels(n));
    }
  }

  private static void assertSameMeaning(Calibration expected, Calibration actual) {
    assertEquals(expected.calibrated(), actual.calibrated());
    assertEquals(expected.getFunction(), actual.getFunction());
    assertEquals(expected.getValueUnit(), actual.getValueUnit());
    assertEquals(
        Arrays.toString(expected.getCoefficients()), Arrays.toString(actual.getCoefficients()));
    assertEquals(expected.getRawValue(100), actual.getRawValue(100));
  }

  private static void assertSameColors(ImagePlus image, ImagePlus result, int z) {
    double difference =
        Pictures.difference(
            DisplayedImage.picture(image, z, 1), DisplayedImage.picture(result, z, 1));
    assertEquals(0, difference, image.getNChannels() * Tolerances.DISPLAYED_LEVEL);
  }
}
