package neuralart.model.known;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import neuralart.model.file.BatchStatistics;
import neuralart.model.file.NetworkBuilder;
import neuralart.model.keras.KerasArray;
import neuralart.model.keras.KerasFile;
import neuralart.model.keras.KerasWeights;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.node.Activation;
import neuralart.network.node.AveragePooling;
import neuralart.network.node.Combination;
import neuralart.network.node.Concatenation;
import neuralart.network.node.Convolution;
import neuralart.network.node.DepthwiseConvolution;
import neuralart.network.node.FullyConnected;
import neuralart.network.node.GlobalPooling;
import neuralart.network.node.Image;
import neuralart.network.node.Margins;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Node;
import neuralart.network.node.Relu;
import neuralart.network.node.ZeroPadding;
import neuralart.step.Window;
import neuralart.step.Window.Padding;

/**
 * A known architecture: each method adds a layer with its Keras name and returns the name, as the
 * input of the next. The weights come from a file of Keras.
 */
public abstract class Architecture {
  /** The name of the image, as input of the first layer. */
  static final String IMAGE = "input_1";

  /** The side of the images of a network that wants no particular one. */
  static final int ANY_SIDE = 0;

  private static final int COLORS = 3;
  private static final Window SEPARABLE = new Window(3, 3, 1, 1, Padding.SAME);

  private final int side;
  private final List<Declared> layers = new ArrayList<>();
  private final Map<String, Integer> channels = new HashMap<>(Map.of(IMAGE, COLORS));

  /** Begins one of a network that wants no particular size of its images. */
  Architecture() {
    this(ANY_SIDE);
  }

  /**
   * Begins one with its image.
   *
   * @param side rows and columns of the images that a classifier was trained on
   */
  Architecture(int side) {
    this.side = side;
  }

  /**
   * A layer without its weights.
   *
   * @param arrays how many arrays of weights it has
   * @param nodes what computes it, from its arrays in the order of Keras
   */
  private record Declared(
      String name, List<String> inputs, int arrays, Function<List<KerasArray>, List<Node>> nodes) {}

  /**
   * The network with the weights of a file.
   *
   * @param name what the user calls it
   * @param preprocessing how it wants its pixels
   * @return the network, for the caller to close
   * @throws IllegalArgumentException if the weights are those of another architecture, naming the
   *     first layer that differs
   */
  public final Network read(KerasFile file, String name, Preprocessing preprocessing) {
    List<String> weighted =
        layers.stream().filter(layer -> layer.arrays > 0).map(Declared::name).toList();
    KerasWeights weights = new KerasWeights(file, weighted);
    NetworkBuilder builder = new NetworkBuilder();
    try {
      builder.addImage(IMAGE, new Image(side, side, COLORS));
      for (Declared layer : breadthFirst()) {
        List<Integer> inputs = layer.inputs.stream().map(builder::index).toList();
        builder.addLayer(layer.name, nodes(layer, weights), inputs);
      }
      return builder.build(name, preprocessing);
    } catch (RuntimeException | Error e) {
      builder.close();
      throw e;
    }
  }

  /** The layers by their distance from the image: those of branches alternate. */
  private List<Declared> breadthFirst() {
    List<Declared> sorted = new ArrayList<>();
    Set<String> visited = new HashSet<>();
    Queue<String> queue = new ArrayDeque<>(List.of(IMAGE));
    while (!queue.isEmpty()) {
      String next = queue.remove();
      visited.add(next);
      for (Declared layer : layers) {
        if (layer.inputs.contains(next) && visited.containsAll(layer.inputs)) {
          sorted.add(layer);
          queue.add(layer.name);
        }
      }
    }
    return sorted;
  }

  private static List<Node> nodes(Declared layer, KerasWeights weights) {
    try {
      return layer.nodes.apply(layer.arrays > 0 ? weights.of(layer.name, layer.arrays) : List.of());
    } catch (IllegalArgumentException e) {
      throw NetworkBuilder.ofLayer(layer.name, e);
    }
  }

  private String add(
      String name,
      List<String> inputs,
      int outputs,
      int arrays,
      Function<List<KerasArray>, List<Node>> nodes) {
    layers.add(new Declared(name, inputs, arrays, nodes));
    channels.put(name, outputs);
    return name;
  }

  private String add(String name, String input, Node node) {
    return add(name, List.of(input), channels.get(input), 0, arrays -> List.of(node));
  }

  /** Adds a convolution with a bias. */
  final String convolution(String name, String input, Window window, int filters) {
    return add(name, List.of(input), filters, 2, biased(window, channels.get(input), filters));
  }

  /** Adds a convolution with a bias and a ReLU. */
  final String convolutionAndRelu(String name, String input, Window window, int filters) {
    var convolution = biased(window, channels.get(input), filters);
    return add(
        name,
        List.of(input),
        filters,
        2,
        arrays -> List.of(convolution.apply(arrays).get(0), new Relu()));
  }

