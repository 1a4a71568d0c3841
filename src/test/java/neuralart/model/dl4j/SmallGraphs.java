package neuralart.model.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/** DeepLearning4J graphs of all kinds of layers, from {@code image} to {@code out}. */
public final class SmallGraphs {
  private SmallGraphs() {}

  static Stream<GraphDefinition> all() {
    List<GraphDefinition> all = new ArrayList<>();
    convolutions(all);
    poolings(all);
    activations(all);
    resampling(all);
    BranchedGraphs.addTo(all);
    return all.stream();
  }

  static ConvolutionLayer convolution(int channels, IActivation function) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(channels)
        .convolutionMode(ConvolutionMode.Same)
        .activation(function)
        .dropOut(0.5)
        .build();
  }

  private static void single(List<GraphDefinition> all, String name, Layer layer) {
    all.add(
        new GraphDefinition(
            name,
            true,
            v -> {
              v.conv("conv", "image", 3);
              v.layer("out", layer.clone(), "conv");
            }));
  }

  private static void convolutions(List<GraphDefinition> all) {
    single(
        all,
        "convolution",
        new ConvolutionLayer.Builder(3, 2).nOut(4).stride(2, 1).padding(1, 0).build());
    single(
        all,
        "convolution without bias",
        new ConvolutionLayer.Builder(3, 3)
            .nOut(4)
            .hasBias(false)
            .convolutionMode(ConvolutionMode.Same)
            .activation(Activation.RELU)
            .build());
    single(
        all,
        "dilated",
        new ConvolutionLayer.Builder(3, 3)
            .nOut(4)
            .dilation(2, 2)
            .convolutionMode(ConvolutionMode.Same)
            .build());
    single(
        all,
        "depthwise",
        new DepthwiseConvolution2D.Builder(3, 3)
            .depthMultiplier(2)
            .nOut(6)
            .convolutionMode(ConvolutionMode.Same)
            .activation(Activation.TANH)
            .build());
    single(
        all,
        "separable",
        new SeparableConvolution2D.Builder(3, 3)
            .depthMultiplier(2)
            .nOut(5)
            .convolutionMode(ConvolutionMode.Truncate)
            .activation(Activation.RELU)
            .build());
    single(
        all,
        "transposed",
        new Deconvolution2D.Builder(3, 3)
            .nOut(4)
            .stride(2, 2)
            .convolutionMode(ConvolutionMode.Same)
            .build());
    single(
        all,
        "transposed valid",
        new Deconvolution2D.Builder(4, 3).nOut(4).stride(3, 2).padding(1, 0).build());
    single(all, "batch norm", new BatchNormalization.Builder().build());
    for (boolean logStd : new boolean[] {true, false}) {
      for (boolean locked : new boolean[] {true, false}) {
        all.add(
            new GraphDefinition(
                "folded batch norm, log " + logStd + ", locked " + locked,
                true,
                v -> {
                  v.conv("conv", "image", 4);
                  v.layer(
                      "bn",
                      new BatchNormalization.Builder()
                          .useLogStd(logStd)
                          .lockGammaBeta(locked)
                          .gamma(0.7)
                          .beta(0.2)
                          .eps(1e-3)
                          .build(),
                      "conv");
                  v.layer("out", new ActivationLayer(Activation.RELU), "bn");
                }));
      }
    }
  }

  private static void poolings(List<GraphDefinition> all) {
    for (SubsamplingLayer.PoolingType type :
        List.of(
            SubsamplingLayer.PoolingType.MAX,
            SubsamplingLayer.PoolingType.AVG,
            SubsamplingLayer.PoolingType.PNORM)) {
      for (boolean count : new boolean[] {true, false}) {
        for (ConvolutionMode mode : List.of(ConvolutionMode.Same, ConvolutionMode.Truncate)) {
          SubsamplingLayer.Builder pooling =
              new SubsamplingLayer.Builder(type, new int[] {3, 3})
                  .stride(2, 2)
                  .convolutionMode(mode)
                  .pnorm(2);
          pooling.avgPoolIncludePadInDivisor(count);
          single(all, type + " pooling " + mode + " count " + count, pooling.build());
        }
      }
    }
    single(
        all, "local response", new LocalResponseNormalization.Builder(2, 0.3, 0.75).n(3).build());
  }

  private static void activations(List<GraphDefinition> all) {
    for (Activation function :
        List.of(
            Activation.ELU,
            Activation.SELU,
            Activation.SIGMOID,
            Activation.HARDSIGMOID,
            Activation.TANH,
            Activation.HARDTANH,
            Activation.SOFTPLUS,
            Activation.SOFTSIGN,
            Activation.SWISH,
            Activation.GELU,
            Activation.MISH,
            Activation.CUBE,
            Activation.RELU6,
            Activation.LEAKYRELU,
            Activation.THRESHOLDEDRELU,
            Activation.RATIONALTANH,
            Activation.RECTIFIEDTANH)) {
      single(all, "activation " + function, convolution(4, function.getActivationFunction()));
      single(all, "activation layer " + function, new ActivationLayer(function));
    }
    for (IActivation function :
        List.of(
            new ActivationELU(0.4),
            new ActivationLReLU(0.3),
            new ActivationReLU(1.5, 0.0, 0.0),
            new ActivationReLU(1.5, null, 0.2))) {
      single(all, function + " " + function.getClass().getSimpleName(), convolution(4, function));
    }
  }

  private static void resampling(List<GraphDefinition> all) {
    single(all, "upsampling", new Upsampling2D.Builder(2).size(new int[] {2, 3}).build());
    single(all, "zero padding", new ZeroPaddingLayer.Builder(1, 2, 0, 3).build());
    single(all, "cropping", new Cropping2D.Builder(1, 2, 0, 3).build());
    single(all, "dropout", new DropoutLayer.Builder(0.5).build());
  }
}
