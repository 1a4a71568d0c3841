package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * A part of an activation: every so many rows, columns and channels from one to another.
 *
 * @param rows those that stay
 * @param columns those that stay
 * @param channels those that stay
 */
public record Slicing(Slice rows, Slice columns, Slice channels) implements Node {
  /**
   * A slice as Python has it.
   *
   * @param start the first; negative ones count from the end
   * @param end the one behind the last; negative ones count from the end
   * @param step from one to the next, positive
   */
  public record Slice(long start, long end, int step) {
    /** All of them. */
    public static final Slice ALL = new Slice(0, Integer.MAX_VALUE, 1);

    /**
     * @throws IllegalArgumentException if it doesn't go forward
     */
    public Slice {
      if (step < 1) {
        throw new IllegalArgumentException("slices with the step " + step + "; from 1 is possible");
      }
    }

    /** The first of so many. */
    int first(int size) {
      return within(start, size);
    }

    /** How many stay of so many. */
    int count(int size) {
      return Math.max(0, (within(end, size) - first(size) + step - 1) / step);
    }

    private static int within(long index, int size) {
      return (int) Math.max(0, Math.min(size, index < 0 ? index + size : index));
    }

    /** For centred places, the last that is asked for may be anywhere. */
    Span span(int size) {
      return new Span(step, 1, first(size), first(size));
    }
  }

  @Override
  public String kind() {
    return "slice";
  }

  @Override
  public Reach reach(Shape input) {
    return new Reach(rows.span(input.height()), columns.span(input.width()));
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = inputs.get(0);
    return new Shape(
        rows.count(input.height()),
        columns.count(input.width()),
        channels(List.of(input.channels())));
  }

  @Override
  public int channels(List<Integer> inputs) {
    return channels.count(inputs.get(0));
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(new Step.Copy(part(inputs.get(0)), View.of(output)));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target -> {
          steps.add(new Step.Fill(View.of(target), 0));
          steps.add(new Step.Copy(View.of(gradient), part(target)));
        });
  }

  private View part(Tensor whole) {
    Shape size = whole.shape();
    return View.of(whole)
        .part(1, rows.first(size.height()), rows.count(size.height()), rows.step)
        .part(2, columns.first(size.width()), columns.count(size.width()), columns.step)
        .part(3, channels.first(size.channels()), channels.count(size.channels()), channels.step);
  }
}