  private static Function<List<KerasArray>, List<Node>> biased(
      Window window, int inputs, int filters) {
    return arrays -> {
      KerasArray kernel = kernel(arrays, window, inputs, filters);
      KerasArray bias = arrays.get(1).require(filters);
      return List.of(new Convolution(window, kernel.weights(), bias.weights()));
    };
  }

  /** Adds a convolution without a bias. */
  final String plainConvolution(String name, String input, Window window, int filters) {
    int inputs = channels.get(input);
    return add(
        name,
        List.of(input),
        filters,
        1,
        arrays ->
            List.of(new Convolution(window, kernel(arrays, window, inputs, filters).weights())));
  }

  private static KerasArray kernel(
      List<KerasArray> arrays, Window window, int inputs, int filters) {
    return arrays.get(0).require(window.kernelHeight(), window.kernelWidth(), inputs, filters);
  }

  /** Adds a convolution of 3x3 of each channel by itself, then one of single pixels, plain. */
  final String separableConvolution(String name, String input, int filters) {
    int inputs = channels.get(input);
    return add(
        name,
        List.of(input),
        filters,
        2,
        arrays ->
            List.of(
                new DepthwiseConvolution(
                    SEPARABLE, arrays.get(0).require(3, 3, inputs, 1).weights()),
                new Convolution(
                    Window.POINT, arrays.get(1).require(1, 1, inputs, filters).weights())));
  }

  /** Adds a batch normalisation that has learnt no gamma. */
  final String shiftOnly(String name, String input, double epsilon) {
    double[] gamma = new double[channels.get(input)];
    Arrays.fill(gamma, 1);
    return batchNormalization(
        name, input, 3, arrays -> statistics(gamma, arrays, gamma.length, epsilon));
  }

  /** Adds a batch normalisation. */
  final String batchNormalization(String name, String input, double epsilon) {
    int n = channels.get(input);
    return batchNormalization(
        name,
        input,
        4,
        arrays -> statistics(arrays.get(0).require(n).doubles(), arrays.subList(1, 4), n, epsilon));
  }

  private String batchNormalization(
      String name, String input, int arrays, Function<List<KerasArray>, BatchStatistics> learnt) {
    int n = channels.get(input);
    return add(
        name,
        List.of(input),
        n,
        arrays,
        weights -> List.of(learnt.apply(weights).node((long) arrays * n)));
  }

  private static BatchStatistics statistics(
      double[] gamma, List<KerasArray> others, int n, double epsilon) {
    double[] beta = others.get(0).require(n).doubles();
    double[] mean = others.get(1).require(n).doubles();
    double[] variance = others.get(2).require(n).doubles();
    return new BatchStatistics(gamma, beta, mean, variance, epsilon);
  }

  final String zeroPadding(String name, String input, int pixels) {
    return add(name, input, new ZeroPadding(new Margins(pixels, pixels, pixels, pixels)));
  }

  final String addition(String name, String... inputs) {
    return add(
        name,
        List.of(inputs),
        channels.get(inputs[0]),
        0,
        arrays -> List.of(new Combination(Combination.Operation.ADD)));
  }

  final String relu(String name, String input) {
    return add(name, input, new Relu());
  }

  /** Adds a max pooling without padding. */
  final String maxPooling(String name, String input, int size, int stride) {
    return maxPooling(name, input, new Window(size, size, stride, stride, Padding.VALID));
  }

  final String maxPooling(String name, String input, Window window) {
    return add(name, input, new MaxPooling(window));
  }

  /** Adds an average pooling of stride 1 that keeps the size and doesn't count the padding. */
  final String averagePooling(String name, String input, int size) {
    Window window = new Window(size, size, 1, 1, Padding.SAME);
    return add(name, input, new AveragePooling(window, false));
  }

  final String globalAveragePooling(String name, String input) {
    return add(name, input, new GlobalPooling(false));
  }

  /** Adds a dense layer with a bias and a softmax, on values of the whole image. */
  final String denseAndSoftmax(String name, String input, int outputs) {
    int inputs = channels.get(input);
    return add(
        name,
        List.of(input),
        outputs,
        2,
        arrays -> {
          KerasArray matrix = arrays.get(0).require(inputs, outputs);
          KerasArray bias = arrays.get(1).require(outputs);
          return List.of(
              new FullyConnected(matrix.weights(), bias.weights()), Activation.softmax());
        });
  }

  final String softmax(String name, String input) {
    return add(name, input, Activation.softmax());
  }

  final String concatenation(String name, String... inputs) {
    int sum = List.of(inputs).stream().mapToInt(channels::get).sum();
    return add(name, List.of(inputs), sum, 0, arrays -> List.of(new Concatenation(false)));
  }
}
