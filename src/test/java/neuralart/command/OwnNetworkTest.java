package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import neuralart.reference.Tolerances;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.scijava.command.CommandModule;

/** A network of the user's own that takes grey images. */
@Tag("slow")
class OwnNetworkTest {
  private static final int SIDE = 24;

  @TempDir Path folder;

  @Test
  void mapsAreWhatDeepLearning4jComputes() throws Exception {
    MultiLayerNetwork network = network(1);
    ImagePlus image = image();
    ImagePlus maps =
        (ImagePlus)
            Commands.run(
                    FeatureMapsCommand.class,
                    "image",
                    image,
                    "model",
                    save(network),
                    "layer",
                    "1",
                    "channels",
                    "all",
                    "display",
                    "Stack")
                .getOutput("maps");
    // Values of 0 to 255 are the range of the network's input, 0 to 1.
    float[] input = new float[SIDE * SIDE];
    for (int i = 0; i < input.length; i++) {
      input[i] = image.getProcessor().getf(i) / 255;
    }
    INDArray expected =
        network
            .feedForward(Nd4j.createFromArray(input).reshape(new long[] {1, 1, SIDE, SIDE}))
            .get(2);
    assertEquals(5, maps.getNChannels());
    assertEquals(SIDE / 2, maps.getWidth());
    for (int c = 0; c < 5; c++) {
      for (int i = 0; i < SIDE * SIDE / 4; i++) {
        assertEquals(
            expected.getFloat(0, c, i / (SIDE / 2), i % (SIDE / 2)),
            maps.getStack().getProcessor(c + 1).getf(i),
            Tolerances.FEATURE_MAP);
      }
    }
    String info = (String) maps.getProperty("Info");
    assertTrue(info.contains("mine.zip, licence not stated"), info);
    CommandModule patches =
        Commands.run(
            TopPatchesCommand.class,
            "image",
            image,
            "model",
            save(network),
            "layer",
            "0",
            "table",
            true);
    assertTrue(((ResultsTable) patches.getOutput("places")).size() > 5);
  }

  static Stream<Arguments> blues() {
    ImagePlus table = new ImagePlus("8-bit", new ByteProcessor(SIDE, SIDE, filled(255)));
    table.setLut(LUT.createLutFromColor(Color.BLUE));
    ColorProcessor rgb = new ColorProcessor(SIDE, SIDE);
    rgb.setColor(Color.BLUE);
    rgb.fill();
    ImagePlus stack = IJ.createImage("stack", "RGB black", SIDE, SIDE, 3);
    stack.getStack().setProcessor(rgb, 2);
    stack.setSlice(2);
    return Stream.of(
        Arguments.of("RGB", new ImagePlus("RGB", rgb)),
        Arguments.of("RGB stack", stack),
        Arguments.of("8-bit", table),
        Arguments.of("composite", composite(IJ.COMPOSITE)),
        Arguments.of("color", composite(IJ.COLOR)));
  }

  private static byte[] filled(int value) {
    byte[] pixels = new byte[SIDE * SIDE];
    Arrays.fill(pixels, (byte) value);
    return pixels;
  }

  /** The second channel is blue, the first one black. */
  private static ImagePlus composite(int mode) {
    ImageStack stack = new ImageStack(SIDE, SIDE);
    stack.addSlice(new ByteProcessor(SIDE, SIDE));
    stack.addSlice(new ByteProcessor(SIDE, SIDE, filled(255)));
    ImagePlus image = new ImagePlus("composite", stack);
    image.setDimensions(2, 1, 1);
    CompositeImage composite = new CompositeImage(image, mode);
    composite.setChannelLut(LUT.createLutFromColor(Color.BLUE), 2);
    composite.setC(2);
    return composite;
  }

