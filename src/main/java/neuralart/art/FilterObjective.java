package neuralart.art;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What filter images maximise. */
public enum FilterObjective {
  /** The mean of a channel: a pattern all over the image. */
  CHANNEL,

  /** The channel's value in the middle: one thing in the middle of the image. */
  NEURON,

  /** The mean square of all channels together, as DeepDream has it. */
  LAYER;

  /** What the user calls it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The objective of a title.
   *
   * @throws IllegalArgumentException listing the objectives there are
   */
  public static FilterObjective of(String title) {
    List<String> titles = Arrays.stream(values()).map(FilterObjective::title).toList();
    if (!titles.contains(title)) {
      throw new IllegalArgumentException(
          "There is no objective '" + title + "'. Objectives are: " + String.join(", ", titles));
    }
    return values()[titles.indexOf(title)];
  }
}
