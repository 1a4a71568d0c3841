package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import neuralart.image.Picture;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DisplayedImageTest {
  private static final int WIDTH = 7;
  private static final int HEIGHT = 5;

  static Stream<Arguments> images() {
    return Stream.of(
        Arguments.of("8-bit", image(bytes(), 0, 255)),
        Arguments.of("8-bit, narrow range", image(bytes(), 40, 180)),
        Arguments.of("8-bit, inverted", inverted(image(bytes(), 0, 255))),
        Arguments.of("8-bit, colour table", fire(image(bytes(), 0, 255))),
        Arguments.of("16-bit", image(shorts(), 300, 51000)),
        Arguments.of("16-bit, colour table", fire(image(shorts(), 300, 51000))),
        Arguments.of("32-bit", image(floats(), -0.25, 0.75)),
        Arguments.of("32-bit, inverted", inverted(image(floats(), -0.25, 0.75))),
        Arguments.of("RGB", new ImagePlus("RGB", colors())),
        Arguments.of("composite", composite(IJ.COMPOSITE)),
        Arguments.of("composite, colour", composite(IJ.COLOR)),
        Arguments.of("composite, grey", composite(IJ.GRAYSCALE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("images")
  void isWhatImageJDisplays(String name, ImagePlus image) {
    Object pixels = copy(image.getProcessor().getPixels());
    Picture rgb = DisplayedImage.picture(image);
    assertEquals(HEIGHT, rgb.height());
    assertEquals(WIDTH, rgb.width());
    assertDisplayed(image, rgb);
    assertPixelsEqual(pixels, image.getProcessor().getPixels());
  }

  static Stream<String> kinds() {
    return ImageKinds.names();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void everySliceIsWhatImageJDisplaysThere(String kind, @TempDir Path folder) {
    ImagePlus image = ImageKinds.of(kind, folder);
    for (int t = 1; t <= image.getNFrames(); t++) {
      for (int z = 1; z <= image.getNSlices(); z++) {
        Picture rgb = DisplayedImage.picture(image, z, t);
        ImagePlus shown = ImageKinds.of(kind, folder);
        shown.setPosition(shown.getC(), z, t);
        shown.updateImage(); // as its window would
        assertDisplayed(shown, rgb);
      }
    }
  }

  private static void assertDisplayed(ImagePlus image, Picture rgb) {
    ColorProcessor displayed = new ColorProcessor(image.getImage());
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int[] expected = displayed.getPixel(x, y, null);
        for (int c = 0; c < 3; c++) {
          float value = rgb.get(y, x, c);
          assertEquals(expected[c], value, Tolerances.DISPLAYED_LEVEL, x + ", " + y + ", " + c);
        }
      }
    }
  }

  @Test
  void greyKeepsMoreThan256Levels() {
    ShortProcessor ramp = new ShortProcessor(1000, 1);
    for (int i = 0; i < 1000; i++) {
      ramp.set(i, 0, i);
    }
    ramp.setMinAndMax(0, 999);
    Picture rgb = DisplayedImage.picture(new ImagePlus("ramp", ramp));
    assertEquals(501 * 256.0 / 1000, rgb.get(0, 501, 1), 1e-4);
  }

  @Test
  void notANumberIsBlack() {
    FloatProcessor processor = new FloatProcessor(2, 1, new float[] {Float.NaN, 1});
    processor.setMinAndMax(0, 1);
    Picture rgb = DisplayedImage.picture(new ImagePlus("NaN", processor));
    assertArrayEquals(new float[] {0, 0, 0, 255, 255, 255}, rgb.values());
  }

  @Test
  void constantImageIsFinite() {
    FloatProcessor processor = new FloatProcessor(2, 1, new float[] {3, 3});
    processor.setMinAndMax(3, 3);
    Picture rgb = DisplayedImage.picture(new ImagePlus("constant", processor));
    assertTrue(Float.isFinite(rgb.get(0, 0, 0)));
  }

  @Test
  void backToTheSamePixelsWithCalibration() {
    ImagePlus image = new ImagePlus("RGB", colors());
    Calibration calibration = new Calibration();
    calibration.pixelWidth = 0.25;
    calibration.setUnit("micron");
    image.setCalibration(calibration);
    Picture rgb = DisplayedImage.picture(image);
    assertArrayEquals(
        (int[]) image.getProcessor().getPixels(), (int[]) DisplayedImage.color(rgb).getPixels());
    Calibration half = DisplayedImage.calibration(image, WIDTH / 2, HEIGHT);
    assertEquals(0.25 * WIDTH / (WIDTH / 2), half.pixelWidth);
    assertEquals("micron", half.getUnit());
  }

  private static ImagePlus image(ImageProcessor processor, double min, double max) {
    if (!(processor instanceof ByteProcessor && min == 0 && max == 255)) {
      processor.setMinAndMax(min, max);
    }
    return new ImagePlus("image", processor);
  }

  private static ImagePlus inverted(ImagePlus image) {
    image.getProcessor().invertLut();
    return image;
  }

  private static ImagePlus fire(ImagePlus image) {
    byte[] reds = new byte[256];
    byte[] greens = new byte[256];
    byte[] blues = new byte[256];
    for (int i = 0; i < 256; i++) {
      reds[i] = (byte) Math.min(255, 2 * i);
      greens[i] = (byte) Math.abs(255 - 2 * i);
      blues[i] = (byte) (i * i / 256);
    }
    LUT lut = new LUT(reds, greens, blues);
    lut.min = image.getDisplayRangeMin();
    lut.max = image.getDisplayRangeMax();
    image.setLut(lut);
    return image;
  }

  private static ImagePlus composite(int mode) {
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    stack.addSlice(shorts());
    stack.addSlice(shorts());
    stack.addSlice(shorts());
    ImagePlus image = new ImagePlus("composite", stack);
    image.setDimensions(3, 1, 1);
    CompositeImage composite = new CompositeImage(image, mode);
    LUT[] luts = {
      LUT.createLutFromColor(Color.GREEN),
      LUT.createLutFromColor(Color.MAGENTA),
      LUT.createLutFromColor(Color.CYAN)
    };
    for (int i = 0; i < luts.length; i++) {
      luts[i].min = 500;
      luts[i].max = 40000 + 10000 * i;
    }
    composite.setLuts(luts);
    composite.setC(2);
    return composite;
  }

  private static ImageProcessor bytes() {
    byte[] pixels = new byte[WIDTH * HEIGHT];
    new Random(1).nextBytes(pixels);
    return new ByteProcessor(WIDTH, HEIGHT, pixels);
  }

  private static ImageProcessor shorts() {
    ShortProcessor processor = new ShortProcessor(WIDTH, HEIGHT);
    Random random = new Random(2);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      processor.set(i, random.nextInt(65536));
    }
    return processor;
  }

  private static ImageProcessor floats() {
    FloatProcessor processor = new FloatProcessor(WIDTH, HEIGHT);
    Random random = new Random(3);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      processor.setf(i, (float) random.nextGaussian());
    }
    return processor;
  }

  private static ImageProcessor colors() {
    Random random = new Random(4);
    int[] pixels = random.ints(WIDTH * HEIGHT).map(rgb -> rgb | 0xff000000).toArray();
    return new ColorProcessor(WIDTH, HEIGHT, pixels);
  }

  private static Object copy(Object pixels) {
    if (pixels instanceof byte[] values) {
      return values.clone();
    }
    if (pixels instanceof short[] values) {
      return values.clone();
    }
    return pixels instanceof float[] values ? values.clone() : ((int[]) pixels).clone();
  }

  private static void assertPixelsEqual(Object expected, Object actual) {
    assertTrue(Arrays.deepEquals(new Object[] {expected}, new Object[] {actual}));
  }
}
