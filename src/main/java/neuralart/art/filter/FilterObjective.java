package neuralart.art.filter;

import java.util.Locale;
import neuralart.art.Titled;

/** What filter images maximise. */
public enum FilterObjective implements Titled {
  /** The mean of a channel: a pattern all over the image. */
  CHANNEL,

  /** The channel's value in the middle: one thing in the middle of the image. */
  NEURON,

  /** The mean square of all channels together, as DeepDream has it. */
  LAYER;

  @Override
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The objective of a title.
   *
   * @throws IllegalArgumentException listing the objectives there are
   */
  public static FilterObjective of(String title) {
    return Titled.of(FilterObjective.class, "objective", title);
  }
}
