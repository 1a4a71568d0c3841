package neuralart.model.onnx;

import java.util.Arrays;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.model.onnx.Value.Output;
import neuralart.network.node.Affine;
import neuralart.network.node.BatchNormalization;
import neuralart.network.node.Node;
import neuralart.step.Weights;

/** Constants that are one number, or one for each channel of an activation. */
final class ByChannel {
  private ByChannel() {}

  /**
   * Checks that an array has a number for each channel, where its dimensions are counted from the
   * last.
   *
   * @throws UnsupportedLayerException if it has numbers for rows, columns or several images
   */
  static void require(Call call, Output x, Numbers numbers) throws UnsupportedLayerException {
    long[] shape = numbers.shape();
    for (int i = 0; i < shape.length; i++) {
      int axis = x.axes().length() - shape.length + i;
      boolean channel = axis >= 0 && x.axes().charAt(axis) == 'C';
      if (shape[i] != 1 && !channel) {
        throw call.unsupported("with a number for each pixel");
      }
    }
    if (numbers.length() != call.channels(x)) {
      throw new IllegalArgumentException(
          "has numbers for "
              + numbers.length()
              + " channels, but its input has "
              + call.channels(x));
    }
  }

  /** {@code x scale + shift}, each one number or one for each channel. */
  static Node affine(int channels, Numbers scale, Numbers shift) {
    if (scale.length() == 1 && shift.length() == 1) {
      return new Affine((float) scale.get(0), (float) shift.get(0));
    }
    return new BatchNormalization(weights(channels, scale), weights(channels, shift), 0);
  }

  private static Weights weights(int channels, Numbers numbers) {
    float[] all = new float[channels];
    if (numbers.length() == 1) {
      Arrays.fill(all, (float) numbers.get(0));
    } else {
      System.arraycopy(numbers.floats(), 0, all, 0, channels);
    }
    return Weights.of(all, channels);
  }
}
