package neuralart.network.node;

import java.util.ArrayList;
import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Copies of the first and last rows and columns around the image.
 *
 * @param margins how many
 */
public record EdgePadding(Margins margins) implements Node {
  /** A row or a column of the margins, and the one of the image that it repeats. */
  private record Line(View margin, View edge) {}

  @Override
  public String kind() {
    return "edge padding";
  }

  @Override
  public Reach reach(Shape input) {
    return new Reach(Span.shift(-margins.top()), Span.shift(-margins.left()));
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = inputs.get(0);
    return new Shape(
        input.height() + margins.height(), input.width() + margins.width(), input.channels());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    margins.surround(steps, inputs.get(0), output);
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
      long edge = above ? margins.top() : height - margins.bottom() - 1;
      long row = above ? y : height - margins.height() + y;
      lines.add(
          new Line(
              View.region(large, row, margins.left(), 1, inner),
              View.region(large, edge, margins.left(), 1, inner)));
    }
    for (int x = 0; x < margins.width(); x++) {
      boolean before = x < margins.left();
      long edge = before ? margins.left() : width - margins.right() - 1;
      long column = before ? x : width - margins.width() + x;
      lines.add(
          new Line(
              View.region(large, 0, column, height, 1), View.region(large, 0, edge, height, 1)));
    }
    return lines;
  }
}
