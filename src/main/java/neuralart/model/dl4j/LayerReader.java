package neuralart.model.dl4j;

import java.util.ArrayList;
import java.util.List;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.network.node.AveragePooling;
import neuralart.network.node.Cropping;
import neuralart.network.node.GlobalPooling;
import neuralart.network.node.Identity;
import neuralart.network.node.LocalResponseNormalization;
import neuralart.network.node.Margins;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Node;
import neuralart.network.node.Upsampling;
import neuralart.network.node.ZeroPadding;
import neuralart.step.Window;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.nd4j.linalg.activations.IActivation;

/** Turns one DeepLearning4J layer into nodes. */
final class LayerReader {
  private LayerReader() {}

  /**
   * The nodes that compute a layer one after the other; at least one.
   *
   * @param layer what it is
   * @param trained where its weights are; copied
   * @param format of the network's activations
   * @throws UnsupportedLayerException if there are no nodes for it
   */
  static List<Node> read(Layer layer, org.deeplearning4j.nn.api.Layer trained, CNN2DFormat format)
      throws UnsupportedLayerException {
    Layer inner = unwrap(layer);
    List<Node> nodes = new ArrayList<>();
    if (inner instanceof ActivationLayer activation) {
      addActivation(nodes, activation.getActivationFn());
    } else if (inner instanceof LossLayer || inner instanceof CnnLossLayer) {
      addActivation(nodes, ((BaseLayer) inner).getActivationFn());
    } else if (WeightedLayers.isKnown(inner)) {
      addActivation(nodes, WeightedLayers.activation(inner));
      nodes.addAll(0, WeightedLayers.read(inner, trained));
    } else if (inner instanceof PReLULayer) {
      nodes.add(WeightedLayers.parametricRelu(trained, format));
    } else {
      nodes.add(unweighted(inner));
    }
    if (nodes.isEmpty()) {
      nodes.add(new Identity("linear activation"));
    }
    return nodes;
  }

  /** The layer itself, where it is one that training leaves alone. */
  static Layer unwrap(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return unwrap(frozen.getLayer());
    }
    return layer instanceof FrozenLayerWithBackprop frozen ? unwrap(frozen.getUnderlying()) : layer;
  }

  private static void addActivation(List<Node> nodes, IActivation function)
      throws UnsupportedLayerException {
    if (!Activations.isLinear(function)) {
      nodes.add(
          Activations.read(function).orElseThrow(() -> new UnsupportedLayerException(function)));
    }
  }

  private static Node unweighted(Layer layer) throws UnsupportedLayerException {
    if (layer.getClass() == SubsamplingLayer.class
        || layer instanceof org.deeplearning4j.nn.conf.layers.Pooling2D) {
      return pooling((SubsamplingLayer) layer);
    } else if (layer instanceof GlobalPoolingLayer pooling) {
      return globalPooling(pooling);
    } else if (layer instanceof DropoutLayer) {
      return new Identity("dropout");
    } else if (layer instanceof Upsampling2D upsampling) {
      return new Upsampling(upsampling.getSize()[0], upsampling.getSize()[1]);
    } else if (layer instanceof ZeroPaddingLayer padding) {
      return new ZeroPadding(margins(padding.getPadding()));
    } else if (layer instanceof Cropping2D cropping) {
      return new Cropping(margins(cropping.getCropping()));
    } else if (layer
        instanceof org.deeplearning4j.nn.conf.layers.LocalResponseNormalization local) {
      int radius = (int) local.getN() / 2;
      return new LocalResponseNormalization(
          radius, local.getK(), local.getAlpha(), local.getBeta());
    }
    throw new UnsupportedLayerException(layer);
  }

  private static Node pooling(SubsamplingLayer layer) throws UnsupportedLayerException {
    boolean dilated = layer.getDilation()[0] != 1 || layer.getDilation()[1] != 1;
    if (dilated) {
      throw new UnsupportedLayerException("dilated pooling");
    }
    Window window =
        Windows.read(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getDilation(),
            layer.getPadding(),
            layer.getConvolutionMode());
    return switch (layer.getPoolingType()) {
      case MAX -> new MaxPooling(window);
      case AVG -> new AveragePooling(window, layer.isAvgPoolIncludePadInDivisor());
      default -> throw new UnsupportedLayerException(layer.getPoolingType() + " pooling");
    };
  }

  private static Node globalPooling(GlobalPoolingLayer layer) throws UnsupportedLayerException {
    PoolingType type = layer.getPoolingType();
    if (type != PoolingType.MAX && type != PoolingType.AVG) {
      throw new UnsupportedLayerException("global " + type + " pooling");
    }
    return new GlobalPooling(type == PoolingType.MAX);
  }

  private static Margins margins(int[] sides) {
    return new Margins(sides[0], sides[1], sides[2], sides[3]);
  }
}
