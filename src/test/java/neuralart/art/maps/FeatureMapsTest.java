package neuralart.art.maps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import neuralart.image.Picture;
import neuralart.model.Models;
import neuralart.model.dl4j.GraphReader;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.node.Role;
import neuralart.optimize.Monitor;
import neuralart.plan.Draft;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

class FeatureMapsTest {
  private static final Layer LAYER = new Layer("middle", "convolution", 24, 4, 11, 0, Role.LINEAR);

  @ParameterizedTest
  @CsvSource({
    "builtin, block1_conv1, 70, 150",
    "builtin, block3_conv2, 333, 250",
    "builtin, block4_conv3, 511, 402",
    "squeezenet, conv1, 121, 90",
    "squeezenet, fire3/concat, 301, 222",
    "squeezenet, fire5/concat, 250, 403",
    "squeezenet, pool5, 434, 288",
    "mixed, out, 161, 203",
    "mixed, out, 200, 140",
    "mixed, up, 163, 209"
  })
  void tilesGiveTheSameMaps(String model, String layer, int height, int width) {
    try (Network network = network(model)) {
      Picture image = texture(height, width, 3);
      long whole = Draft.of(network, height, width, List.of(), Set.of(layer)).bytes();
      float[][] expected = maps(network, layer, image, whole, 1);
      float[][] tiled = maps(network, layer, image, whole / 2, 2);
      float scale = maximum(expected);
      assertTrue(scale > 0);
      for (int i = 0; i < expected.length; i++) {
        assertArrayEquals(expected[i], tiled[i], (float) (Tolerances.GRADIENT * scale));
      }
    }
  }

  private static float[][] maps(
      Network network, String layer, Picture image, long bytes, int leastTiles) {
    int height = image.height();
    int width = image.width();
    try (FeatureMaps maps = new FeatureMaps(network, layer, height, width, bytes)) {
      assertTrue(maps.tiles() >= leastTiles, maps.tiles() + " tiles");
      int[] all = IntStream.range(0, maps.shape().channels()).toArray();
      MapCollector collector = new MapCollector(maps.shape(), all);
      double[] seen = new double[1];
      FeatureMaps.Reader count = (y, x, values) -> seen[0] += values.length;
      assertTrue(
          maps.run(
              image,
              (y, x, values) -> {
                collector.row(y, x, values);
                count.row(y, x, values);
              },
              Monitor.NONE));
      assertEquals(maps.shape().length(), seen[0], "each value once");
      return collector.maps();
    }
  }

  @Test
  void memoryThatSufficesForNoTileIsAnError() {
    try (Network network = Models.load("builtin")) {
      assertThrows(
          IllegalStateException.class,
          () -> new FeatureMaps(network, "block5_conv3", 300, 300, 1 << 20));
    }
  }

  @Test
  void stopsWhenAsked() {
    try (Network network = Models.load("builtin");
        FeatureMaps maps = new FeatureMaps(network, "block1_conv1", 40, 40)) {
      FilterStatistics statistics = new FilterStatistics(maps.shape().channels());
      assertEquals(false, maps.run(texture(40, 40, 3), statistics, progress -> false));
    }
  }

  @Test
  void statisticsAreThoseOfTheValues() {
    FilterStatistics statistics = new FilterStatistics(2);
    statistics.row(0, 0, new float[] {1, -3, 2, 0});
    statistics.row(1, 0, new float[] {6, 0, 3, -1});
    FilterStatistics.Response first = statistics.of(0);
    assertEquals(3, first.mean(), 1e-12);
    assertEquals(6, first.maximum());
    assertEquals(Math.sqrt(3.5), first.deviation(), 1e-12);
    assertEquals(1, first.active());
    FilterStatistics.Response second = statistics.of(1);
    assertEquals(-1, second.mean(), 1e-12);
    assertEquals(0, second.maximum());
    assertEquals(0, second.active());
    assertArrayEquals(new int[] {0, 1}, statistics.strongest());
  }

  @Test
  void choicesOfFilters() {
    FilterStatistics statistics = new FilterStatistics(24);
    float[] row = new float[24];
    for (int i = 0; i < row.length; i++) {
      row[i] = i * 7 % 24;
    }
    statistics.row(0, 0, row);
    assertEquals(24, FilterChoice.parse("all", LAYER).filters(() -> statistics).length);
    assertArrayEquals(
        new int[] {3, 4, 5, 20, 0},
        FilterChoice.parse(" 3-5, 20,4,0", LAYER).filters(() -> statistics));
    FilterChoice top = FilterChoice.parse("top 2", LAYER);
    assertTrue(top.needsStatistics());
    assertArrayEquals(new int[] {17, 10}, top.filters(() -> statistics));
    assertEquals(24, FilterChoice.parse("top 900", LAYER).filters(() -> statistics).length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", ",", "24", "3-24", "9-3", "-1", "top 0", "top", "top -3", "some", "1;2", "1,,2"
      })
  void wrongChoicesAreOneLine(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> FilterChoice.parse(text, LAYER))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.contains("0-23") || message.contains("0-15,20"), message);
  }

  private static Network network(String model) {
    if (model.equals("squeezenet")) {
      System.setProperty("neuralart.models", TestData.squeezeNetWeights().getParent().toString());
    }
    return model.equals("mixed") ? mixed() : Models.load(model);
  }

  /** Down with uneven padding, cropped, and up again in two ways. */
  private static Network mixed() {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .weightInit(WeightInit.RELU)
            .graphBuilder()
            .addInputs("image")
            .addLayer("a", convolution(3, 2), "image")
            .addLayer("b", convolution(4, 3), "a")
            .addLayer("crop", new Cropping2D.Builder(3, 2, 1, 0).build(), "b")
            .addLayer("c", convolution(3, 1), "crop")
            .addLayer("pool", new SubsamplingLayer.Builder(2, 2).stride(2, 2).build(), "c")
            .addLayer("up", new Upsampling2D.Builder(2).build(), "pool")
            .addLayer(
                "transposed",
                new Deconvolution2D.Builder(3, 3)
                    .nOut(4)
                    .stride(2, 2)
                    .convolutionMode(ConvolutionMode.Same)
                    .activation(Activation.TANH)
                    .build(),
                "pool")
            .addVertex("out", new MergeVertex(), "up", "transposed")
            .setInputTypes(InputType.convolutional(161, 203, 3))
            .setOutputs("out")
            .validateOutputLayerConfig(false);
    ComputationGraph created = new ComputationGraph(graph.build());
    created.init();
    try {
      return GraphReader.read(created, "mixed", Preprocessing.SYMMETRIC_RGB);
    } finally {
      created.close();
    }
  }

  private static ConvolutionLayer convolution(int size, int stride) {
    return new ConvolutionLayer.Builder(size, size)
        .nOut(6)
        .stride(stride, stride)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.RELU)
        .build();
  }

  private static Picture texture(int height, int width, int channels) {
    Random random = new Random(7);
    float[] pixels = new float[height * width * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 255 * random.nextFloat();
    }
    return Picture.of(height, width, channels, pixels);
  }

  private static float maximum(float[][] maps) {
    float maximum = 0;
    for (float[] map : maps) {
      for (float value : map) {
        maximum = Math.max(maximum, Math.abs(value));
      }
    }
    return maximum;
  }
}
