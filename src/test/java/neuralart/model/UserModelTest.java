package neuralart.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import neuralart.model.dl4j.GraphReader;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Networks as users have them: saved by DeepLearning4J, sequential, or with layers unknown here.
 */
class UserModelTest {
  private static final int SIDE = 12;

  private static MultiLayerNetwork sequential() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(convolution(6))
                .layer(new BatchNormalization())
                .layer(new SubsamplingLayer.Builder(2, 2).stride(2, 2).build())
                .layer(new FrozenLayer(convolution(8)))
                .layer(new DenseLayer.Builder().nOut(10).activation(Activation.TANH).build())
                .layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutionalFlat(SIDE, SIDE, 3))
                .build());
    network.init();
    return network;
  }

  private static ConvolutionLayer convolution(int channels) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(channels)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.RELU)
        .build();
  }

  @Test
  void savedModelsGiveTheSameOutput(@TempDir File folder) throws IOException {
    MultiLayerNetwork model = sequential();
    File sequential = new File(folder, "sequential.zip");
    ModelSerializer.writeModel(model, sequential, false);
    File graph = new File(folder, "graph.zip");
    ModelSerializer.writeModel(model.toComputationGraph(), graph, false);
    double[] pixels = new Random(1).doubles(3 * SIDE * SIDE, -1, 1).toArray();
    INDArray image = Nd4j.createFromArray(pixels).castTo(DataType.FLOAT).reshape(1, SIDE, SIDE, 3);
    float[] expected =
        model.output(image.permute(0, 3, 1, 2).dup('c').reshape(1, -1)).data().asFloat();
    List<ComputationGraph> restored =
        List.of(
            ModelSerializer.restoreMultiLayerNetwork(sequential).toComputationGraph(),
            ModelSerializer.restoreComputationGraph(graph));
    for (ComputationGraph one : restored) {
      try (Network network = GraphReader.read(one, "mine", Preprocessing.SYMMETRIC_RGB);
          Plan plan = Draft.of(network, SIDE, SIDE, List.of(), Set.of("5")).allocate()) {
        plan.image().put(0, Buffers.floats(image));
        plan.forward();
        assertArrayEquals(expected, Buffers.floats(plan.activation("5")), 1e-5f);
        assertEquals(List.of("0", "1", "2", "3", "4", "5"), names(network));
      }
    }
  }

  @Test
  void denseLayersRefuseOtherSizesByName() {
    try (Network network =
        GraphReader.read(sequential().toComputationGraph(), "mine", Preprocessing.SYMMETRIC_RGB)) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> network.shape("4", 20, 20));
      assertTrue(
          refusal.getMessage().startsWith("Layer '4' of network 'mine' takes exactly 6 x 6 x 8"),
          refusal.getMessage());
      assertEquals(10, network.shape("3", 20, 20).height());
      Layer dense = network.layer("4");
      assertEquals("flattening + fully connected + tanh", dense.kind());
      assertEquals(0, dense.receptiveField());
    }
  }

  @Test
  void unknownLayersAreRefusedByNameOnlyWhenNeeded() {
    LSTM memory = new LSTM.Builder().nIn(4 * SIDE).nOut(3).build();
    ComputationGraph model =
        graph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("image")
                .addLayer("first", convolution(4), "image")
                .addLayer("memory", memory, new CnnToRnnPreProcessor(SIDE, SIDE, 4), "first")
                .addLayer(
                    "last",
                    new RnnOutputLayer.Builder()
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "memory")
                .setOutputs("last"));
    try (Network network = GraphReader.read(model, "mine", Preprocessing.SYMMETRIC_RGB)) {
      assertEquals(List.of("first"), names(network));
      Draft.of(network, SIDE, SIDE, List.of(), Set.of("first")).allocate().close();
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> Draft.of(network, SIDE, SIDE, List.of(), Set.of("last")).allocate());
      assertTrue(
          refusal.getMessage().contains("'last': layer 'memory' (CnnToRnnPreProcessor)"),
          refusal.getMessage());
    }
  }

  @Test
  void stridesAndReceptiveFieldsFollowTheWindows() {
    ComputationGraph model =
        graph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("image")
                .addLayer("pool", new SubsamplingLayer.Builder(2, 2).stride(4, 4).build(), "image")
                .addLayer(
                    "dilated",
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(2)
                        .dilation(3, 3)
                        .convolutionMode(ConvolutionMode.Same)
                        .build(),
                    "pool")
                .addLayer("up", new Upsampling2D.Builder(2).build(), "dilated")
                .addLayer(
                    "transposed",
                    new Deconvolution2D.Builder(4, 4).nOut(2).stride(8, 8).padding(0, 0).build(),
                    "up")
                .setOutputs("transposed"));
    try (Network network = GraphReader.read(model, "mine", Preprocessing.SYMMETRIC_RGB)) {
      assertEquals(List.of(4, 4, 2, 1), network.layers().stream().map(Layer::stride).toList());
      assertEquals(
          List.of(2, 2 + 6 * 4, 26, 26),
          network.layers().stream().map(Layer::receptiveField).toList());
    }
  }

  private static ComputationGraph graph(GraphBuilder builder) {
    ComputationGraph graph =
        new ComputationGraph(
            builder
                .setInputTypes(InputType.convolutional(SIDE, SIDE, 3))
                .validateOutputLayerConfig(false)
                .build());
    graph.init();
    return graph;
  }

  private static List<String> names(Network network) {
    return network.layers().stream().map(Layer::name).toList();
  }
}
