package neuralart.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import neuralart.art.apply.AppliedOutput;
import neuralart.art.apply.OutputKind;
import neuralart.art.apply.OutputLevels;
import neuralart.imagej.NetworkOutput.Units;
import neuralart.network.Network;

/** Which pixels become of the output of a network: what the user chose, or what it is by nature. */
final class OutputChoice {
  static final String AUTO = "auto";

  /** The values of the output. */
  static final String VALUES = "32-bit";

  /** An image in depth and units of the one that the network is applied to. */
  static final String LIKE_IMAGE = "like the image";

  private static final List<String> CHOICES = List.of(AUTO, VALUES, LIKE_IMAGE);

  private final Units units;
  private final Optional<OutputLevels> levels;
  private final String name;

  /**
   * @param choice of the user
   * @param range what black and white are in the output, or empty
   * @param finer whether the output has more rows or columns than the image
   * @throws IllegalArgumentException if there is no such choice, or the output can't be like the
   *     image
   */
  OutputChoice(String choice, String range, Network network, AppliedOutput output, boolean finer) {
    if (!CHOICES.contains(choice)) {
      throw new IllegalArgumentException(
          "output is '" + choice + "', but must be one of " + String.join(", ", CHOICES));
    }
    name = output.name();
    int channels = output.layer().channels();
    OutputKind kind = OutputKind.of(network, output, finer);
    boolean shares = kind == OutputKind.PROBABILITIES && range.isBlank();
    boolean image = kind == OutputKind.IMAGE || !range.isBlank();
    if (!choice.equals(LIKE_IMAGE) && !(choice.equals(AUTO) && image)) {
      units = shares ? Units.SHARES : Units.VALUES;
      levels = Optional.empty();
    } else if (shares) {
      units = Units.SCALED_SHARES;
      levels = Optional.of(OutputLevels.ofShares(channels));
    } else {
      units = Units.LEVELS;
      levels =
          Optional.of(
              range.isBlank()
                  ? OutputLevels.asInput(network, channels)
                  : OutputLevels.ofRange(range, channels));
    }
  }

  Units units() {
    return units;
  }

  /** The channels of the output that are some of the result. */
  int[] channels(int[] wanted) {
    return Arrays.stream(wanted).map(c -> levels.map(l -> l.channel(c)).orElse(c)).toArray();
  }

  /**
   * Turns values of the output into what the result shows, in place.
   *
   * @param maps one for each of the channels
   */
  float[][] converted(float[][] maps, int[] channels) {
    for (int i = 0; i < maps.length; i++) {
      float[] values = maps[i];
      int channel = channels[i];
      levels.ifPresent(l -> l.convert(values, channel));
    }
    return maps;
  }

  /** What the pixel values are. */
  String meaning() {
    return switch (units) {
      case VALUES -> "Values of the network's output " + name;
      case SHARES -> "The network's output " + name + ", from 0 to 1";
      case SCALED_SHARES -> "The network's output " + name + ", scaled from 0..1 to the depth";
      case LEVELS -> "Made by a network: pixel values are its output " + name + ", no measurement";
    };
  }
}
