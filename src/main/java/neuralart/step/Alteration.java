package neuralart.step;

import java.util.List;

/** How an image, or the gradient or the step of an optimiser, becomes another one. */
public sealed interface Alteration {
  /**
   * Moves an activation; what leaves one edge enters at the opposite one.
   *
   * @param offset how far down and to the right in pixels, from 0 to below the extent
   * @param isBack whether it is moved in the opposite direction
   */
  record Roll(Numbers offset, boolean isBack) implements Alteration {}

  /**
   * Mixes each pixel of an activation with its neighbours; beyond an edge, the image is mirrored at
   * the edge's pixels.
   *
   * @param weights {@code [size, size]}, an odd size
   */
  record Blur(Tensor weights) implements Alteration {}

  /** Keeps the values of each channel, which take turns, in a range. */
  record Clip(Constant lowest, Constant highest) implements Alteration {}

  /**
   * Makes steps towards the end of a range shorter, the nearer to it the more.
   *
   * @param margin the part of the range next to an end in which steps are shorter
   * @param variables before the step
   */
  record Soften(Constant lowest, Constant highest, double margin, Tensor variables)
      implements Alteration {}

  /**
   * Divides values by their root mean square, of at least 1e-10.
   *
   * @param sums what {@link Step.Summarize} has added up of them
   */
  record Equalize(Sums sums) implements Alteration {}

  /**
   * A view of an image through an affine transform, interpolated bilinearly; or the transpose,
   * which adds to the slopes of an image what those of a view are, times a share.
   *
   * @param numbers the transform from a place in the view, from its centre, to that in the image:
   *     {@code xx, xy, dx, yx, yy, dy}, each followed by what single precision leaves of it; then
   *     the inverse of {@code [xx, xy; yx, yy]}, and the share
   * @param surround values of the channels outside the image
   * @param sizes rows and columns of the view, and of the image
   */
  record Sample(Tensor numbers, Constant surround, List<Integer> sizes, boolean isTransposed)
      implements Alteration {
    /** How many numbers there are. */
    public static final int NUMBERS = 17;
  }

  /**
   * A step of Adam, in place: {@code first = beta1 first + (1 - beta1) gradient}, {@code second =
   * beta2 second + (1 - beta2) gradient^2}, {@code x -= step first / (sqrt(correction second) +
   * epsilon)}.
   *
   * @param rates the step and the correction
   */
  record Adam(
      double beta1,
      double beta2,
      double epsilon,
      Tensor rates,
      Tensor gradient,
      Tensor first,
      Tensor second)
      implements Alteration {}
}
