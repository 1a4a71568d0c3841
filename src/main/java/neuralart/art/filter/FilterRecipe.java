package neuralart.art.filter;

import neuralart.objective.ChannelResponse.Region;
import neuralart.optimize.GradientNormalization;

/** What an image of a filter is drawn on, and how its steps are made. */
sealed interface FilterRecipe {
  /** The part of a layer that counts. */
  Region region();

  /**
   * The pixels of the image, from grey noise, with steps along the normalised gradient.
   *
   * @param lowest the darkest pixel to start from, 0..1
   * @param highest the brightest pixel to start from, 0..1
   * @param range of the pixels that the recipe's step size is for
   * @param crop pixels at each edge that the result leaves out
   * @param normalization what the gradient is divided by
   * @param mean of the result, 0..255
   * @param deviation standard deviation of the result, 0..255
   */
  record Pixels(
      double lowest,
      double highest,
      double range,
      int crop,
      Region region,
      GradientNormalization normalization,
      double mean,
      double deviation)
      implements FilterRecipe {}

  /**
   * The spectrum of the image, seen by the network through random transforms, with steps of Adam.
   *
   * @param annealed whether the steps fade out
   */
  record Spectrum(boolean annealed) implements FilterRecipe {
    @Override
    public Region region() {
      return Region.WHOLE;
    }
  }
}
