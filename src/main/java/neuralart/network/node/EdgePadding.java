package neuralart.network.node;

import java.util.ArrayList;
import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Copies of rows and columns of the image around it.
 *
 * @param margins how many
 * @param reflected whether the image is mirrored at its first and last rows and columns, else these
 *     are repeated
 */
public record EdgePadding(Margins margins, boolean reflected) implements Node {
  /** The first and last rows and columns repeated. */
  public EdgePadding(Margins margins) {
    this(margins, false);
  }

  /** A row or a column of the margins, and the one of the image that it repeats. */
  private record Line(View margin, View edge) {}

  @Override
  public String kind() {
    return reflected ? "reflection padding" : "edge padding";
  }

  @Override
  public Reach reach(Shape input) {
    return new Reach(Span.shift(-margins.top()), Span.shift(-margins.left()));
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = inputs.get(0);
    boolean smaller =
        Math.max(margins.top(), margins.bottom()) >= input.height()
            || Math.max(margins.left(), margins.right()) >= input.width();
    if (reflected && smaller) {
      throw new IllegalArgumentException(
          "mirrors as many rows or columns as its input has, which is " + input);
    }
    return new Shape(
        input.height() + margins.height(), input.width() + margins.width(), input.channels());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    margins.place(steps, inputs.get(0), output);
    lines(output).forEach(line -> steps.add(new Step.Copy(line.edge(), line.margin())));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target -> {
          List<Line> lines = lines(gradient);
          for (int i = lines.size() - 1; i >= 0; i--) {
            Line line = lines.get(i);
            steps.add(new Step.Combine(Step.Operation.ADD, line.margin(), line.edge()));
          }
          margins.cut(steps, gradient, target);
        });
  }

  /** The rows between the margins on both sides, then the columns from the top to the bottom. */
  private List<Line> lines(Tensor large) {
    long height = large.shape().height();
    long width = large.shape().width();
    long inner = width - margins.width();
    List<Line> lines = new ArrayList<>();
    for (int y = 0; y < margins.height(); y++) {
      boolean above = y < margins.top();
      long row = above ? y : height - margins.height() + y;
      long edge = edge(row, above ? margins.top() : height - margins.bottom() - 1);
      lines.add(
          new Line(
              View.region(large, row, margins.left(), 1, inner),
              View.region(large, edge, margins.left(), 1, inner)));
    }
    for (int x = 0; x < margins.width(); x++) {
      boolean before = x < margins.left();
      long column = before ? x : width - margins.width() + x;
      long edge = edge(column, before ? margins.left() : width - margins.right() - 1);
      lines.add(
          new Line(
              View.region(large, 0, column, height, 1), View.region(large, 0, edge, height, 1)));
    }
    return lines;
  }

  /** Which row or column stands in the margin. */
  private long edge(long place, long outermost) {
    return reflected ? 2 * outermost - place : outermost;
  }
}
