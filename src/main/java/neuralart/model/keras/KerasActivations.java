package neuralart.model.keras;

import java.util.List;
import java.util.Set;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.network.node.Activation;
import neuralart.network.node.Affine;
import neuralart.network.node.Identity;
import neuralart.network.node.Node;
import neuralart.network.node.PiecewiseRelu;
import neuralart.network.node.PointFunction;
import neuralart.network.node.PointFunction.Function;
import neuralart.network.node.Relu;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.NullNode;

/** Turns activation functions of Keras into nodes, in all their spellings. */
final class KerasActivations {
  private static final double SIX = 6;
  private static final double THREE = 3;

  /** The slope of the function of this name; the layer's is another. */
  private static final double LEAKY_SLOPE = 0.2;

  private static final double LEAKY_LAYER_SLOPE = 0.3;

  /** Layers that are activation functions and have no weights. */
  private static final Set<String> LAYERS =
      Set.of("ReLU", "LeakyReLU", "ELU", "ThresholdedReLU", "Softmax");

  private KerasActivations() {}

  /** Whether a layer is an activation function without weights. */
  static boolean isLayer(KerasLayer layer) {
    return LAYERS.contains(layer.kind());
  }

  /** The node of a layer that is an activation function. */
  static Node layer(KerasLayer layer) throws UnsupportedLayerException {
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

  /**
   * The activation function that a layer has: by its name, as an object that wraps the name, or as
   * a layer.
   */
  static List<Node> read(KerasLayer layer) throws UnsupportedLayerException {
    JsonNode function = layer.config().path("activation");
    if (!function.isObject()) {
      return activation(function.asText("unknown"), layer);
    }
    String kind = function.path("class_name").asText("unknown");
    JsonNode config = function.path("config");
    if (config.isTextual()) {
      return activation(config.asText(), layer);
    }
    KerasLayer inner = new KerasLayer(kind, config, List.of(), layer.flat(), layer.dialect());
    if (kind.equals("Activation")) {
      return read(inner);
    } else if (LAYERS.contains(kind)) {
      return List.of(layer(inner));
    }
    return activation(kind, layer); // Keras 2 also writes functions as objects of their names
  }

  private static List<Node> activation(String name, KerasLayer layer)
      throws UnsupportedLayerException {
    if (name.equals("hard_sigmoid") && layer.dialect().version() == 3) {
      return List.of(new Affine(1, THREE), new PiecewiseRelu(0, SIX), new Affine(1 / SIX, 0));
    }
    return List.of(function(name, layer));
  }

  /** The function goes along the last axis, whatever it is. */
  private static Node softmax(KerasLayer layer) throws UnsupportedLayerException {
    if (!layer.flat() && layer.dialect().channelsFirst()) {
      throw new UnsupportedLayerException("softmax along the columns of images");
    }
    return Activation.softmax();
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
      case "softmax" -> softmax(layer);
      case "hard_swish", "hard_silu" -> new PointFunction(Function.HARD_SWISH, 1 / SIX, 0.5);
      case "gelu" -> new PointFunction(Function.GELU);
      case "exponential" -> new PointFunction(Function.EXPONENTIAL);
      case "swish", "silu" -> Activation.swish();
      case "mish" -> Activation.mish();
      default -> {
        if (LAYERS.contains(name)) { // with what it has without arguments
          yield layer(
              new KerasLayer(
                  name, NullNode.getInstance(), List.of(), layer.flat(), layer.dialect()));
        }
        throw new UnsupportedLayerException("activation " + name);
      }
    };
  }
}
