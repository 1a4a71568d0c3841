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
   * @param raw whether the start is fed to the network as it is, without subtracting its means
   * @param range of the pixels that the recipe's step size is for
   * @param crop pixels at each edge that the result leaves out
   * @param normalization what the gradient is divided by
   * @param mean of the result, 0..255
   * @param deviation standard deviation of the result, 0..255
   */
  record Pixels(
      double lowest,
      double highest,
      boolean raw,
      double range,
      int crop,
      Region region,
      GradientNormalization normalization,
      double mean,
      double deviation)
      implements FilterRecipe {

    /** The same recipe where the means are subtracted if this one doesn't, and the reverse. */
    Pixels otherStart() {
      return new Pixels(lowest, highest, !raw, range, crop, region, normalization, mean, deviation);
    }
  }

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

  /**
   * The phases of the image's spectrum, whose magnitudes are those of photographs; seen by the
   * network as crops under noise, with steps of Adam.
   *
   * @param crops in each step
   * @param side mean side of a crop, as a share of the image's
   * @param sideDeviation its standard deviation
   * @param smallestSide the least that it is
   * @param placeDeviation standard deviation of a crop's centre from the middle, as a share of the
   *     image's side, in each direction
   * @param noise its standard deviation, as a share of the range from black to white
   */
  record Phase(
      int crops,
      double side,
      double sideDeviation,
      double smallestSide,
      double placeDeviation,
      double noise)
      implements FilterRecipe {
    @Override
    public Region region() {
      return Region.WHOLE;
    }
  }
}
