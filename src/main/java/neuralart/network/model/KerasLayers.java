package neuralart.network.model;

import java.util.ArrayList;
import java.util.List;
import neuralart.network.node.Activation;
import neuralart.network.node.Affine;
import neuralart.network.node.AveragePooling;
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
import org.nd4j.shade.jackson.databind.JsonNode;

/** Turns layers of Keras 2 and 3 into nodes. */
final class KerasLayers {
  private static final double SIX = 6;

  private KerasLayers() {}

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
      return List.of(unweighted(layer));
    }
    if (layer.has("activation")) {
      Node activation = activation(layer);
      if (!(activation instanceof Identity)) {
        nodes.add(activation);
      }
    }
    return nodes;
  }

  private static Node unweighted(KerasLayer layer) throws UnsupportedLayerException {
    return switch (layer.kind()) {
      case "Activation" -> activation(layer);
      case "ReLU" -> relu(layer);
      case "LeakyReLU" ->
          PiecewiseRelu.leaky(layer.number("alpha", layer.number("negative_slope", 0.3)));
      case "ELU" -> Activation.elu(layer.number("alpha", 1));
      case "ThresholdedReLU" -> Activation.thresholdedRelu(layer.number("theta", 1));
      case "Softmax" -> {
        layer.requireChannelAxis();
        yield Activation.softmax();
      }
      case "MaxPooling2D" -> new MaxPooling(layer.window());
      case "AveragePooling2D" -> new AveragePooling(layer.window(), false);
      case "GlobalMaxPooling2D" -> new GlobalPooling(true);
      case "GlobalAveragePooling2D" -> new GlobalPooling(false);
      case "Dropout",
          "SpatialDropout2D",
          "AlphaDropout",
          "GaussianDropout",
          "GaussianNoise",
          "ActivityRegularization" ->
          new Identity("dropout");
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
    double maximum = layer.number("max_value", Double.POSITIVE_INFINITY);
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

  private static Node rescaling(KerasLayer layer) throws UnsupportedLayerException {
    boolean byChannel =
        layer.config().path("scale").isArray() || layer.config().path("offset").isArray();
    if (byChannel) {
      throw new UnsupportedLayerException("rescaling that differs by channel");
    }
    return new Affine(layer.number("scale", 1), layer.number("offset", 0));
  }

  private static Node activation(KerasLayer layer) throws UnsupportedLayerException {
    JsonNode function = layer.config().path("activation");
    String name =
        function.isTextual() ? function.asText() : function.path("class_name").asText("unknown");
    return switch (name) {
      case "linear" -> new Identity("linear activation");
      case "relu" -> new Relu();
      case "relu6" -> new PiecewiseRelu(0, SIX);
      case "elu" -> Activation.elu(1);
      case "selu" -> Activation.selu();
      case "sigmoid" -> Activation.sigmoid();
      case "tanh" -> Activation.tanh();
      case "softplus" -> Activation.softplus();
      case "softsign" -> Activation.softsign();
      case "softmax" -> Activation.softmax();
      case "swish", "silu" -> Activation.swish();
      case "mish" -> Activation.mish();
      case "hard_sigmoid" -> {
        if (layer.keras3()) {
          throw new UnsupportedLayerException("hard_sigmoid of Keras 3");
        }
        yield Activation.hardSigmoid();
      }
      default -> throw new UnsupportedLayerException("activation " + name);
    };
  }
}
