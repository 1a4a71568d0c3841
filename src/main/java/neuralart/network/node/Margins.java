package neuralart.network.node;

import java.util.Locale;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Rows and columns around an image, none of them negative.
 *
 * @param top rows above
 * @param bottom rows below
 * @param left columns before
 * @param right columns behind
 */
public record Margins(int top, int bottom, int left, int right) {
  private static final int LARGEST = 1 << 16;

  public Margins {
    int smallest = Math.min(Math.min(top, bottom), Math.min(left, right));
    int largest = Math.max(Math.max(top, bottom), Math.max(left, right));
    if (smallest < 0 || largest > LARGEST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "has the margins %d, %d, %d, %d; 0 to %d is possible",
              top,
              bottom,
              left,
              right,
              LARGEST));
    }
  }

  int height() {
    return top + bottom;
  }

  int width() {
    return left + right;
  }

  /** Copies an image to the middle of a larger one, and sets the margins to a value. */
  void surround(Steps steps, Tensor small, Tensor large, double value) {
    steps.add(new Step.Fill(View.of(large), value));
    place(steps, small, large);
  }

  /** Copies an image to the middle of a larger one, whose margins stay unset. */
  void place(Steps steps, Tensor small, Tensor large) {
    steps.add(new Step.Copy(View.of(small), middle(large, small)));
  }

  /** Copies the middle of an image. */
  void cut(Steps steps, Tensor large, Tensor small) {
    steps.add(new Step.Copy(middle(large, small), View.of(small)));
  }

  private View middle(Tensor large, Tensor small) {
    return View.region(large, top, left, small.shape().height(), small.shape().width());
  }
}
