package neuralart.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How a network wants its pixels: {@code input[c] = (rgb[c'] - mean[c]) * scale}, where {@code c'}
 * is {@code c}, or counts from the other end in a network that takes blue, green, red.
 *
 * @param bgr whether the channels are in the order blue, green, red
 * @param mean what is subtracted from each input channel, on the scale of 0 to 255
 * @param scale what the difference is multiplied by
 */
public record Preprocessing(boolean bgr, float[] mean, float scale) {
  /** Blue, green, red minus the means of ImageNet, as Keras' VGG and SqueezeNet take it. */
  public static final Preprocessing IMAGENET_BGR =
      new Preprocessing(true, new float[] {103.939f, 116.779f, 123.68f}, 1);

  /** Red, green, blue in -1..1, as Keras' Inception takes it. */
  public static final Preprocessing SYMMETRIC_RGB =
      new Preprocessing(false, new float[] {127.5f, 127.5f, 127.5f}, 1 / 127.5f);

  public Preprocessing {
    mean = mean.clone();
    if (!(scale > 0)) {
      throw new IllegalArgumentException("scale must be positive, not " + scale);
    }
  }

  /** The width of the range of input values that stands for black to white. */
  public float range() {
    return 255 * scale;
  }

  /** The value of each input channel that stands for black. */
  public float[] black() {
    float[] black = new float[mean.length];
    for (int c = 0; c < black.length; c++) {
      black[c] = -mean[c] * scale;
    }
    return black;
  }

  /**
   * RGB values to network input.
   *
   * @param rgb {@code [1, H, W, C]}, 0..255, not modified
   * @return new array of the same shape, for the caller to close
   */
  public INDArray toInput(INDArray rgb) {
    float[] values = values(rgb);
    float[] input = new float[values.length];
    for (int i = 0; i < input.length; i++) {
      int channel = i % mean.length;
      input[i] = (values[i - channel + source(channel)] - mean[channel]) * scale;
    }
    return Nd4j.createFromArray(input).reshape(rgb.shape());
  }

  /**
   * Network input to RGB values.
   *
   * @param input {@code [1, H, W, C]}, not modified
   * @return new array of the same shape, for the caller to close; 0..255 where the input stood for
   *     such values, else beyond
   */
  public INDArray toRgb(INDArray input) {
    float[] values = values(input);
    float[] rgb = new float[values.length];
    for (int i = 0; i < rgb.length; i++) {
      int channel = i % mean.length;
      rgb[i - channel + source(channel)] = values[i] / scale + mean[channel];
    }
    return Nd4j.createFromArray(rgb).reshape(input.shape());
  }

  private float[] values(INDArray image) {
    if (image.rank() != 4 || image.size(3) != mean.length) {
      throw new IllegalArgumentException(
          "expected an image [1, H, W, " + mean.length + "], not " + image.shapeInfoToString());
    }
    return image.reshape('c', new long[] {image.length()}).toFloatVector();
  }

  private int source(int channel) {
    return bgr ? mean.length - 1 - channel : channel;
  }
}