  /** Blue is 29 of 255 in luma, which a grey image can be too. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("blues")
  void everyCommandSeesTheLumaOfWhatIsDisplayed(String kind, ImagePlus blue) throws Exception {
    String model = save(network(1));
    float[] luma = new float[SIDE * SIDE];
    Arrays.fill(luma, 0.114f * 255);
    ImagePlus grey = new ImagePlus("grey", new FloatProcessor(SIDE, SIDE, luma));
    grey.setDisplayRange(0, 255);
    ImagePlus expected = maps(model, grey);
    ImagePlus maps = maps(model, blue);
    for (int c = 1; c <= 5; c++) {
      assertArrayEquals(
          (float[]) expected.getStack().getPixels(c),
          (float[]) maps.getStack().getPixels(c),
          (float) Tolerances.FEATURE_MAP);
    }
    Object[] inputs = {
      "image",
      blue,
      "model",
      model,
      "layers",
      "0",
      "octaves",
      1,
      "iterations",
      1,
      "stepsize",
      1e-6,
      "jitter",
      0
    };
    ImagePlus dream = (ImagePlus) Commands.run(DeepDreamCommand.class, inputs).getOutput("dream");
    assertEquals(29, dream.getProcessor().getPixel(SIDE / 2, SIDE / 2) & 255);
  }

  private static ImagePlus maps(String model, ImagePlus image) throws Exception {
    Object[] inputs = {
      "image", image, "model", model, "layer", "0", "channels", "all", "display", "Stack"
    };
    return (ImagePlus) Commands.run(FeatureMapsCommand.class, inputs).getOutput("maps");
  }

  /** Each channel in grey within its own display range. */
  @Test
  void oneOfFourChannelsSeesThoseOfTheImage() throws Exception {
    MultiLayerNetwork network = network(4);
    String model = save(network);
    ImagePlus image = fourChannels();
    Object[] inputs = {
      "image", image, "model", model, "layer", "1", "channels", "all", "display", "Stack"
    };
    ImagePlus maps = (ImagePlus) Commands.run(FeatureMapsCommand.class, inputs).getOutput("maps");
    float[] input = new float[4 * SIDE * SIDE];
    for (int i = 0; i < input.length; i++) {
      byte[] pixels = (byte[]) image.getStack().getPixels(1 + i / (SIDE * SIDE));
      input[i] = (pixels[i % (SIDE * SIDE)] & 255) / 255f;
    }
    INDArray expected =
        network
            .feedForward(Nd4j.createFromArray(input).reshape(new long[] {1, 4, SIDE, SIDE}))
            .get(2);
    for (int c = 0; c < 5; c++) {
      for (int i = 0; i < SIDE * SIDE / 4; i++) {
        assertEquals(
            expected.getFloat(0, c, i / (SIDE / 2), i % (SIDE / 2)),
            maps.getStack().getProcessor(c + 1).getf(i),
            Tolerances.FEATURE_MAP);
      }
    }
    ImagePlus patches =
        (ImagePlus)
            Commands.run(TopPatchesCommand.class, "image", image, "model", model, "layer", "1")
                .getOutput("result");
    assertTrue(patches.getWidth() > 0);
  }

  private static ImagePlus fourChannels() {
    Random random = new Random(3);
    ImageStack stack = new ImageStack(SIDE, SIDE);
    for (int c = 0; c < 4; c++) {
      byte[] pixels = new byte[SIDE * SIDE];
      random.nextBytes(pixels);
      stack.addSlice(new ByteProcessor(SIDE, SIDE, pixels));
    }
    ImagePlus image = new ImagePlus("four", stack);
    image.setDimensions(4, 1, 1);
    return image;
  }

  @Test
  void oneOfFourChannelsIsRefusedWhereItCanNotBeUsed() throws Exception {
    String model = save(network(4));
    String named = "takes 4 channels, has 1";
    Object[] inputs = {"image", image(), "model", model};
    Commands.fail(FeatureMapsCommand.class, "maps", named, inputs);
    Commands.fail(TopPatchesCommand.class, "result", named, inputs);
    Commands.fail(DeepDreamCommand.class, "dream", named, inputs);
    Object[] surprise = {"image", image(), "model", model, "preset", "Surprise"};
    Commands.fail(DeepDreamCommand.class, "dream", named, surprise);
    named = "takes images of 4 channels, 1 or 3";
    Object[] style = {"image", image(), "style", image(), "model", model};
    Commands.fail(StyleTransferCommand.class, "painting", named, style);
    Object[] filters = {"model", model, "layer", "0", "filters", "0"};
    Commands.fail(FilterVisualizationCommand.class, "pictures", named, filters);
  }

  @Test
  void aLayerWithoutExtentIsRefused() throws Exception {
    Object[] inputs = {"image", image(), "model", save(network(1)), "layer", "2"};
    Commands.fail(FeatureMapsCommand.class, "maps", "'2', no spatial extent", inputs);
    Commands.fail(TopPatchesCommand.class, "result", "'2', sees the whole image", inputs);
  }

  @Test
  void itsLayersAreListed() throws Exception {
    String model = save(network(1));
    ResultsTable table =
        (ResultsTable)
            Commands.run(NetworkLayersCommand.class, "model", model, "image", image())
                .getOutput("table");
    assertEquals(3, table.size());
    assertEquals("12 x 12", table.getStringValue("Output", 1));
    assertEquals("1 x 1", table.getStringValue("Output", 2));
  }

  private String save(MultiLayerNetwork network) throws Exception {
    Path file = folder.resolve("mine.zip");
    ModelSerializer.writeModel(network, file.toFile(), false);
    return file.toString();
  }

  private static MultiLayerNetwork network(int channels) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(channels)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(5)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.RELU)
                        .build())
                .layer(new SubsamplingLayer.Builder(2, 2).stride(2, 2).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(SIDE, SIDE, channels))
                .build());
    network.init();
    return network;
  }

  private static ImagePlus image() {
    byte[] pixels = new byte[SIDE * SIDE];
    new Random(1).nextBytes(pixels);
    return new ImagePlus("image", new ByteProcessor(SIDE, SIDE, pixels));
  }
}
