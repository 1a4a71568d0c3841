package neuralart.model.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.network.node.AveragePooling;
import neuralart.network.node.Combination;
import neuralart.network.node.Combination.Operation;
import neuralart.network.node.Concatenation;
import neuralart.network.node.Cropping;
import neuralart.network.node.GlobalPooling;
import neuralart.network.node.Identity;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Node;
import neuralart.network.node.Resampling;
import neuralart.network.node.Upsampling;
import neuralart.network.node.ZeroPadding;

/** Turns layers of Keras into nodes. */
final class KerasLayers {
  /** Layers that do something in training alone. */
  private static final Set<String> TRAINING =
      Set.of(
          "Dropout",
          "SpatialDropout2D",
          "AlphaDropout",
          "FixedDropout",
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

  /** Whether a layer of this kind repeats single pixels and channels as often as others are. */
  static boolean broadcasts(String kind) {
    return joins(kind) && !kind.equals("Concatenate");
  }

  /**
   * The nodes that compute a layer one after the other; at least one.
   *
   * @throws UnsupportedLayerException if there are none for it
   * @throws IllegalArgumentException if its weights don't fit, without the name of the layer
   */
  static List<Node> read(KerasLayer layer) throws UnsupportedLayerException {
    if (layer.dialect().channelsFirst() && layer.text("data_format", "").equals("channels_last")) {
      throw new UnsupportedLayerException(layer.kind() + " with channels last among others");
    }
    List<Node> nodes = new ArrayList<>(WeightedKerasLayers.read(layer));
    nodes.addAll(NormalizingKerasLayers.read(layer));
    if (nodes.isEmpty()) {
      return layer.kind().equals("Activation")
          ? KerasActivations.read(layer)
          : List.of(unweighted(layer));
    }
    if (layer.has("activation")) {
      nodes.addAll(KerasActivations.read(layer));
      nodes.removeIf(Identity.class::isInstance);
    }
    return nodes;
  }

  private static Node unweighted(KerasLayer layer) throws UnsupportedLayerException {
    if (TRAINING.contains(layer.kind())) {
      return new Identity(layer.kind().startsWith("Random") ? "augmentation" : "dropout");
    }
    return switch (layer.kind()) {
      case "MaxPooling2D" -> new MaxPooling(layer.window());
      case "AveragePooling2D" -> new AveragePooling(layer.window(), false);
      case "GlobalMaxPooling2D" -> new GlobalPooling(true);
      case "GlobalAveragePooling2D" -> new GlobalPooling(false);
      default ->
          KerasActivations.isLayer(layer) ? KerasActivations.layer(layer) : rearranging(layer);
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

  private static Node upsampling(KerasLayer layer) throws UnsupportedLayerException {
    String interpolation = layer.text("interpolation", "nearest");
    int[] size = layer.pair("size", 2, 2);
    return switch (interpolation) {
      case "nearest" -> new Upsampling(size[0], size[1]);
      case "bilinear" -> Resampling.bilinear(size[0], size[1]);
      default -> throw new UnsupportedLayerException(interpolation + " up-sampling");
    };
  }

  private static Node rescaling(KerasLayer layer) throws UnsupportedLayerException {
    double[] scale = layer.numbers("scale", 1);
    double[] offset = layer.numbers("offset", 0);
    if (layer.dialect().channelsFirst() && Math.max(scale.length, offset.length) > 1) {
      throw new UnsupportedLayerException(layer.kind() + " along the columns of images");
    }
    return NormalizingKerasLayers.scaling(scale, offset);
  }
}
