package neuralart.network.node;

import java.util.ArrayList;
import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies of the first and last rows and columns around the image.
 *
 * @param margins how many
 */
public record EdgePadding(Margins margins) implements Node {
  /** A row or a column of the margins, and the one of the image that it repeats. */
  private record Line(INDArray margin, INDArray edge) {}

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
    steps.add(
        "edge padding",
        () -> {
          Runnable surround = margins.surround(inputs.get(0), output);
          List<Line> lines = lines(output.array());
          return () -> {
            surround.run();
            lines.forEach(line -> line.margin().assign(line.edge()));
          };
        });
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target ->
            steps.add(
                "edge padding gradient",
                () -> {
                  Runnable cut = margins.cut(gradient, target);
                  List<Line> lines = lines(gradient.array());
                  return () -> {
                    for (int i = lines.size() - 1; i >= 0; i--) {
                      lines.get(i).edge().addi(lines.get(i).margin());
                    }
                    cut.run();
                  };
                }));
  }

  /** The rows between the margins on both sides, then the columns from the top to the bottom. */
  private List<Line> lines(INDArray large) {
    long height = large.size(1);
    long width = large.size(2);
    long inner = width - margins.width();
    List<Line> lines = new ArrayList<>();
    for (int y = 0; y < margins.height(); y++) {
      boolean above = y < margins.top();
      long edge = above ? margins.top() : height - margins.bottom() - 1;
      long row = above ? y : height - margins.height() + y;
      lines.add(
          new Line(
              Ops.region(large, row, margins.left(), 1, inner),
              Ops.region(large, edge, margins.left(), 1, inner)));
    }
    for (int x = 0; x < margins.width(); x++) {
      boolean before = x < margins.left();
      long edge = before ? margins.left() : width - margins.right() - 1;
      long column = before ? x : width - margins.width() + x;
      lines.add(
          new Line(Ops.region(large, 0, column, height, 1), Ops.region(large, 0, edge, height, 1)));
    }
    return lines;
  }
}
