package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.nio.file.Path;
import java.util.List;
import neuralart.image.Picture;
import neuralart.imagej.DisplayedImage;
import neuralart.reference.PyTorch;
import neuralart.reference.RawImage;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.scijava.command.CommandModule;

class FeatureMapsCommandTest {
  private static final String BUILTIN = "src/main/resources/neuralart/model/builtin.h5";

  @TempDir Path folder;

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "builtin, block1_conv1",
    "builtin, block3_conv2",
    "builtin, block5_conv3",
    "squeezenet, conv1",
    "squeezenet, fire3/concat",
    "squeezenet, fire9/concat"
  })
  void mapsEqualPyTorch(String model, String layer) throws Exception {
    PyTorch.assumeAvailable();
    ImagePlus image = IJ.openImage(TestData.file("images/content/flowers.jpg").toString());
    Path weights = weights(model);
    ImagePlus maps =
        maps(image, "model", model, "layer", layer, "channels", "all", "display", "Stack");
    Path input = folder.resolve("input.f32");
    Path output = folder.resolve("output.f32");
    Picture rgb = DisplayedImage.picture(image);
    RawImage.write(input, rgb);
    JsonNode size =
        PyTorch.run(
                "feature_maps.py",
                List.of(
                    "--network", model,
                    "--weights", weights,
                    "--layer", layer,
                    "--input", input,
                    "--height", image.getHeight(),
                    "--width", image.getWidth(),
                    "--output", output))
            .get("size");
    assertEquals(size.get(1).asInt(), maps.getNChannels());
    assertEquals(size.get(2).asInt(), maps.getHeight());
    assertEquals(size.get(3).asInt(), maps.getWidth());
    float[] expected = RawImage.read(output);
    double error = 0;
    double scale = 0;
    for (int i = 0; i < expected.length; i++) {
      int pixel = i / maps.getNChannels();
      float[] map = (float[]) maps.getStack().getPixels(i % maps.getNChannels() + 1);
      error = Math.max(error, Math.abs(expected[i] - map[pixel]));
      scale = Math.max(scale, Math.abs(expected[i]));
    }
    System.out.printf(
        "%s %s: largest difference %.2g of the maximum%n", model, layer, error / scale);
    assertTrue(error <= Tolerances.FEATURE_MAP * scale, error / scale + "");
  }

  /** The middle of what a spot changes in the maps, in calibrated units. */
  @ParameterizedTest
  @CsvSource({
    "builtin, block1_conv1, 0.35",
    "builtin, block2_conv2, 0.35",
    "builtin, block3_pool, 0.35",
    "builtin, block4_conv3, 0.35",
    "builtin, block5_conv2, 0.35",
    "squeezenet, conv1, 0.35",
    "squeezenet, pool1, 0.35",
    "squeezenet, fire3/concat, 0.35",
    "squeezenet, pool3, 0.35",
    "squeezenet, fire5/concat, 0.35",
    "squeezenet, fire8/concat, 0.35",
    "builtin, block4_conv3, 2",
    "squeezenet, fire5/concat, 2"
  })
  void aSpotIsAtTheSamePlaceInItsMaps(String model, String layer, double tolerance)
      throws Exception {
    weights(model);
    boolean resize = tolerance > 1;
    Object[] inputs = {
      "model", model, "layer", layer, "resize", resize, "channels", "all", "display", "Stack"
    };
    ImagePlus without = maps(spot(-99, -99), inputs);
    for (int[] spot : new int[][] {{103, 121}, {150, 98}, {127, 134}}) {
      ImagePlus image = spot(spot[0], spot[1]);
      ImagePlus with = maps(image, inputs);
      double[] center = centerOfChange(with, without);
      double x = image.getCalibration().getX(spot[0] + 0.5);
      double y = image.getCalibration().getY(spot[1] + 0.5);
      double offX = (with.getCalibration().getX(center[0]) - x) / with.getCalibration().pixelWidth;
      double offY = (with.getCalibration().getY(center[1]) - y) / with.getCalibration().pixelHeight;
      System.out.printf("%s %s: off by %.2f, %.2f map pixels%n", model, layer, offX, offY);
      assertTrue(Math.abs(offX) < tolerance && Math.abs(offY) < tolerance);
      assertEquals("micron", with.getCalibration().getUnit());
    }
  }

  /** Anisotropic, and cropped from a calibrated image, so that its origin lies elsewhere. */
  private static ImagePlus spot(int spotX, int spotY) {
    int border = 13;
    FloatProcessor processor = new FloatProcessor(251 + border, 230 + border);
    for (int y = 0; y < processor.getHeight(); y++) {
      for (int x = 0; x < processor.getWidth(); x++) {
        double square = Math.pow(x - border - spotX, 2) + Math.pow(y - border - spotY, 2);
        processor.setf(x, y, (float) (80 + 150 * Math.exp(-square / 8)));
      }
    }
    processor.setMinAndMax(0, 255);
    ImagePlus image = new ImagePlus("spot", processor);
    image.getCalibration().setUnit("micron");
    image.getCalibration().pixelWidth = 0.25;
    image.getCalibration().pixelHeight = 0.6;
    image.getCalibration().xOrigin = 31;
    image.getCalibration().yOrigin = -12.5;
    image.setRoi(border, border, 251, 230);
    ImagePlus cropped = image.crop();
    // As Image > Crop does.
    cropped.getCalibration().xOrigin -= border;
    cropped.getCalibration().yOrigin -= border;
    return cropped;
  }

  private static double[] centerOfChange(ImagePlus with, ImagePlus without) {
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    for (int c = 1; c <= with.getNChannels(); c++) {
      ImageProcessor a = with.getStack().getProcessor(c);
      ImageProcessor b = without.getStack().getProcessor(c);
      for (int i = 0; i < a.getPixelCount(); i++) {
        double change = Math.abs(a.getf(i) - b.getf(i));
        sum += change;
        sumX += change * (i % a.getWidth() + 0.5);
        sumY += change * (i / a.getWidth() + 0.5);
      }
    }
    return new double[] {sumX / sum, sumY / sum};
  }

  @Test
  void aHyperstackKeepsItsPlanesAndFrames() throws Exception {
    ImagePlus image = hyperstack();
    CommandModule module =
        Commands.run(
            FeatureMapsCommand.class,
            "image",
            image,
            "layer",
            "block2_conv1",
            "channels",
            "7,3-4",
            "display",
            "Stack",
            "slices",
            "all",
            "table",
            true);
    ImagePlus maps = (ImagePlus) module.getOutput("maps");
    assertArrayEquals(new int[] {20, 16, 3, 2, 3}, maps.getDimensions());
    assertEquals("stack-block2_conv1", maps.getTitle());
    assertEquals(5, maps.getCalibration().pixelDepth);
    assertEquals(2, maps.getCalibration().pixelWidth);
    ResultsTable table = (ResultsTable) module.getOutput("statistics");
    assertEquals(48 * 6, table.size());
    // Frame 3, plane 2, filter 3: also what the slice alone gives.
    image.setPosition(1, 2, 3);
    ImagePlus alone = maps(image, "layer", "block2_conv1", "channels", "3", "display", "Stack");
    int slice = maps.getStackIndex(2, 2, 3);
    assertArrayEquals(
        (float[]) alone.getProcessor().getPixels(), (float[]) maps.getStack().getPixels(slice));
    assertEquals(alone.getStack().getSliceLabel(1), maps.getStack().getSliceLabel(slice));
    int row = 48 * 5 + 3;
    assertEquals(2, table.getValue("Slice", row));
    assertEquals(3, table.getValue("Frame", row));
    assertEquals(3, table.getValue("Filter", row));
    assertEquals(alone.getStatistics().mean, table.getValue("Mean", row), 1e-5);
    assertEquals(alone.getStatistics().max, table.getValue("Max", row), 1e-5);
    String label = maps.getStack().getSliceLabel(slice);
    assertTrue(label.startsWith("filter 3, mean ") && label.contains(", max "), label);
    assertEquals(1, image.getC());
  }

  @Test
  void strongestFirst() throws Exception {
    ImagePlus image = hyperstack();
    CommandModule module =
        Commands.run(
            FeatureMapsCommand.class,
            "image",
            image,
            "layer",
            "block3_conv1",
            "channels",
            "top 5",
            "display",
            "Stack",
            "slices",
            "all");
    ImagePlus maps = (ImagePlus) module.getOutput("maps");
    assertEquals(5, maps.getNChannels());
    assertNull(module.getOutput("statistics"));
    double[] means = new double[5];
    for (int i = 1; i <= maps.getStackSize(); i++) {
      means[(i - 1) % 5] += maps.getStack().getProcessor(i).getStatistics().mean;
    }
    for (int i = 1; i < 5; i++) {
      assertTrue(means[i - 1] >= means[i]);
    }
    String info = (String) maps.getProperty("Info");
    String line =
        "run(\"Feature Maps...\", \"model=builtin display=Stack resize=false table=false slices=all channelorder=[] device=auto memory=[]"
            + " lut=Fire channels=[top 5] layer=block3_conv1\");";
    assertTrue(info.contains(line), info);
    assertTrue(info.contains("(1.5 + 4 x, 1.5 + 4 y)"), info);
  }

  @Test
  void montageAndOverlay() throws Exception {
    ImagePlus image = hyperstack();
    ImagePlus montage =
        maps(
            image,
            "layer",
            "block2_conv1",
            "channels",
            "0-6",
            "display",
            "Montage",
            "slices",
            "all");
    assertTrue(montage.getProcessor() instanceof ColorProcessor);
    assertArrayEquals(
        new int[] {montage.getWidth(), montage.getHeight(), 1, 2, 3}, montage.getDimensions());
    assertTrue(montage.getWidth() >= 3 * 128, montage.getWidth() + "");
    image.setPosition(1, 1, 2);
    ImagePlus overlay =
        maps(image, "layer", "block2_conv1", "channels", "top 4", "display", "Overlay");
    assertArrayEquals(new int[] {40, 32, 1, 4, 1}, overlay.getDimensions());
    ColorProcessor colors = (ColorProcessor) overlay.getProcessor();
    ImagePlus map =
        maps(
            image,
            "layer",
            "block2_conv1",
            "channels",
            "top 4",
            "display",
            "Stack",
            "resize",
            true);
    ImageProcessor first = map.getStack().getProcessor(1);
    double grey = 0;
    int greyPixels = 0;
    for (int i = 0; i < first.getPixelCount(); i++) {
      int[] rgb = colors.getPixel(i % 40, i / 40, null);
      if (first.getf(i) <= 0) {
        grey += Math.abs(rgb[0] - rgb[1]) + Math.abs(rgb[0] - rgb[2]);
        greyPixels++;
      }
    }
    assertEquals(0, grey, "not grey where the filter doesn't respond, of " + greyPixels);
    Commands.fail(
        FeatureMapsCommand.class,
        "maps",
        "one filter, slices=current",
        "image",
        image,
        "display",
        "Overlay",
        "slices",
        "all",
        "layer",
        "block2_conv1");
  }

  @Test
  void atFirstTheStrongestMapsLieSideBySideOverTheImage() throws Exception {
    ImagePlus image = hyperstack();
    ImagePlus montage = maps(image, "layer", "block2_conv1");
    ImagePlus overlay = maps(image, "layer", "block2_conv1", "display", "Overlay");
    assertEquals(16, overlay.getStackSize());
    // 16 pictures of 40 x 32 pixels, enlarged to 160 x 128, in 4 rows of 4 with gaps of 4.
    assertEquals(4 + 4 * 164, montage.getWidth());
    assertEquals(1, montage.getStackSize());
    for (int i = 0; i < 16; i++) {
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 40; x++) {
          int expected = overlay.getStack().getProcessor(i + 1).get(x, y);
          int left = 4 + i % 4 * 164;
          int top = 4 + i / 4 * (montage.getHeight() - 4) / 4;
          assertEquals(expected, montage.getProcessor().get(left + 4 * x, top + 4 * y));
        }
      }
    }
    assertEquals(image.getCalibration().pixelWidth / 4, montage.getCalibration().pixelWidth);
    image.setCalibration(null);
    assertFalse(maps(image, "layer", "block2_conv1").getCalibration().scaled());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model | resnet | resnet, squeezenet",
        "layer | block9_conv1 | block9_conv1, block5_conv3",
        "layer | block5_pool | block5_pool, too small, 32 x 32",
        "channels | 112 | block3_conv2, 112, 0-111",
        "channels | 3-200 | 3-200, 0-111",
        "channels | 9-3 | 9-3, 0-111",
        "channels | '' | no choice of filters, top 16",
        "channels | top 0 | top 0, top 16",
        "display | Plot | Plot, Overlay montage, Overlay, Montage, Stack",
        "slices | some | some, current, all",
        "lut | Sunset | Sunset, Fire",
        "device | gpu | gpu, cpu"
      })
  void wrongInputIsOneClearLine(String key, String value, String named) throws Exception {
    ImagePlus image = hyperstack();
    image = key.equals("layer") ? new ImagePlus("small", new ByteProcessor(20, 20)) : image;
    String layer = key.equals("layer") ? value : "block3_conv2";
    Object[] inputs = {"image", image, "layer", layer, key, value};
    Commands.fail(FeatureMapsCommand.class, "maps", named, inputs);
  }

  private static ImagePlus maps(ImagePlus image, Object... inputs) throws Exception {
    Object[] all = new Object[inputs.length + 2];
    all[0] = "image";
    all[1] = image;
    System.arraycopy(inputs, 0, all, 2, inputs.length);
    return (ImagePlus) Commands.run(FeatureMapsCommand.class, all).getOutput("maps");
  }

  private static Path weights(String model) {
    if (!model.equals("squeezenet")) {
      return Path.of(BUILTIN);
    }
    Path weights = TestData.squeezeNetWeights();
    System.setProperty("neuralart.models", weights.getParent().toString());
    return weights;
  }

  /** 2 planes and 3 frames, all different. */
  private static ImagePlus hyperstack() {
    ImageStack stack = new ImageStack(40, 32);
    for (int i = 1; i <= 6; i++) {
      ByteProcessor processor = new ByteProcessor(40, 32);
      for (int p = 0; p < processor.getPixelCount(); p++) {
        processor.set(p, (int) (127 + 100 * Math.sin(p % 40 * 0.2 * i) * Math.cos(p / 40 * 0.3)));
      }
      stack.addSlice("slice " + i, processor);
    }
    ImagePlus image = new ImagePlus("stack.tif", stack);
    image.setDimensions(1, 2, 3);
    image.getCalibration().pixelDepth = 5;
    return image;
  }
}
