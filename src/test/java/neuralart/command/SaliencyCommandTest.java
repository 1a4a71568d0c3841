package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.process.ImageProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import neuralart.art.apply.ApplicableNetworks;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.model.keras.KerasWriter;
import neuralart.model.onnx.OnnxWriter;
import neuralart.network.Network;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.command.CommandModule;

/**
 * <em>Saliency...</em>, <em>Classify...</em> and the classes of <em>Filter Visualization...</em>.
 */
class SaliencyCommandTest {
  private static final int WIDTH = 40;
  private static final int HEIGHT = 30;

  @TempDir Path folder;

  private String classifier;

  /** Takes images of 24 x 24 pixels alone. */
  @BeforeEach
  void writeClassifier() throws Exception {
    float[][] weights = new float[4 * 12 * 12][3];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = new float[] {0.01f * (i % 7), 0.02f, 0.01f * (i % 5) - 0.005f};
    }
    classifier =
        KerasWriter.sequential()
            .image(24, 3)
            .convolution("conv", 3, 4, "'activation': 'relu'")
            .layer("MaxPooling2D", "pool", "{'pool_size': [2, 2]}")
            .layer("Flatten", "flat", "{}")
            .layer("Dense", "classes", "{'units': 3, 'activation': 'softmax'}")
            .weight("classes", "kernel:0", weights)
            .weight("classes", "bias:0", new float[3])
            .write(folder.resolve("cells.h5"))
            .toString();
    Files.writeString(folder.resolve("cells.classes.txt"), "round\nlong cell\nother\n");
  }

  private static ImagePlus image(int slices) {
    ImagePlus image = IJ.createImage("cells.tif", "RGB ramp", WIDTH, HEIGHT, slices);
    for (int i = 1; i <= slices; i++) {
      image.getStack().getProcessor(i).rotate(30 * i);
    }
    image.getCalibration().setUnit("um");
    image.getCalibration().pixelWidth = 0.25;
    return image;
  }

  @ParameterizedTest
  @CsvSource({"Grad-CAM", "Gradient", "SmoothGrad", "Integrated gradients", "Occlusion"})
  void aMapHasTheSizeAndTheCalibrationOfTheImage(String method) throws Exception {
    CommandModule module =
        Commands.run(
            SaliencyCommand.class,
            "image",
            image(1),
            "model",
            classifier,
            "classname",
            "LONG CELL",
            "method",
            method,
            "samples",
            3,
            "steps",
            3,
            "display",
            "Map");
    ImagePlus map = (ImagePlus) module.getOutput("map");
    assertEquals("cells-saliency of long cell", map.getTitle());
    assertEquals(32, map.getBitDepth());
    assertEquals(WIDTH, map.getWidth());
    assertEquals(HEIGHT, map.getHeight());
    assertEquals(0.25, map.getCalibration().pixelWidth);
    assertTrue(map.getProcessor().getStats().max > 0);
    String info = (String) map.getProperty("Info");
    assertTrue(info.contains("saw the image of 40 x 30 pixels at 24 x 24"), info);
    assertTrue(info.contains("classname=[long cell]"), info);
    assertEquals(method.startsWith("Int"), info.contains("Completeness: "), info);
  }

  /** The selection is all that the network sees, and all that the map tells of. */
  @Test
  void aSelectionIsCutOut() throws Exception {
    ImagePlus image = image(1);
    image.setRoi(5, 4, 24, 24);
    CommandModule module =
        Commands.run(
            SaliencyCommand.class,
            "image",
            image,
            "model",
            classifier,
            "method",
            "Gradient",
            "display",
            "Map");
    ImageProcessor map = ((ImagePlus) module.getOutput("map")).getProcessor();
    ImagePlus cut = image.crop();
    cut.deleteRoi();
    ImageProcessor expected =
        ((ImagePlus)
                Commands.run(
                        SaliencyCommand.class,
                        "image",
                        cut,
                        "model",
                        classifier,
                        "method",
                        "Gradient",
                        "display",
                        "Map")
                    .getOutput("map"))
            .getProcessor();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean inside = x >= 5 && x < 29 && y >= 4 && y < 28;
        assertEquals(inside ? expected.getf(x - 5, y - 4) : 0, map.getf(x, y));
      }
    }
  }

  @Test
  void aStackOfALayerIsOverlaid() throws Exception {
    CommandModule module =
        Commands.run(
            SaliencyCommand.class,
            "image",
            image(2),
            "layer",
            "block2_conv2",
            "channels",
            "3+4*0.5",
            "slices",
            "all",
            "method",
            "Gradient",
            "signed",
            true);
    ImagePlus map = (ImagePlus) module.getOutput("map");
    assertEquals("cells-saliency of block2_conv2 channel 3+4*0.5", map.getTitle());
    assertEquals(2, map.getStackSize());
    assertEquals(24, map.getBitDepth());
  }

  @Test
  void checksAreTablesAndPlots() throws Exception {
    CommandModule module =
        Commands.run(
            SaliencyCommand.class,
            "image",
            image(1),
            "model",
            classifier,
            "method",
            "Gradient",
            "curves",
            true,
            "randomized",
            true);
    ResultsTable areas = (ResultsTable) module.getOutput("areas");
    assertEquals("deletion", areas.getStringValue("Curve", 0));
    assertEquals(4, areas.size());
    ResultsTable correlations = (ResultsTable) module.getOutput("correlations");
    assertEquals("classes", correlations.getStringValue("Random from", 0));
    assertEquals("conv", correlations.getStringValue("Random from", 1));
    assertEquals("cells-saliency curves", ((ImagePlus) module.getOutput("curveplot")).getTitle());
    assertTrue(module.getOutput("correlationplot") != null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "classname | zebra | The network has no class 'zebra'. Its classes are: round, long cell, other",
        "method | Grad | method=Grad: expected one of",
        "cam | classes | Layer 'classes' of network 'cells.h5' has no spatial extent",
        "channels | 0-2 | are 3 maps: give one channel, or a weighted sum as 3+5*0.5",
        "noise | 2 | noise",
        "stride | 50 | stride is 50, but must be the side of a patch, 3, at most",
      })
  void wrongInputsAreNamed(String key, String value, String message) throws Exception {
    Object given =
        key.equals("noise")
            ? (Object) Double.valueOf(value)
            : key.equals("stride") ? (Object) Integer.valueOf(value) : value;
    String more = key.equals("channels") ? "conv" : "";
    String method = key.equals("stride") ? "Occlusion" : "Grad-CAM";
    String refusal =
        key.equals("method")
            ? Commands.refusal(
                SaliencyCommand.class, "image", image(1), "model", classifier, key, given)
            : Commands.refusal(
                SaliencyCommand.class,
                "image",
                image(1),
                "model",
                classifier,
                "layer",
                more,
                "method",
                method,
                key,
                given);
    assertTrue(refusal.contains(message), refusal);
  }

  @Test
  void theLikeliestClassesAreListed() throws Exception {
    CommandModule module =
        Commands.run(
            ClassifyCommand.class,
            "image",
            image(2),
            "model",
            classifier,
            "classes",
            2,
            "slices",
            "all");
    ResultsTable table = (ResultsTable) module.getOutput("table");
    assertEquals("Classes of cells", table.getTitle());
    assertEquals(4, table.size());
    assertEquals(2, table.getValue("Slice", 2));
    assertEquals(2, table.getValue("Rank", 1));
    double first = table.getValue("Probability", 0);
    assertTrue(first >= table.getValue("Probability", 1) && first <= 1);
    int number = (int) table.getValue("Number", 0);
    String[] names = {"round", "long cell", "other"};
    assertEquals(names[number], table.getStringValue("Class", 0));
  }

  /** Two classes, the likelier of which is the channel with the larger mean. */
  private String classifierOfChannels() throws Exception {
    return new OnnxWriter(2, 0, 0)
        .node("Relu", "relu", "x")
        .node("GlobalAveragePool", "mean", "relu")
        .node("Flatten", "flat", "mean")
        .node("Softmax", "classes", "flat")
        .write(folder.resolve("channels.onnx"))
        .toString();
  }

  /** 16 bits: a bright spot in the first channel, a fainter one elsewhere in the second. */
  private static ImagePlus composite() {
    ImagePlus image = IJ.createImage("cells.tif", "16-bit black", WIDTH, HEIGHT, 2);
    image.getStack().getProcessor(1).set(10, 12, 4000);
    image.getStack().getProcessor(2).set(30, 5, 3200);
    image.setDimensions(2, 1, 1);
    CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
    for (int c = 1; c <= 2; c++) {
      composite.setC(c);
      composite.setDisplayRange(0, 4000);
    }
    return composite;
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "'1,2', 0", "'2, 1', 1"})
  void channelsAreThoseThatTheUserChooses(String order, int likeliest) throws Exception {
    String model = classifierOfChannels();
    ResultsTable table =
        (ResultsTable)
            Commands.run(
                    ClassifyCommand.class,
                    "image",
                    composite(),
                    "model",
                    model,
                    "channelorder",
                    order)
                .getOutput("table");
    assertEquals(likeliest, table.getValue("Number", 0));
    double larger = 1.0 / (WIDTH * HEIGHT);
    double smaller = 0.8 / (WIDTH * HEIGHT);
    double expected = 1 / (1 + Math.exp(smaller - larger));
    assertEquals(expected, table.getValue("Probability", 0), 1e-6);
    CommandModule module =
        Commands.run(
            SaliencyCommand.class,
            "image",
            composite(),
            "model",
            model,
            "channelorder",
            order,
            "classname",
            "class 0",
            "method",
            "Integrated gradients",
            "display",
            "Map",
            "curves",
            true);
    ImageProcessor map = ((ImagePlus) module.getOutput("map")).getProcessor();
    int x = likeliest == 0 ? 10 : 30;
    int y = likeliest == 0 ? 12 : 5;
    double level = Tolerances.DISPLAYED_LEVEL / 255 / (WIDTH * HEIGHT);
    assertEquals(likeliest == 0 ? larger : smaller, map.getf(x, y), level);
    map.setf(x, y, 0);
    assertEquals(0, map.getStats().max);
    assertEquals(4, ((ResultsTable) module.getOutput("areas")).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | channelorder=1 has 1 channels, but network 'channels.onnx' takes 2",
        "1,2,1 | channelorder=1,2,1 has 3 channels, but network 'channels.onnx' takes 2",
        "2,3 | channelorder=2,3: expected channels of the image 'cells.tif', which has 2",
        "0,1 | channelorder=0,1: expected channels of the image 'cells.tif', which has 2",
        "2,red | channelorder=2,red: expected channels of the image 'cells.tif', which has 2"
      })
  void channelsThatAreNotThereAreNamed(String order, String message) throws Exception {
    String model = classifierOfChannels();
    for (Class<? extends NeuralArtCommand> command :
        List.of(ClassifyCommand.class, SaliencyCommand.class)) {
      String refusal =
          Commands.refusal(command, "image", composite(), "model", model, "channelorder", order);
      assertEquals(message, refusal);
    }
  }

  @Test
  void theDefaultOfClassifyIsOfferedOrNamed() throws Exception {
    assumeTrue(
        KnownModel.RESNET50_TOP.isMissing(), "skipped: the weights of resnet50_top are here");
    assertEquals(
        "resnet50_top: resnet50 with the 1000 classes of ImageNet (download 103 MB)",
        new ClassifyCommand().label("model", "resnet50_top"));
    String refusal = Commands.refusal(ClassifyCommand.class, "image", image(1));
    String file = "resnet50_weights_tf_dim_ordering_tf_kernels.h5";
    assertTrue(refusal.startsWith("The weights of model 'resnet50_top' were not found"), refusal);
    assertTrue(refusal.contains("keras-applications/resnet/" + file), refusal);
  }

  @Test
  void aNetworkWithoutClassesSaysSo() throws Exception {
    String refusal = Commands.refusal(ClassifyCommand.class, "image", image(1), "model", "builtin");
    assertTrue(refusal.startsWith("Network 'builtin' has no classes"), refusal);
    assertEquals(
        refusal,
        Commands.refusal(
            SaliencyCommand.class, "image", image(1), "model", "builtin", "classname", "tabby"));
  }

  /** The output, but for known networks, and where the size of the image doesn't fit. */
  @ParameterizedTest
  @CsvSource({"denoiser, true", "unet, false", "builtin, false"})
  void withoutClassesTheLayerIsChosen(String kind, boolean output) throws Exception {
    String model =
        !kind.equals("builtin") ? ApplicableNetworks.write(kind, folder).toString() : kind;
    Object[] inputs = {"image", image(1), "model", model, "method", "Gradient"};
    ImagePlus map = (ImagePlus) Commands.run(SaliencyCommand.class, inputs).getOutput("map");
    try (Network network = Models.load(model)) {
      String last = network.outputs().get(0);
      String explained = output ? last : Layers.orMiddle(network, "");
      assertTrue(map.getInfoProperty().contains("Explained: " + explained + ", "), explained);
      assertEquals(output, explained.equals(last));
    }
  }

  /** At the only size that the network takes. */
  @Test
  void aClassIsVisualized() throws Exception {
    CommandModule module =
        Commands.run(
            FilterVisualizationCommand.class,
            "model",
            classifier,
            "classname",
            "round",
            "iterations",
            2,
            "display",
            "Stack",
            "preset",
            "none");
    ImagePlus picture = (ImagePlus) module.getOutput("pictures");
    assertEquals("class round", picture.getTitle());
    assertEquals(24, picture.getWidth());
  }
}
