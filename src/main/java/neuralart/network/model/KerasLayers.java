package neuralart.network.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import neuralart.network.node.Activation;
import neuralart.network.node.Affine;
import neuralart.network.node.AveragePooling;
import neuralart.network.node.BatchNormalization;
import neuralart.network.node.Combination;
import neuralart.network.node.Combination.Operation;
import neuralart.network.node.Concatenation;
import neuralart.network.node.Cropping;
import neuralart.network.node.GlobalPooling;
import neuralart.network.node.Identity;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Node;
import neuralart.network.node.PiecewiseRelu;
import neuralart.network.node.Relu;
import neuralart.network.node.Upsampling;
import neuralart.network.node.ZeroPadding;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.NullNode;

/** Turns layers of Keras 2 and 3 into nodes. */
final class KerasLayers {
  private static final double SIX = 6;
  private static final double THREE = 3;

  /** The slope of the function of this name; the layer's is another. */
  private static final double LEAKY_SLOPE = 0.2;

  private static final double LEAKY_LAYER_SLOPE = 0.3;

  /** Layers that do something in training alone. */
  private static final Set<String> TRAINING =
      Set.of(
          "Dropout",
          "SpatialDropout2D",
          "AlphaDropout",
          "GaussianDropout",
          "GaussianNoise",
          "ActivityRegularization",
          "RandomFlip",
          "RandomRotation",
          "RandomZoom",
          "RandomTranslation",
          "RandomShear",
          "RandomPerspective",
          "RandomElasticTransform",
          "RandomHeight",
          "RandomWidth",
          "RandomContrast",
          "RandomBrightness",
          "RandomHue",
          "RandomSaturation",
          "RandomSharpness",
          "RandomColorDegeneration",
          "RandomColorJitter",
          "RandomGrayscale",
          "RandomInvert",
          "RandomPosterization",
          "RandomGaussianBlur",
          "RandomErasing",
          "RandAugment",
          "AugMix",
          "CutMix",
          "MixUp");

  /** Layers that are activation functions and have no weights. */
  private static final Set<String> LAYERS =
      Set.of("ReLU", "LeakyReLU", "ELU", "ThresholdedReLU", "Softmax");

  private static final Set<String> JOINING =
      Set.of("Concatenate", "Add", "Subtract", "Multiply", "Average", "Maximum");

  private static final Set<String> MARGINS = Set.of("ZeroPadding2D", "Cropping2D");

  private KerasLayers() {}

  /** Whether a layer of this kind leaves the values of pixels as they are. */
  static boolean leavesValues(String kind) {
    return TRAINING.contains(kind) || MARGINS.contains(kind);
  }

  /** Whether a layer of this kind joins several others. */
  static boolean joins(String kind) {
    return JOINING.contains(kind);
  }

  /**
   * The nodes that compute a layer one after the other; at least one.
   *
   * @throws UnsupportedLayerException if there are none for it
   * @throws IllegalArgumentException if its weights don't fit, without the name of the layer
   */
  static List<Node> read(KerasLayer layer) throws UnsupportedLayerException {
    if (layer.text("data_format", "").equals("channels_first")) {
      throw new UnsupportedLayerException(layer.kind() + " with channels first");
    }
    List<Node> nodes = new ArrayList<>(WeightedKerasLayers.read(layer));
    if (nodes.isEmpty()) {
      return layer.kind().equals("Activation") ? activation(layer) : List.of(unweighted(layer));
    }
    if (layer.has("activation")) {
      nodes.addAll(activation(layer));
      nodes.removeIf(Identity.class::isInstance);
    }
    return nodes;
  }

  private static Node unweighted(KerasLayer layer) throws UnsupportedLayerException {
    if (TRAINING.contains(layer.kind())) {
      return new Identity("dropout");
    }
    return switch (layer.kind()) {
      case "MaxPooling2D" -> new MaxPooling(layer.window());
      case "AveragePooling2D" -> new AveragePooling(layer.window(), false);
      case "GlobalMaxPooling2D" -> new GlobalPooling(true);
      case "GlobalAveragePooling2D" -> new GlobalPooling(false);
      default -> functionOrOther(layer);
    };
  }

  private static Node functionOrOther(KerasLayer layer) throws UnsupportedLayerException {
    return switch (layer.kind()) {
      case "ReLU" -> relu(layer);
      case "LeakyReLU" ->
          PiecewiseRelu.leaky(
              layer.number("alpha", layer.number("negative_slope", LEAKY_LAYER_SLOPE)));
      case "ELU" -> Activation.elu(layer.number("alpha", 1));
      case "ThresholdedReLU" -> Activation.thresholdedRelu(layer.number("theta", 1));
      case "Softmax" -> {
        layer.requireChannelAxis();
        yield Activation.softmax();
      }
      default -> rearranging(layer);
    };
  }

