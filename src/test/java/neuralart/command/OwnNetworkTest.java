package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import java.nio.file.Path;
import java.util.Random;
import neuralart.reference.Tolerances;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.scijava.command.CommandModule;

/** A network of the user's own that takes grey images. */
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
                    FeatureMapsCommand.class, "image", image, "model", save(network), "layer", "1")
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

  @Test
  void oneThatTakesFourChannelsIsRefused() throws Exception {
    Object[] inputs = {"image", image(), "model", save(network(4))};
    String named = "takes 4 channels, 1 (grey) or 3 (colour)";
    Commands.fail(FeatureMapsCommand.class, "maps", named, inputs);
    Commands.fail(TopPatchesCommand.class, "result", named, inputs);
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
