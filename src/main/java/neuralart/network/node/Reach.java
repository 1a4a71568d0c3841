package neuralart.network.node;

import neuralart.step.Shape;
import neuralart.step.Window;

/**
 * The part of its input that one value of an operation's output is computed from.
 *
 * @param rows the rows that a row of the output is computed from
 * @param columns the columns that a column of the output is computed from
 */
public record Reach(Span rows, Span columns) {
  /** What a window sees of an input of this extent. */
  static Reach of(Window window, Shape input) {
    int top = window.padTop(input.height());
    int left = window.padLeft(input.width());
    return new Reach(
        new Span(window.strideHeight(), 1, -top, window.extentHeight() - 1 - top),
        new Span(window.strideWidth(), 1, -left, window.extentWidth() - 1 - left));
  }

  /** The value at the same place. */
  public static final Reach POINT = new Reach(Span.SAME, Span.SAME);
}