  private static Node rearranging(KerasLayer layer) throws UnsupportedLayerException {
    return switch (layer.kind()) {
      case "ZeroPadding2D" -> new ZeroPadding(layer.margins("padding"));
      case "Cropping2D" -> new Cropping(layer.margins("cropping"));
      case "UpSampling2D" -> upsampling(layer);
      case "Rescaling" -> rescaling(layer);
      case "Concatenate" -> {
        layer.requireChannelAxis();
        yield new Concatenation(false);
      }
      case "Add" -> new Combination(Operation.ADD);
      case "Subtract" -> new Combination(Operation.SUBTRACT);
      case "Multiply" -> new Combination(Operation.MULTIPLY);
      case "Average" -> new Combination(Operation.AVERAGE);
      case "Maximum" -> new Combination(Operation.MAXIMUM);
      default -> throw new UnsupportedLayerException(layer.kind());
    };
  }

  private static Node relu(KerasLayer layer) throws UnsupportedLayerException {
    if (layer.number("threshold", 0) != 0) {
      throw new UnsupportedLayerException("ReLU with a threshold");
    }
    double slope = layer.number("negative_slope", 0);
    boolean unlimited = Double.isInfinite(layer.config().path("max_value").asDouble());
    double maximum =
        unlimited ? Double.POSITIVE_INFINITY : layer.number("max_value", Double.POSITIVE_INFINITY);
    boolean plain = slope == 0 && Double.isInfinite(maximum);
    return plain ? new Relu() : new PiecewiseRelu(slope, maximum);
  }

  private static Node upsampling(KerasLayer layer) throws UnsupportedLayerException {
    String interpolation = layer.text("interpolation", "nearest");
    if (!interpolation.equals("nearest")) {
      throw new UnsupportedLayerException(interpolation + " up-sampling");
    }
    int[] size = layer.pair("size", 2, 2);
    return new Upsampling(size[0], size[1]);
  }

  private static Node rescaling(KerasLayer layer) {
    return scaling(layer.numbers("scale", 1), layer.numbers("offset", 0));
  }

  /** One value of each stands for all channels. */
  static Node scaling(double[] scale, double[] shift) {
    int channels = Math.max(scale.length, shift.length);
    if (channels == 1) {
      return new Affine(scale[0], shift[0]);
    }
    return new BatchNormalization(vector(scale, channels), vector(shift, channels), 0);
  }

  private static INDArray vector(double[] values, int channels) {
    float[] all = new float[channels];
    for (int c = 0; c < channels; c++) {
      all[c] = (float) WeightedKerasLayers.ofChannel(values, c, channels);
    }
    return Nd4j.createFromArray(all);
  }

  /** A function by its name, as an object that wraps the name, or as a layer. */
  private static List<Node> activation(KerasLayer layer) throws UnsupportedLayerException {
    JsonNode function = layer.config().path("activation");
    if (!function.isObject()) {
      return activation(function.asText("unknown"), layer);
    }
    String kind = function.path("class_name").asText("unknown");
    JsonNode config = function.path("config");
    if (config.isTextual()) {
      return activation(config.asText(), layer);
    }
    KerasLayer inner = new KerasLayer(kind, config, List.of(), layer.flat(), layer.keras3());
    if (kind.equals("Activation")) {
      return activation(inner);
    } else if (LAYERS.contains(kind)) {
      return List.of(functionOrOther(inner));
    }
    return activation(kind, layer); // Keras 2 also writes functions as objects of their names
  }

  private static List<Node> activation(String name, KerasLayer layer)
      throws UnsupportedLayerException {
    if (name.equals("hard_sigmoid") && layer.keras3()) {
      return List.of(new Affine(1, THREE), new PiecewiseRelu(0, SIX), new Affine(1 / SIX, 0));
    }
    return List.of(function(name, layer));
  }

  private static Node function(String name, KerasLayer layer) throws UnsupportedLayerException {
    return switch (name) {
      case "linear" -> new Identity("linear activation");
      case "relu" -> new Relu();
      case "relu6" -> new PiecewiseRelu(0, SIX);
      case "leaky_relu" -> PiecewiseRelu.leaky(LEAKY_SLOPE);
      case "elu" -> Activation.elu(1);
      case "selu" -> Activation.selu();
      case "sigmoid" -> Activation.sigmoid();
      case "hard_sigmoid" -> Activation.hardSigmoid();
      case "tanh" -> Activation.tanh();
      case "hard_tanh" -> Activation.hardTanh();
      case "softplus" -> Activation.softplus();
      case "softsign" -> Activation.softsign();
      case "softmax" -> Activation.softmax();
      case "swish", "silu" -> Activation.swish();
      case "mish" -> Activation.mish();
      default -> {
        if (LAYERS.contains(name)) { // with what it has without arguments
          yield functionOrOther(
              new KerasLayer(
                  name, NullNode.getInstance(), List.of(), layer.flat(), layer.keras3()));
        }
        throw new UnsupportedLayerException("activation " + name);
      }
    };
  }
}
