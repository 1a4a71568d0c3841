package neuralart.model.dl4j;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import neuralart.model.file.BatchStatistics;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.network.node.Convolution;
import neuralart.network.node.DepthwiseConvolution;
import neuralart.network.node.FullyConnected;
import neuralart.network.node.Node;
import neuralart.network.node.ParametricRelu;
import neuralart.network.node.TransposedConvolution;
import neuralart.step.Weights;
import neuralart.step.Window;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns DeepLearning4J's layers with weights into nodes, their activation functions aside. Whatever
 * the format of the activations, DeepLearning4J keeps the kernels of convolutions as {@code [out,
 * in, rows, columns]}, of transposed ones as {@code [in, out, rows, columns]} and of depthwise ones
 * as {@code [rows, columns, in, multiplier]}, but of the depthwise part of separable ones as {@code
 * [multiplier, in, rows, columns]}.
 */
final class WeightedLayers {
  private static final Set<Class<?>> KINDS =
      Set.of(
          ConvolutionLayer.class,
          Convolution2D.class,
          Deconvolution2D.class,
          DepthwiseConvolution2D.class,
          SeparableConvolution2D.class,
          BatchNormalization.class,
          DenseLayer.class,
          OutputLayer.class);

  private WeightedLayers() {}

  static boolean isKnown(org.deeplearning4j.nn.conf.layers.Layer layer) {
    return KINDS.contains(layer.getClass());
  }

  /** The activation function of a known layer. DeepLearning4J ignores that of batch norms. */
  static IActivation activation(org.deeplearning4j.nn.conf.layers.Layer layer) {
    return layer instanceof BatchNormalization
        ? new ActivationIdentity()
        : ((BaseLayer) layer).getActivationFn();
  }

  /** The nodes of a known layer. */
  static List<Node> read(org.deeplearning4j.nn.conf.layers.Layer layer, Layer trained)
      throws UnsupportedLayerException {
    if (layer instanceof BatchNormalization normalization) {
      return List.of(batchNormalization(normalization, trained));
    } else if (layer instanceof ConvolutionLayer convolution) {
      return convolutions(convolution, trained);
    }
    return List.of(fullyConnected(trained));
  }

  private static List<Node> convolutions(ConvolutionLayer layer, Layer trained)
      throws UnsupportedLayerException {
    Window window =
        Windows.read(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getDilation(),
            layer.getPadding(),
            layer.getConvolutionMode());
    INDArray w = trained.getParam("W");
    Optional<Weights> b = bias(trained);
    if (layer instanceof Deconvolution2D) {
      Weights kernel = copy(w.permute(2, 3, 1, 0));
      return List.of(
          b.map(bias -> new TransposedConvolution(window, kernel, bias))
              .orElseGet(() -> new TransposedConvolution(window, kernel)));
    } else if (layer instanceof DepthwiseConvolution2D) {
      Weights kernel = copy(w);
      return List.of(
          b.map(bias -> new DepthwiseConvolution(window, kernel, bias))
              .orElseGet(() -> new DepthwiseConvolution(window, kernel)));
    } else if (layer instanceof SeparableConvolution2D) {
      return List.of(
          new DepthwiseConvolution(window, copy(w.permute(2, 3, 1, 0))),
          convolution(Window.POINT, trained.getParam("pW"), b));
    }
    return List.of(convolution(window, w, b));
  }

  private static Node convolution(Window window, INDArray weights, Optional<Weights> b) {
    Weights kernel = copy(weights.permute(2, 3, 1, 0));
    return b.map(bias -> new Convolution(window, kernel, bias))
        .orElseGet(() -> new Convolution(window, kernel));
  }

  private static Node fullyConnected(Layer trained) throws UnsupportedLayerException {
    if (trained.paramTable().containsKey("g")) {
      throw new UnsupportedLayerException("dense layer with layer normalization");
    }
    Weights weights = copy(trained.getParam("W"));
    return bias(trained)
        .map(bias -> new FullyConnected(weights, bias))
        .orElseGet(() -> new FullyConnected(weights));
  }

  /** A ReLU whose slopes are kept as an image without the batch dimension. */
  static Node parametricRelu(Layer trained, CNN2DFormat format) throws UnsupportedLayerException {
    INDArray w = trained.getParam("W");
    if (w.rank() != 3) {
      throw new UnsupportedLayerException("parametric ReLU on no image");
    }
    INDArray slope = format == CNN2DFormat.NCHW ? w.permute(1, 2, 0) : w;
    return new ParametricRelu(copy(slope, 1, slope.size(0), slope.size(1), slope.size(2)));
  }

  private static Optional<Weights> bias(Layer trained) {
    return Optional.ofNullable(trained.paramTable().get("b")).map(b -> copy(b, b.length()));
  }

  private static Weights copy(INDArray array, long... dimensions) {
    return Weights.of(array.dup('c').data().asFloat(), dimensions);
  }

  private static Weights copy(INDArray array) {
    return copy(array, array.shape());
  }

  private static Node batchNormalization(BatchNormalization layer, Layer trained) {
    int n = (int) layer.getNOut();
    boolean locked = layer.isLockGammaBeta();
    double[] gamma = locked ? filled(n, layer.getGamma()) : numbers(trained, "gamma");
    double[] beta = locked ? filled(n, layer.getBeta()) : numbers(trained, "beta");
    double[] variance =
        layer.isUseLogStd()
            ? DoubleStream.of(numbers(trained, "log10stdev"))
                .map(s -> Math.pow(10, 2 * s))
                .toArray()
            : numbers(trained, "var");
    return new BatchStatistics(gamma, beta, numbers(trained, "mean"), variance, layer.getEps())
        .node(trained.numParams());
  }

  private static double[] numbers(Layer trained, String parameter) {
    return trained.getParam(parameter).dup('c').data().asDouble();
  }

  private static double[] filled(int length, double value) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return values;
  }
}
