package neuralart.model.dl4j;

import neuralart.model.file.UnsupportedLayerException;
import neuralart.step.Window;
import neuralart.step.Window.Padding;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/** Turns DeepLearning4J's kernel sizes, strides and paddings into windows. */
final class Windows {
  private Windows() {}

  static Window read(
      int[] kernel, int[] stride, int[] dilation, int[] padding, ConvolutionMode mode)
      throws UnsupportedLayerException {
    if (mode == ConvolutionMode.Causal) {
      throw new UnsupportedLayerException("causal convolution");
    }
    Padding border =
        mode == ConvolutionMode.Same ? Padding.SAME : Padding.explicit(padding[0], padding[1]);
    return new Window(kernel[0], kernel[1], stride[0], stride[1], dilation[0], dilation[1], border);
  }
}
