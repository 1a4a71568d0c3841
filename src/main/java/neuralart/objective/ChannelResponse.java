package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import neuralart.step.Penalty;
import neuralart.step.Shape;
import neuralart.step.Steps;

/**
 * The mean response of a weighted sum of channels, which is a direction in the space of a layer's
 * activations: {@code weight * mean over the region of sum(w_c a_c)}. With a negative weight, what
 * filter visualisation maximises (Erhan et al. 2009).
 *
 * @param layer name of the layer
 * @param weight factor of the term
 * @param channels which of the layer's channels count, and how much
 * @param region which of the layer's pixels count
 */
public record ChannelResponse(
    String layer, double weight, List<WeightedChannel> channels, Region region)
    implements Objective {

  /** A channel and its weight. */
  public record WeightedChannel(int channel, double weight) {}

  /** A part of a layer's pixels. */
  public enum Region {
    /** All of them. */
    WHOLE,
    /** All but two rows and columns at each edge, where padding causes artefacts. */
    INNER,
    /** The pixel in the middle: one neuron of the channel. */
    CENTER
  }

  private static final int BORDER = 2;

  public ChannelResponse {
    channels = List.copyOf(channels);
  }

  /** The mean and the largest response. */
  public record Response(double mean, double maximum) {}

  @Override
  public Term bind(Shape activation, Steps steps) {
    Pixels pixels = new Pixels(activation);
    double scale = weight / pixels.count();
    return new LocalTerm(
        "channel response",
        steps,
        scale,
        LocalTerm.Kernels.of(part -> pixels.penalty(scale, part)),
        (part, values, slopes) -> () -> respond(pixels, part, scale, values, slopes));
  }

  private double respond(
      Pixels pixels, Part part, double scale, FloatBuffer values, FloatBuffer slopes) {
    int first = Math.max(pixels.top, part.first());
    int end = Math.min(pixels.bottom, part.first() + part.count());
    double sum = 0;
    for (WeightedChannel channel : channels) {
      double factor = scale * channel.weight;
      for (int y = first; y < end; y++) {
        for (int x = pixels.left; x < pixels.right; x++) {
          int i = pixels.index(y - part.top(), x) + channel.channel;
          sum += factor * values.get(i);
          slopes.put(i, slopes.get(i) + (float) factor);
        }
      }
    }
    return sum;
  }

  /**
   * The response to an image, without the factor of the term.
   *
   * @param activation extent of the layer
   * @param values of the layer, {@code [H, W, C]}
   */
  public Response measure(Shape activation, FloatBuffer values) {
    Pixels pixels = new Pixels(activation);
    double sum = 0;
    double maximum = Double.NEGATIVE_INFINITY;
    for (int y = pixels.top; y < pixels.bottom; y++) {
      for (int x = pixels.left; x < pixels.right; x++) {
        double response = 0;
        for (WeightedChannel channel : channels) {
          response += channel.weight * values.get(pixels.index(y, x) + channel.channel);
        }
        sum += response;
        maximum = Math.max(maximum, response);
      }
    }
    return new Response(sum / pixels.count(), maximum);
  }

  /**
   * Checks that the region has pixels.
   *
   * @throws IllegalArgumentException if it has none, or the layer has not these channels
   */
  public void requireSize(Shape activation) {
    int border = region == Region.INNER ? BORDER : 0;
    if (Math.min(activation.height(), activation.width()) <= 2 * border) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The image is too small: layer '%s' has only %d x %d values there, all of them within %d"
                  + " of the edge",
              layer,
              activation.width(),
              activation.height(),
              BORDER));
    }
    for (WeightedChannel channel : channels) {
      if (channel.channel < 0 || channel.channel >= activation.channels()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Layer '%s' has the channels 0 to %d, so there is no channel %d",
                layer,
                activation.channels() - 1,
                channel.channel));
      }
    }
  }

  /** The region in an activation of a certain size. */
  private final class Pixels {
    private final int width;
    private final int depth;
    private final int top;
    private final int bottom;
    private final int left;
    private final int right;

    Pixels(Shape activation) {
      requireSize(activation);
      int height = activation.height();
      width = activation.width();
      depth = activation.channels();
      int border = region == Region.INNER ? BORDER : 0;
      boolean center = region == Region.CENTER;
      top = center ? height / 2 : border;
      bottom = center ? top + 1 : height - border;
      left = center ? width / 2 : border;
      right = center ? left + 1 : width - border;
    }

    /** The same for a device, in a part's own rows. */
    Penalty penalty(double scale, Part part) {
      float[] weights = new float[depth];
      channels.forEach(channel -> weights[channel.channel] += (float) channel.weight);
      return new Penalty.OfValues(
          Penalty.OfValues.Kind.LINEAR,
          scale,
          Math.max(top, part.first()) - part.top(),
          Math.min(bottom, part.first() + part.count()) - part.top(),
          left,
          right,
          weights,
          weights);
    }

    int count() {
      return (bottom - top) * (right - left);
    }

    int index(int y, int x) {
      return (y * width + x) * depth;
    }
  }
}
