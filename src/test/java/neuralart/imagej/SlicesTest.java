package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import neuralart.image.Picture;
import neuralart.optimize.Monitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicesTest {
  private static final int WIDTH = 6;
  private static final int HEIGHT = 4;
  private static final int PLANES = 3;
  private static final int FRAMES = 2;
  private static final int SHADES = 10;

  /** A hyperstack of two channels whose planes have a grey value each, 10 times their number. */
  private static ImagePlus hyperstack(int bits) {
    ImagePlus image = IJ.createHyperStack("cells", WIDTH, HEIGHT, 2, PLANES, FRAMES, bits);
    for (int i = 1; i <= image.getStackSize(); i++) {
      image.getStack().getProcessor(i).add(SHADES * i);
      image.getStack().setSliceLabel("label " + i, i);
    }
    image.setDisplayMode(IJ.GRAYSCALE);
    image.setPosition(2, 1, 1);
    image.setDisplayRange(0, 255);
    Calibration calibration = image.getCalibration();
    calibration.pixelWidth = 0.5;
    calibration.pixelHeight = 2;
    calibration.pixelDepth = 3;
    calibration.xOrigin = 2;
    calibration.setUnit("um");
    return image;
  }

  /** Makes pictures of half the size, in a shade that is one lighter than the slice. */
  private static Slices.Painting lighter(Picture rgb) {
    float[] values = new float[HEIGHT / 2 * (WIDTH / 2) * 3];
    Arrays.fill(values, rgb.get(0, 0, 0) + 1);
    return new Slices.Painting(Picture.of(HEIGHT / 2, WIDTH / 2, 3, values), true);
  }

  @Test
  void paintsEveryPlaneAndFrameOfTheShownChannel() {
    ImagePlus image = hyperstack(8);
    ImagePlus result =
        new Slices(image, Slices.ALL).paint("test", (rgb, monitor) -> lighter(rgb), Monitor.NONE);
    assertEquals("cells-test", result.getTitle());
    assertEquals(PLANES, result.getNSlices());
    assertEquals(FRAMES, result.getNFrames());
    assertEquals(1, result.getNChannels());
    for (int t = 1; t <= FRAMES; t++) {
      for (int z = 1; z <= PLANES; z++) {
        int source = image.getStackIndex(2, z, t);
        int index = result.getStackIndex(1, z, t);
        int shade = result.getStack().getProcessor(index).getPixel(0, 0) & 0xff;
        assertEquals(SHADES * source + 1, shade);
        assertEquals("label " + source, result.getStack().getSliceLabel(index));
      }
    }
    assertEquals(1, image.getZ(), "the image keeps its position");
  }

  @Test
  void paintsTheCurrentSliceAlone() {
    ImagePlus image = hyperstack(16);
    image.setDisplayMode(IJ.GRAYSCALE);
    image.setPosition(1, 2, 2);
    image.setDisplayRange(0, 255);
    ImagePlus result =
        new Slices(image, Slices.CURRENT)
            .paint("test", (rgb, monitor) -> lighter(rgb), Monitor.NONE);
    assertEquals(1, result.getStackSize());
    int shade = result.getProcessor().getPixel(0, 0) & 0xff;
    assertEquals(SHADES * image.getStackIndex(1, 2, 2) + 1, shade);
  }

  @Test
  void paintsTheSliceThatWasChosenByItsIndex() {
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (int i = 1; i <= PLANES * FRAMES; i++) {
      stack.addSlice(new ByteProcessor(WIDTH, HEIGHT));
      stack.getProcessor(i).add(SHADES * i);
    }
    ImagePlus planes = new ImagePlus("planes", stack);
    ImagePlus frames = new ImagePlus("frames", stack);
    frames.setDimensions(1, PLANES, FRAMES);
    for (ImagePlus image : new ImagePlus[] {planes, frames}) {
      image.setSlice(5);
      ImagePlus result =
          new Slices(image, Slices.CURRENT)
              .paint("test", (rgb, monitor) -> lighter(rgb), Monitor.NONE);
      assertEquals(SHADES * 5 + 1, result.getProcessor().getPixel(0, 0) & 0xff, image.getTitle());
    }
  }

  @Test
  void keepsTheFieldOfView() {
    ImagePlus result =
        new Slices(hyperstack(8), Slices.ALL)
            .paint("test", (rgb, monitor) -> lighter(rgb), Monitor.NONE);
    Calibration calibration = result.getCalibration();
    assertEquals(1, calibration.pixelWidth);
    assertEquals(4, calibration.pixelHeight);
    assertEquals(3, calibration.pixelDepth);
    assertEquals(1, calibration.xOrigin);
    assertEquals("um", calibration.getUnit().replace('\u00b5', 'u'));
  }

  @Test
  void keepsWhatIsThereWhenItIsStopped() {
    List<Double> fractions = new ArrayList<>();
    Monitor monitor =
        progress -> {
          fractions.add(progress.fraction());
          return fractions.size() < 2;
        };
    ImagePlus result =
        new Slices(hyperstack(8), Slices.ALL)
            .paint(
                "test",
                (rgb, share) -> {
                  boolean goOn = share.update(new Monitor.Progress("half", 0.5, 1, () -> rgb));
                  return new Slices.Painting(lighter(rgb).rgb(), goOn);
                },
                monitor);
    assertEquals(2, result.getStackSize());
    assertTrue(result.getTitle().endsWith("(unfinished)"));
    assertEquals(List.of(0.5 / 6, 1.5 / 6), fractions);
    assertFalse(result.isHyperStack());
  }

  @ParameterizedTest
  @CsvSource({
    "cells.tif, cells-test",
    "zwei Zellen [é].ome.tif, zwei Zellen [é].ome-test",
    "day 1.5, day 1.5-test",
    "no extension, no extension-test",
    ".tif, .tif-test"
  })
  void namesTheResultAfterTheWholeTitle(String title, String expected) {
    ImagePlus image = hyperstack(8);
    image.setTitle(title);
    assertEquals(expected, ResultInfo.title(image, "test", true));
  }

  @Test
  void refusesAnotherChoice() {
    ImagePlus image = hyperstack(8);
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Slices(image, "some")).getMessage();
    assertEquals("slices is 'some', but must be current or all", message);
  }
}
