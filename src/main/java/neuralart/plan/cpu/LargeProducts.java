package neuralart.plan.cpu;

import neuralart.step.Step;
import neuralart.step.Steps;

/**
 * Products of large matrices as sums of smaller ones. oneDNN sums those in another order where
 * there are few rows, as in strips of an image, whose rows would then be rounded in another way.
 */
final class LargeProducts {
  /** Rows and columns of the second matrix from which on the order depends on the first one. */
  private static final long LARGE = 1024;

  /** Products that are summed at a time. */
  private static final long TOGETHER = 512;

  private LargeProducts() {}

  /** Adds a product as it is, or in parts. */
  static void lower(Step.Multiply step, Steps steps) {
    if (!isLarge(step)) {
      steps.add(step);
      return;
    }
    long columns = step.x().sizes()[1];
    for (long from = 0; from < columns; from += TOGETHER) {
      long count = Math.min(TOGETHER, columns - from);
      steps.add(
          new Step.Multiply(
              step.x().part(1, from, count, 1),
              false,
              step.y().rows(from, count),
              false,
              step.z(),
              step.alpha(),
              from == 0 ? step.beta() : 1));
    }
  }

  private static boolean isLarge(Step.Multiply step) {
    long[] x = step.x().sizes();
    return !step.transposeX()
        && !step.transposeY()
        && x[0] > 1 // a dense layer's, which sees the whole image
        && Math.min(x[1], step.z().sizes()[1]) >= LARGE;
  }
}
