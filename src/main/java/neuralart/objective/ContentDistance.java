package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import neuralart.step.Constant;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Sums;
import neuralart.step.Tensor;

/**
 * The distance of an activation from a target, value by value: the content loss of Gatys et al.
 * 2015, {@code weight * reduction(a - target)}. With the image itself as its layer it holds the
 * image near to another one.
 *
 * @param layer name of the layer, or of the image
 * @param weight factor of the term
 * @param target the activation to come near to, {@code H x W x C} values; not copied, not modified
 * @param reduction how the differences become one number
 */
public record ContentDistance(String layer, double weight, float[] target, Reduction reduction)
    implements Objective {
  /** Values handled at a time: a multiple of four, so that sums are the same in pieces. */
  private static final int CHUNK = 1 << 14;

  @Override
  public Term bind(Shape activation, Steps steps) {
    if (activation.length() != target.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer '%s' has %d values, its target has %d",
              layer,
              activation.length(),
              target.length));
    }
    return new Differences(activation, steps);
  }

  /** Sums up the differences of all parts, then differentiates the sum. */
  private final class Differences implements Term {
    private final Steps steps;
    private final int row;
    private final Reduction.Sum sum = reduction.sum(target.length, weight);
    private final Sums sums = sum.onDevice();
    private final Tensor targets;

    Differences(Shape activation, Steps steps) {
      this.steps = steps;
      targets =
          new Constant(target, activation.height() * activation.width(), activation.channels());
      row = activation.width() * activation.channels();
    }

    @Override
    public void begin() {
      steps.add(
          new Step.Either(
              new Step.OnHost("content", List.of(), List.of(), host -> sum::clear),
              List.of(new Step.Begin(sums))));
    }

    @Override
    public void accumulate(Part part) {
      Tensor tensor = part.tensor();
      Step.OnHost loop =
          new Step.OnHost(
              "content",
              List.of(tensor),
              List.of(),
              host -> {
                FloatBuffer values = host.values(tensor);
                return () -> chunks(part, values, (difference, from) -> sum.add(difference));
              });
      Step same = sum.measure(part.pixels(tensor), part.pixelsOfAll(targets), sums);
      steps.add(new Step.Either(loop, List.of(same)));
    }

    @Override
    public void differentiate(Part part, Tensor gradient) {
      Tensor tensor = part.tensor();
      Step.OnHost loop =
          new Step.OnHost(
              "content gradient",
              List.of(tensor, gradient),
              List.of(gradient),
              host -> {
                FloatBuffer values = host.values(tensor);
                FloatBuffer slopes = host.values(gradient);
                return () ->
                    chunks(
                        part,
                        values,
                        (difference, from) -> {
                          sum.differentiate(difference);
                          for (int i = 0; i < difference.length; i++) {
                            slopes.put(from + i, slopes.get(from + i) + difference[i]);
                          }
                        });
              });
      Step same =
          sum.differentiate(
              part.pixels(tensor), part.pixelsOfAll(targets), sums, part.pixels(gradient), true);
      steps.add(new Step.Either(loop, List.of(same)));
    }

    /** Hands out the differences of a part's own values in pieces, with their place in the part. */
    private void chunks(Part part, FloatBuffer values, BiConsumer<float[], Integer> user) {
      int end = (part.first() - part.top() + part.count()) * row;
      int offset = part.top() * row;
      for (int from = (part.first() - part.top()) * row; from < end; from += CHUNK) {
        float[] difference = new float[Math.min(CHUNK, end - from)];
        values.get(from, difference);
        for (int i = 0; i < difference.length; i++) {
          difference[i] -= target[offset + from + i];
        }
        user.accept(difference, from);
      }
    }

    @Override
    public double value() {
      return sum.value();
    }
  }
}
