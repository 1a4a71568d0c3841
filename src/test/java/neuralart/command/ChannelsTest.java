package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.ResultsTable;
import ij.process.ShortProcessor;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import neuralart.model.bioimage.BioimageFiles;
import neuralart.model.onnx.OnnxWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of any number of channels, on channels of an image that the user chooses. */
class ChannelsTest {
  private static final String PROPERTY = "neuralart.models";
  private static final int SIDE = 40;
  private static final int CHANNELS = 4;
  private final String before = System.getProperty(PROPERTY);

  @TempDir Path folder;

  @AfterEach
  void lookWhereItWas() {
    if (before == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }

  /** A convolution of some channels. */
  private String network(int channels) throws Exception {
    Path file = folder.resolve("takes" + channels + ".onnx");
    return new OnnxWriter(channels, 0, 0)
        .weights("w", 3, channels, 3, 3)
        .node("Conv", "conv", "x w", OnnxWriter.set("pads", 1, 1, 1, 1))
        .node("Relu", "relu", "conv")
        .write(file)
        .toString();
  }

  /** Channel c, plane z: random levels around 1000 c + 100 z, of 16 bits. */
  private static ImagePlus composite() {
    Random random = new Random(5);
    ImageStack stack = new ImageStack(SIDE, SIDE);
    for (int z = 1; z <= 2; z++) {
      for (int c = 1; c <= CHANNELS; c++) {
        ShortProcessor pixels = new ShortProcessor(SIDE, SIDE);
        for (int i = 0; i < SIDE * SIDE; i++) {
          pixels.set(i, 1000 * c + 100 * z + random.nextInt(100));
        }
        stack.addSlice(pixels);
      }
    }
    ImagePlus image = new ImagePlus("cells", stack);
    image.setDimensions(CHANNELS, 2, 1);
    image.getCalibration().pixelWidth = 0.25;
    CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
    for (int c = 1; c <= CHANNELS; c++) {
      composite.setC(c);
      composite.setDisplayRange(1000 * c, 1000 * c + 400);
    }
    return composite;
  }

  private static ImagePlus dream(ImagePlus image, String model, Object... more) throws Exception {
    Object[] inputs = new Object[more.length + 10];
    System.arraycopy(
        new Object[] {
          "image", image, "model", model, "layers", "relu=1", "iterations", 4, "imagesize", 0
        },
        0,
        inputs,
        0,
        10);
    System.arraycopy(more, 0, inputs, 10, more.length);
    return (ImagePlus) Commands.run(DeepDreamCommand.class, inputs).getOutput("dream");
  }

  private static void assertAround(double level, ImagePlus image, int c, int z) {
    double mean = image.getStack().getProcessor(image.getStackIndex(c, z, 1)).getStats().mean;
    assertEquals(level + 150, mean, 150, "channel " + c + ", plane " + z);
  }

  /** ImageJ's own converter takes the slices out of a stack that it splits. */
  @Test
  void aStackOfColorsStaysWhole() throws Exception {
    ImagePlus image = IJ.createImage("colors", "RGB ramp", SIDE, SIDE, 2);
    int[] second = (int[]) image.getStack().getPixels(2);
    Object[] inputs = {"image", image, "model", network(2), "layer", "relu", "channelorder", "3,1"};
    Commands.run(FeatureMapsCommand.class, inputs);
    assertEquals(2, image.getStackSize());
    assertArrayEquals(second, (int[]) image.getStack().getPixels(2));
  }

  @Test
  void aDreamGivesTheChannelsBack() throws Exception {
    ImagePlus all = dream(composite(), network(4), "slices", "all");
    assertEquals(4, all.getNChannels());
    assertEquals(2, all.getNSlices());
    assertEquals(16, all.getBitDepth());
    assertEquals(0.25, all.getCalibration().pixelWidth);
    assertEquals(1400, ((CompositeImage) all).getChannelLut(1).max);
    for (int c = 1; c <= 4; c++) {
      assertAround(1000 * c, all, c, 2);
    }
    ImagePlus two = dream(composite(), network(2), "channelorder", "4,1", "octaves", 1);
    assertEquals(2, two.getNChannels());
    assertAround(4000, two, 1, 1);
    assertAround(1000, two, 2, 1);
    String info = (String) two.getProperty("Info");
    assertTrue(info.contains("channelorder=4,1 "), info);
    ImagePlus one = dream(composite(), network(1), "channelorder", "3", "octaves", 1);
    assertEquals(1, one.getNChannels());
    assertEquals(16, one.getBitDepth());
    assertAround(3000, one, 1, 1);
    assertEquals(24, dream(composite(), network(1), "octaves", 1).getBitDepth());
    assertEquals(24, dream(composite(), network(3), "octaves", 1, "compare", true).getBitDepth());
  }

  @Test
  void mapsAreThoseOfTheChosenChannels() throws Exception {
    ImagePlus maps = maps(composite(), network(2), "2,3");
    ImagePlus swapped = maps(composite(), network(2), "3,2");
    assertTrue(Math.abs(maps.getProcessor().getf(500) - swapped.getProcessor().getf(500)) > 1e-4);
    assertArrayEquals(
        (float[]) maps(composite(), network(2), "").getProcessor().getPixels(),
        (float[]) maps(composite(), network(2), "1,2").getProcessor().getPixels());
    ResultsTable places =
        (ResultsTable)
            Commands.run(
                    TopPatchesCommand.class,
                    "image",
                    composite(),
                    "model",
                    network(4),
                    "layer",
                    "relu",
                    "channelorder",
                    "4,3,2,1",
                    "table",
                    true)
                .getOutput("places");
    assertTrue(places.size() > 3);
  }

  private static ImagePlus maps(ImagePlus image, String model, String order) throws Exception {
    return (ImagePlus)
        Commands.run(
                FeatureMapsCommand.class,
                "image",
                image,
                "model",
                model,
                "layer",
                "relu",
                "channels",
                "0",
                "display",
                "Stack",
                "channelorder",
                order)
            .getOutput("maps");
  }

  @Test
  void whatDoesNotFitIsTold() throws Exception {
    String words = "takes 5 channels, but the image 'cells' has 4";
    Commands.fail(
        DeepDreamCommand.class, "dream", words, "image", composite(), "model", network(5));
    Commands.fail(
        DeepDreamCommand.class,
        "dream",
        "channelorder=1,2 has 2 channels, takes 4",
        "image",
        composite(),
        "model",
        network(4),
        "channelorder",
        "1,2");
    Commands.fail(
        DeepDreamCommand.class,
        "dream",
        "frames above 1, compare and colors=content are for networks of 1 or 3 channels",
        "image",
        composite(),
        "model",
        network(4),
        "compare",
        true);
  }

  @Test
  void aPackageSeesValuesInTheirUnits() throws Exception {
    float[] array = new float[2 * SIDE * SIDE];
    Arrays.fill(array, 500);
    byte[] test = BioimageFiles.array(array, 1, 2, SIDE, SIDE);
    Path cells =
        BioimageFiles.folder(
            folder.resolve("cells"),
            BioimageFiles.withOnnx(
                BioimageFiles.recent(
                    "[{id: scale_linear, kwargs: {gain: 0.01, offset: -1}}]", "[]", test, test)));
    ImagePlus image = composite();
    ImagePlus maps = maps(image, cells.toString(), "3,1");
    double value = image.getStack().getProcessor(image.getStackIndex(3, 1, 1)).get(77);
    assertEquals(0.01 * value - 1, maps.getStack().getProcessor(1).getf(77), 1e-4);
    ImagePlus dream = dream(image, cells.toString(), "channelorder", "3,1", "octaves", 1);
    assertAround(3000, dream, 1, 1);
    ResultsTable table =
        (ResultsTable)
            Commands.run(NetworkModelsCommand.class, "test", cells.toString()).getOutput("table");
    int row = table.size() - 2;
    String status = table.getStringValue("Status", row);
    assertEquals("cells", table.getStringValue("Model", row));
    assertTrue(status.contains("TEST FAILED: 'mask' differs by up to 5.0e+02"), status);
    assertEquals("Ada Author, Bo Builder", table.getStringValue("Authors", row));
  }

  @Test
  void pixelsAreSetOnceAndKept() throws Exception {
    Path models = Files.createDirectory(folder.resolve("models"));
    System.setProperty(PROPERTY, models.toString());
    String source = network(4);
    Commands.fail(
        NetworkModelsCommand.class,
        "table",
        "says range=1..0, expected two numbers as in -1..1",
        "add",
        new File(source),
        "range",
        "1..0");
    try (Stream<Path> files = Files.list(models)) {
      assertEquals(0, files.count());
    }
    Commands.run(
        NetworkModelsCommand.class,
        "add",
        new File(source),
        "range",
        "0..1",
        "mean",
        "0.5, 0.4, 0.3, 0.2");
    Path beside = models.resolve("takes4.properties");
    String kept = Files.readString(beside);
    assertEquals("mean = 0.5, 0.4, 0.3, 0.2\nrange = 0..1\n", kept);
    Files.writeString(beside, kept + "license = mine\n");
    String words = "says mean=1,2, expected one number or 4";
    Commands.fail(
        NetworkModelsCommand.class, "table", words, "pixels", "takes4.onnx", "mean", "1,2");
    Commands.run(NetworkModelsCommand.class, "pixels", "takes4.onnx", "standardize", "channel");
    assertEquals("license = mine\nstandardize = channel\n", Files.readString(beside));
    ImagePlus maps = maps(composite(), "takes4.onnx", "");
    ImagePlus brighter = composite();
    for (int i = 1; i <= brighter.getStackSize(); i++) {
      brighter.getStack().getProcessor(i).add(700);
    }
    assertArrayEquals(
        (float[]) maps.getProcessor().getPixels(),
        (float[]) maps(brighter, "takes4.onnx", "").getProcessor().getPixels(),
        1e-3f);
    Commands.run(NetworkModelsCommand.class, "pixels", "takes4.onnx");
    assertEquals("license = mine\n", Files.readString(beside));
    Commands.fail(NetworkModelsCommand.class, "table", "need pixels=NETWORK, or add", "mean", "1");
  }
}
