package neuralart.step;

import java.util.Optional;

/** A term of a loss that follows from the values of an activation and their neighbours. */
public sealed interface Penalty {
  /** What the term's value, and its gradient, is multiplied by. */
  double scale();

  /**
   * A sum over a region of an activation, value by value.
   *
   * @param kind of what
   * @param scale what it is multiplied by
   * @param top first row of the region
   * @param bottom row behind its last
   * @param left first column of the region
   * @param right column behind its last
   * @param first a number for each channel, as the kind tells
   * @param second another one
   */
  record OfValues(
      Kind kind,
      double scale,
      int top,
      int bottom,
      int left,
      int right,
      float[] first,
      float[] second)
      implements Penalty {
    /** What is added up, with the numbers a and b of the channel. */
    public enum Kind {
      /** {@code a x}. */
      LINEAR,
      /** {@code a x^2}. */
      SQUARE,
      /** {@code (x - min(max(x, a), b))^2}. */
      OUTSIDE
    }
  }

  /**
   * The variation of some rows of an image.
   *
   * @param kind how it is computed
   * @param scale what it is multiplied by
   * @param unit the difference of values that counts as 1
   * @param height rows of the whole image
   * @param top row of the whole image that the activation begins with
   * @param first row of the activation whose variation counts
   * @param end row behind the last of these
   */
  record Variation(Kind kind, double scale, double unit, int height, int top, int first, int end)
      implements Penalty {
    /** With {@code dx} and {@code dy} the differences of a value to its right and lower one. */
    public enum Kind {
      /** {@code sum((dx^2 + dy^2)^1.25)} over all but the last row and column. */
      POWER,
      /** {@code sum |dx| + sum |dy|}. */
      ABSOLUTE,
      /**
       * {@code 2 (mean(dx^2) + mean(dy^2)) / 3 + (mean(du^2) + mean(dv^2)) / 6} with the
       * differences along both diagonals, over the image with its edge repeated around it.
       */
      NINE_POINT
    }
  }

  /**
   * A sum over pixels, each with a feature of its own out of some.
   *
   * @param kind of what
   * @param scale what it is multiplied by
   * @param first pixel of the activation that counts; of these, as many as there are numbers
   * @param features {@code [features, channels]}
   * @param numbers of the features of these pixels
   * @param mask what each of these pixels counts, where they differ
   */
  record OfFeatures(
      Kind kind, double scale, int first, Tensor features, View numbers, Optional<View> mask)
      implements Penalty {
    /** What is added up, with the feature y of a pixel x. */
    public enum Kind {
      /** {@code sum(x y)}. */
      PRODUCT,
      /** {@code sum((x - y)^2)}. */
      DISTANCE
    }
  }
}
