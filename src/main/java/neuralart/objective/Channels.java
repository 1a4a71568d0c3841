package neuralart.objective;

import java.util.List;
import java.util.Locale;

/** Chosen channels of a layer, numbered from 0. */
public final class Channels {
  private Channels() {}

  /**
   * Checks that chosen channels exist.
   *
   * @param layer name of the layer
   * @param channels the chosen ones
   * @param count how many channels the layer has
   * @throws IllegalArgumentException naming the first that doesn't exist, and those that do
   */
  public static void check(String layer, List<Integer> channels, int count) {
    for (int channel : channels) {
      if (channel < 0 || channel >= count) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Layer '%s' has no channel %d: its channels are 0 to %d",
                layer,
                channel,
                count - 1));
      }
    }
  }
}
