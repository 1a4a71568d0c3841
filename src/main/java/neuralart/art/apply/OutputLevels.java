package neuralart.art.apply;

import java.util.Locale;
import neuralart.network.Network;
import neuralart.network.Preprocessing;

/** Turns values of an output that is an image into levels, 0 for black and 255 for white. */
public final class OutputLevels {
  private static final int COLORS = 3;

  private final Preprocessing preprocessing;

  private OutputLevels(Preprocessing preprocessing) {
    this.preprocessing = preprocessing;
  }

  /**
   * Levels by what black and white are in the output.
   *
   * @param range as the user wrote it, {@code black..white}
   * @throws IllegalArgumentException if it is no range
   */
  public static OutputLevels ofRange(String range, int channels) {
    String[] parts = range.strip().split("\\.\\.", -1);
    try {
      if (parts.length == 2) {
        return new OutputLevels(
            Preprocessing.range(channels, Float.parseFloat(parts[0]), Float.parseFloat(parts[1])));
      }
    } catch (IllegalArgumentException e) {
      // Said below, as is that there aren't two numbers.
    }
    throw new IllegalArgumentException(
        "outputrange is '" + range + "', expected are two numbers as in 0..255, the smaller first");
  }

  /** Levels of values from 0 to 1. */
  public static OutputLevels ofShares(int channels) {
    return new OutputLevels(Preprocessing.range(channels, 0, 1));
  }

  /**
   * Levels by what black and white are in the input; the values themselves of a network that is
   * described, whose levels are in units of the image.
   *
   * @throws IllegalArgumentException if the output is neither grey nor colours, and hasn't the
   *     channels of the input
   */
  public static OutputLevels asInput(Network network, int channels) {
    if (network.description().isPresent()) {
      return new OutputLevels(Preprocessing.range(channels, 0, Preprocessing.WHITE));
    }
    Preprocessing input = network.preprocessing();
    if (channels == network.channels()) {
      return new OutputLevels(input);
    }
    if (channels != 1 && channels != COLORS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The output of network '%s' has %d channels, its input %d: it can't be like the image",
              network.name(),
              channels,
              network.channels()));
    }
    return new OutputLevels(Preprocessing.range(channels, input.black()[0], input.white()[0]));
  }

  /** The channel of the output that is one of the image: colours may be in another order. */
  public int channel(int channel) {
    return preprocessing.bgr() ? preprocessing.mean().length - 1 - channel : channel;
  }

  /** Turns the values of a channel of the output into levels, in place. */
  public void convert(float[] values, int channel) {
    float scale = preprocessing.scale(channel);
    float mean = preprocessing.mean()[channel];
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] / scale + mean;
    }
  }
}
