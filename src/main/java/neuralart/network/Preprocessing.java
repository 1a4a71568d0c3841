package neuralart.network;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import neuralart.image.Picture;

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
   * A picture as the network takes it.
   *
   * @param rgb with as many channels as the network takes, 0..255; or RGB for a network that takes
   *     grey, which gets the luma of Rec. 601
   * @return a new picture
   */
  public Picture toInput(Picture rgb) {
    return map(rgb, mean.length, input(rgb));
  }

  /**
   * Writes a picture as the network takes it.
   *
   * @param rgb as for {@link #toInput}
   * @param input {@code [1, H, W, C]} from the start of the buffer
   */
  public void write(Picture rgb, FloatBuffer input) {
    UnaryOperator<float[]> map = input(rgb);
    for (int y = 0; y < rgb.height(); y++) {
      input.put(y * rgb.width() * mean.length, map.apply(rgb.row(y)));
    }
  }

  private UnaryOperator<float[]> input(Picture rgb) {
    int channels = mean.length;
    boolean grey = channels == 1 && rgb.channels() == LUMA.length;
    requireChannels(rgb, grey ? LUMA.length : channels);
    return row -> {
      float[] values = grey ? luma(row) : row;
      float[] input = new float[values.length];
      for (int i = 0; i < input.length; i++) {
        int channel = i % channels;
        input[i] = (values[i - channel + source(channel)] - mean[channel]) * scales[channel];
      }
      return input;
    };
  }

  /**
   * The picture that a network's input stands for.
   *
   * @param input with as many channels as the network takes, not modified
   * @return a new picture with the same channels, or RGB of a grey one; 0..255 where the input
   *     stood for such values, else beyond
   */
  public Picture toRgb(Picture input) {
    requireChannels(input, mean.length);
    return map(input, colors(), this::rgb);
  }

  /**
   * Reads a network's input as the picture that it stands for.
   *
   * @param input {@code [1, height, width, C]} from the start of the buffer
   * @return as {@link #toRgb}
   */
  public Picture read(FloatBuffer input, int height, int width) {
    return toRgb(Picture.read(input, height, width, mean.length));
  }

  private float[] rgb(float[] input) {
    int channels = mean.length;
    int colors = colors();
    float[] rgb = new float[input.length / channels * colors];
    for (int i = 0; i < rgb.length; i++) {
      int color = i % colors;
      int channel = channels == 1 ? 0 : source(color);
      rgb[i] = input[i / colors * channels + channel] / scales[channel] + mean[channel];
    }
    return rgb;
  }

  private int colors() {
    return mean.length == 1 ? LUMA.length : mean.length;
  }

  private static Picture map(Picture picture, int channels, UnaryOperator<float[]> map) {
    Picture mapped = new Picture(picture.height(), picture.width(), channels);
    for (int y = 0; y < picture.height(); y++) {
      float[] row = map.apply(picture.row(y));
      System.arraycopy(row, 0, mapped.row(y), 0, row.length);
    }
    return mapped;
  }

  private static float[] luma(float[] rgb) {
    float[] grey = new float[rgb.length / LUMA.length];
    for (int i = 0; i < rgb.length; i++) {
      grey[i / LUMA.length] += LUMA[i % LUMA.length] * rgb[i];
    }
    return grey;
  }

  private static void requireChannels(Picture picture, int channels) {
    if (picture.channels() != channels) {
      throw new IllegalArgumentException(
          "expected a picture of " + channels + " channels, not of " + picture.channels());
    }
  }

  private int source(int channel) {
    return bgr ? mean.length - 1 - channel : channel;
  }
}
