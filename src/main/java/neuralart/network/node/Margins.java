package neuralart.network.node;

import java.util.Locale;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

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

  /** Copies an image to the middle of a larger one, and sets the margins to zero. */
  Runnable surround(Tensor small, Tensor large) {
    INDArray source = small.array();
    INDArray target = large.array();
    INDArray middle = middle(target, source);
    return () -> {
      target.assign(0);
      middle.assign(source);
    };
  }

  /** Copies the middle of an image. */
  Runnable cut(Tensor large, Tensor small) {
    INDArray target = small.array();
    INDArray middle = middle(large.array(), target);
    return () -> target.assign(middle);
  }

  private INDArray middle(INDArray large, INDArray small) {
    return Ops.region(large, top, left, small.size(1), small.size(2));
  }
}
