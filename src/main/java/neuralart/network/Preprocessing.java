package neuralart.network;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How a network wants its pixels: {@code input[c] = (rgb[c'] - mean[c]) * scales[c]}, where {@code
 * c'} is {@code c}, or counts from the other end in a network that takes blue, green, red. A
 * network with one channel takes grey.
 *
 * @param bgr whether the channels are in the order blue, green, red
 * @param mean what is subtracted from each input channel, on the scale of 0 to 255
 * @param scales what the difference is multiplied by, of each input channel
 */
public record Preprocessing(boolean bgr, float[] mean, float[] scales) {
  /** Blue, green, red minus the means of ImageNet, as Keras' VGG and SqueezeNet take it. */
  public static final Preprocessing IMAGENET_BGR =
      new Preprocessing(true, new float[] {103.939f, 116.779f, 123.68f}, 1);

  /** Red, green, blue in -1..1, as Keras' Inception takes it. */
  public static final Preprocessing SYMMETRIC_RGB =
      new Preprocessing(false, new float[] {127.5f, 127.5f, 127.5f}, 1 / 127.5f);

  private static final float LARGEST_INPUT = 1e6f;

  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

  /** The level of white in RGB values. */
  public static final float WHITE = 255;

  /** Black, white and what is between on a range of the user's, for a number of channels. */
  public static Preprocessing range(int channels, float black, float white) {
    if (!(white > black) || Math.max(Math.abs(black), Math.abs(white)) > LARGEST_INPUT) {
      throw new IllegalArgumentException(
          "has the range of pixels " + black + ".." + white + "; expected is one within -1e6..1e6");
    }
    float scale = (white - black) / WHITE;
    return new Preprocessing(false, filled(channels, 0 - black / scale), scale);
  }

  public Preprocessing {
    mean = mean.clone();
    scales = scales.clone();
    if (scales.length != mean.length) {
      throw new IllegalArgumentException(
          "scales must be as many as means, " + mean.length + ", not " + scales.length);
    }
    for (float scale : scales) {
      if (!(scale > 0) || Float.isInfinite(scale)) {
        throw new IllegalArgumentException("scale must be positive, not " + scale);
      }
    }
    for (float value : mean) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("mean must be a number, not " + value);
      }
    }
  }

  /** All channels are multiplied by the same. */
  public Preprocessing(boolean bgr, float[] mean, float scale) {
    this(bgr, mean, filled(mean.length, scale));
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  /** Input values for a step of 1 in RGB values: the mean of all channels. */
  public float scale() {
    double sum = 0;
    for (float scale : scales) {
      sum += scale;
    }
    return (float) (sum / scales.length);
  }

  /** Input values for a step of 1 in RGB values. */
  public float scale(int channel) {
    return scales[channel];
  }

  /** The width of the range of input values that stands for black to white, as a mean. */
  public float range() {
    return WHITE * scale();
  }

  /** The width of the range of a channel's input values that stands for black to white. */
  public float range(int channel) {
    return WHITE * scales[channel];
  }

  /** The input of each channel that stands for black. */
  public float[] black() {
    return level(0);
  }

  /** The input of each channel that stands for white. */
  public float[] white() {
    return level(255);
  }

  private float[] level(float value) {
    float[] input = new float[mean.length];
    for (int channel = 0; channel < input.length; channel++) {
      input[channel] = (value - mean[channel]) * scales[channel];
    }
    return input;
  }

  /**
   * RGB values to network input.
   *
   * @param rgb {@code [1, H, W, 3]}, 0..255, not modified; or {@code [1, H, W, C]}
   * @return new array {@code [1, H, W, C]}, for the caller to close; grey is the luma of Rec. 601
   */
  public INDArray toInput(INDArray rgb) {
    int channels = mean.length;
    boolean grey = channels == 1 && rgb.rank() == 4 && rgb.size(3) == LUMA.length;
    float[] values = grey ? luma(values(rgb, LUMA.length)) : values(rgb, channels);
    float[] input = new float[values.length];
    for (int i = 0; i < input.length; i++) {
      int channel = i % channels;
      input[i] = (values[i - channel + source(channel)] - mean[channel]) * scales[channel];
    }
    return Nd4j.createFromArray(input).reshape(1, rgb.size(1), rgb.size(2), channels);
  }

  /**
   * Network input to RGB values.
   *
   * @param input {@code [1, H, W, C]}, not modified
   * @return new array {@code [1, H, W, 3]}, for the caller to close; 0..255 where the input stood
   *     for such values, else beyond
   */
  public INDArray toRgb(INDArray input) {
    int channels = mean.length;
    int colors = channels == 1 ? LUMA.length : channels;
    float[] values = values(input, channels);
    float[] rgb = new float[values.length / channels * colors];
    for (int i = 0; i < rgb.length; i++) {
      int color = i % colors;
      int channel = channels == 1 ? 0 : source(color);
      rgb[i] = values[i / colors * channels + channel] / scales[channel] + mean[channel];
    }
    return Nd4j.createFromArray(rgb).reshape(1, input.size(1), input.size(2), colors);
  }

  private static float[] luma(float[] rgb) {
    float[] grey = new float[rgb.length / LUMA.length];
    for (int i = 0; i < rgb.length; i++) {
      grey[i / LUMA.length] += LUMA[i % LUMA.length] * rgb[i];
    }
    return grey;
  }

  private static float[] values(INDArray image, int channels) {
    if (image.rank() != 4 || image.size(3) != channels) {
      throw new IllegalArgumentException(
          "expected an image [1, H, W, " + channels + "], not " + image.shapeInfoToString());
    }
    return image.reshape('c', new long[] {image.length()}).toFloatVector();
  }

  private int source(int channel) {
    return bgr ? mean.length - 1 - channel : channel;
  }
}
