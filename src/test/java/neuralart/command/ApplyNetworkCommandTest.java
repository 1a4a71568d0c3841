package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import neuralart.art.apply.ApplicableNetworks;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplyNetworkCommandTest {
  private static final String NUCLEI = "usermodels/bioimageio_unet2d_nuclei_broad/";
  private static final int SIDE = 512;

  @TempDir Path folder;

  @Tag("slow")
  @Test
  void theNetworkOfNucleiGivesItsTestOutput() throws Exception {
    float[] expected = numbers(TestData.file(NUCLEI + "test_output.npy"));
    float[] pixels = numbers(TestData.file(NUCLEI + "test_input.npy"));
    ImagePlus image = new ImagePlus("nuclei.tif", new FloatProcessor(SIDE, SIDE, pixels));
    image.setDisplayRange(300, 400); // which doesn't matter
    String model = TestData.file(NUCLEI + "bioimageio.yaml").toString();
    ImagePlus result = apply(image, "model", model);
    float[] actual = (float[]) result.getProcessor().getPixels();
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
    }
    System.out.printf(Locale.ROOT, "network of nuclei: largest difference %.2g%n", largest);
    assertTrue(largest <= Tolerances.EXPORTED, "largest difference " + largest);
    assertEquals(0, result.getDisplayRangeMin());
    assertEquals(1, result.getDisplayRangeMax());
    assertTrue(info(result).contains("output probability, from 0 to 1"), info(result));
  }

  /** A described network of one channel sees the luma of colours. */
  @Tag("slow")
  @Test
  void theNetworkOfNucleiSeesColoursInGrey() throws Exception {
    String model = TestData.file(NUCLEI + "bioimageio.yaml").toString();
    ImagePlus grey = IJ.createImage("grey", "8-bit noise", 50, 40, 1);
    ImagePlus colored = new ImagePlus("colours", grey.getProcessor().convertToRGB());
    assertArrayEquals(
        pixels(apply(grey, "model", model)),
        pixels(apply(colored, "model", model)),
        (float) Tolerances.EXPORTED);
  }

  /** What changes nothing gives an image like the first: values, display and calibration. */
  @ParameterizedTest
  @CsvSource({
    "8-bit, displayed",
    "16-bit, displayed",
    "32-bit, displayed",
    "8-bit, raw",
    "16-bit, raw",
    "32-bit, raw"
  })
  void whatIsLikeTheImageHasItsUnits(String type, String pixels) throws Exception {
    ImagePlus image = IJ.createImage("cells.tif", type + " ramp", 37, 29, 1);
    image.getCalibration().setUnit("um");
    image.getCalibration().pixelWidth = 0.3;
    image.setDisplayRange(0.2, 150); // not the range of the values
    image.setLut(new LUT(LUT.createLutFromColor(Color.CYAN), 0.2, 150));
    ImagePlus result = apply(image, "model", model("same"), "pixels", pixels);
    assertEquals("cells-same", result.getTitle());
    assertEquals(image.getBitDepth(), result.getBitDepth());
    assertEquals(image.getDisplayRangeMax(), result.getDisplayRangeMax());
    assertEquals(image.getLuts()[0].getRGB(255), result.getLuts()[0].getRGB(255));
    assertEquals(0.3, result.getCalibration().pixelWidth, 1e-12);
    double scale = image.getStatistics().max;
    for (int i = 0; i < 37 * 29; i++) {
      double difference = image.getProcessor().getf(i) - result.getProcessor().getf(i);
      assertEquals(0, difference / scale, Tolerances.GRADIENT);
    }
  }

  @Test
  void coloursAreLikeTheImage() throws Exception {
    ImagePlus image = IJ.createImage("cells.tif", "RGB ramp", 30, 20, 6);
    image.setDimensions(1, 3, 2);
    image.getStack().getProcessor(4).set(5, 5, 0xff123456);
    ImagePlus result = apply(image, "model", model("colors"), "slices", "all");
    assertEquals(3, result.getNSlices());
    assertEquals(2, result.getNFrames());
    for (int i = 1; i <= 6; i++) {
      assertArrayEquals(
          (int[]) image.getStack().getPixels(i), (int[]) result.getStack().getPixels(i));
    }
    ImagePlus values = apply(image, "model", model("colors"), "output", "32-bit");
    assertEquals(3, values.getNChannels());
    assertEquals(
        (0x34 & 255) / 255f,
        values(apply(fourth(image), "model", model("colors"), "output", "32-bit"), 2).getf(5, 5),
        1e-6f);
    ImagePlus wide = apply(image, "model", model("colors"), "outputrange", "0..2");
    int[] pixel = wide.getPixel(29, 10);
    assertEquals(image.getPixel(29, 10)[0] / 2.0, pixel[0], 1);
  }

  private static ImagePlus fourth(ImagePlus image) {
    return new ImagePlus("fourth", image.getStack().getProcessor(4));
  }

  private static ImageProcessor values(ImagePlus image, int channel) {
    return image.getStack().getProcessor(channel);
  }

  @Test
  void probabilitiesAreChannels() throws Exception {
    ImagePlus image = stack();
    ImagePlus result = apply(image, "model", model("unet"), "slices", "all");
    assertArrayEquals(new int[] {45, 33, 2, 2, 3}, result.getDimensions());
    assertEquals(32, result.getBitDepth());
    assertEquals("probability 1", result.getStack().getSliceLabel(2));
    assertEquals(1, ((CompositeImage) result).getChannelLut(2).max);
    assertEquals(7.5, result.getCalibration().frameInterval);
    ImagePlus bytes =
        apply(image, "model", model("unet"), "channels", "1", "output", "like the image");
    assertEquals(8, bytes.getBitDepth());
    assertEquals(255, bytes.getDisplayRangeMax());
    float first = result.getStack().getProcessor(2).getf(20, 11);
    assertEquals(255 * first, bytes.getProcessor().getf(20, 11), 0.5001);
  }

  /** Two z planes and three time points. */
  private static ImagePlus stack() {
    ImagePlus image = IJ.createImage("cells.tif", "8-bit ramp", 45, 33, 6);
    image.setDimensions(1, 2, 3);
    image.getCalibration().frameInterval = 7.5;
    return image;
  }

  @Test
  void whatIsLargerHasSmallerPixels() throws Exception {
    ImagePlus image = IJ.createImage("cells.tif", "16-bit ramp", 21, 13, 1);
    image.getCalibration().pixelWidth = 0.4;
    image.getCalibration().xOrigin = 3;
    ImagePlus result = apply(image, "model", model("subpixel"));
    assertEquals(42, result.getWidth());
    assertEquals(26, result.getHeight());
    assertEquals(16, result.getBitDepth());
    assertEquals(0.2, result.getCalibration().pixelWidth, 1e-12);
    assertEquals(6, result.getCalibration().xOrigin, 1e-12);
    assertEquals(63, apply(image, "model", model("transposed")).getWidth());
  }

  @Test
  void channelsAreChosen() throws Exception {
    ImagePlus image = IJ.createImage("cells.tif", "16-bit ramp", 20, 20, 3);
    image.setDimensions(3, 1, 1);
    for (int c = 1; c <= 3; c++) {
      image.getStack().getProcessor(c).multiply(1.0 / c);
    }
    CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
    composite.setC(2);
    Object[] raw = {"model", model("same"), "pixels", "raw"};
    assertArrayEquals(
        (short[]) image.getStack().getPixels(2),
        (short[]) apply(composite, raw).getProcessor().getPixels());
    Object[] third = {"model", model("same"), "pixels", "raw", "channelorder", "3"};
    assertArrayEquals(
        (short[]) image.getStack().getPixels(3),
        (short[]) apply(composite, third).getProcessor().getPixels());
    ImagePlus turned =
        apply(composite, "model", model("colors"), "pixels", "raw", "channelorder", "3,1,2");
    assertEquals(3, turned.getNChannels());
    assertArrayEquals(
        (short[]) image.getStack().getPixels(1), (short[]) turned.getStack().getPixels(2));
  }

  @Test
  void theDisplayRangeIsThatOfTheNetworkUnlessPixelsAreRaw() throws Exception {
    ImagePlus image = IJ.createImage("cells.tif", "16-bit ramp", 40, 32, 1);
    image.setDisplayRange(0, 65535);
    ImagePlus narrow = image.duplicate();
    narrow.setDisplayRange(1000, 5000);
    float[][] displayed = new float[2][];
    float[][] raw = new float[2][];
    for (int i = 0; i < 2; i++) {
      ImagePlus shown = i == 0 ? image : narrow;
      displayed[i] = pixels(apply(shown, "model", model("unet"), "channels", "0"));
      raw[i] = pixels(apply(shown, "model", model("unet"), "channels", "0", "pixels", "raw"));
    }
    assertArrayEquals(raw[0], raw[1]);
    assertTrue(Math.abs(displayed[0][500] - displayed[1][500]) > 1e-3);
  }

  private static float[] pixels(ImagePlus image) {
    return (float[]) image.getProcessor().getPixels();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "layer=dense", "output=float", "channels=[top 2]", "pixels=seen"})
  void whatCantBeAppliedIsOneLine(String wrong) throws Exception {
    ImagePlus image = IJ.createImage("cells.tif", "RGB ramp", 30, 20, 1);
    List<Object> inputs = new ArrayList<>(List.of("image", image));
    String words = "one value per image, Saliency..., Feature Maps...";
    String kind = "classifier";
    if (wrong.contains("=") && !wrong.startsWith("layer")) {
      String[] pair = wrong.replaceAll("[\\[\\]]", "").split("=");
      inputs.addAll(List.of(pair[0], pair[1]));
      words = pair[0] + ", " + pair[1];
      kind = "colors";
    }
    inputs.addAll(List.of("model", model(kind)));
    Commands.fail(ApplyNetworkCommand.class, "applied", words, inputs.toArray());
  }

  @Test
  void otherNetworksAreOneLine() throws Exception {
    ImagePlus grey = IJ.createImage("cells.tif", "8-bit ramp", 30, 20, 2);
    Object[] known = {"image", grey, "model", "builtin"};
    Commands.fail(ApplyNetworkCommand.class, "applied", "builtin, recognizes, Feature Maps", known);
    Object[] missing = {"image", grey, "model", "none.onnx"};
    Commands.fail(ApplyNetworkCommand.class, "applied", "There is no model 'none.onnx'", missing);
    grey.setDimensions(2, 1, 1);
    Object[] four = {"image", grey, "model", model("four")};
    Commands.fail(ApplyNetworkCommand.class, "applied", "4 channels, 'cells.tif' has 2", four);
  }

  private String model(String kind) throws IOException {
    return ApplicableNetworks.write(kind, folder).toString();
  }

  private static ImagePlus apply(ImagePlus image, Object... inputs) throws Exception {
    List<Object> all = new ArrayList<>(List.of("image", image));
    all.addAll(List.of(inputs));
    ImageProcessor before = image.getProcessor().duplicate();
    ImagePlus result =
        (ImagePlus) Commands.run(ApplyNetworkCommand.class, all.toArray()).getOutput("applied");
    for (int i = 0; i < before.getPixelCount(); i++) {
      assertEquals(before.getf(i), image.getProcessor().getf(i));
    }
    return result;
  }

  private static String info(ImagePlus image) {
    return (String) image.getProperty("Info");
  }

  /** The single-precision numbers of a NumPy file. */
  private static float[] numbers(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(10 + bytes.getShort(8));
    float[] numbers = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(numbers);
    return numbers;
  }
}
