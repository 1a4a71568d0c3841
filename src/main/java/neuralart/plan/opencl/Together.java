package neuralart.plan.opencl;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import neuralart.step.PixelFunction;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Which steps are done in one go: a ReLU where the values are stored that it is applied to, its
 * gradient likewise, and copies of neighbouring channels.
 */
final class Together {
  /** Steps in which a ReLU is looked for: branches take turns. */
  private static final int REACH = 32;

  private final List<Step> steps;
  private final List<Set<Tensor>> named;

  Together(List<Step> steps) {
    this.steps = steps;
    named = steps.stream().map(Step::tensors).toList();
  }

  /** The indices of the steps that are done in one go with this one, itself first. */
  List<Integer> with(int first) {
    Step step = steps.get(first);
    if (step instanceof Step.Copy) {
      return IntStream.range(first, first + slices(first)).boxed().toList();
    } else if (step instanceof Step.Convolve convolve) {
      return withRelu(first, convolve.output());
    } else if (step instanceof Step.Concatenate join) {
      return withRelu(first, join.output());
    } else if (step instanceof Step.ConvolveTransposed transposed) {
      return withRelu(first, transposed.output());
    }
    return List.of(first);
  }

  /** A ReLU in place, or its gradient, if it is the next step that names these values. */
  private List<Integer> withRelu(int first, Tensor values) {
    boolean isGradient = steps.get(first) instanceof Step.ConvolveTransposed;
    int next = first + 1;
    int end = Math.min(steps.size(), first + REACH);
    while (next < end && !named.get(next).contains(values)) {
      next++;
    }
    boolean isRelu =
        next < end
            && (isGradient
                ? isMasked(values, steps.get(next))
                : isRectified(values, steps.get(next)));
    return isRelu ? List.of(first, next) : List.of(first);
  }

  private static boolean isRectified(Tensor values, Step next) {
    return next instanceof Step.Map map
        && map.function().kind() == PixelFunction.Kind.RELU
        && map.x() == values
        && map.y() == values;
  }

  private static boolean isMasked(Tensor gradient, Step next) {
    return next instanceof Step.MapGradient map
        && map.function().kind() == PixelFunction.Kind.RELU
        && map.gradient() == gradient
        && map.target() == gradient;
  }

  /** How many steps from this one on copy neighbouring channels of one activation. */
  private int slices(int first) {
    int count = 0;
    while (count < Math.min(Joins.MOST, steps.size() - first)
        && steps.get(first + count) instanceof Step.Copy copy
        && isSlice(copy)
        && (count == 0 || follows((Step.Copy) steps.get(first + count - 1), copy))) {
      count++;
    }
    return Math.max(1, count);
  }

  /** Whether channels of all pixels of an activation become another one. */
  private static boolean isSlice(Step.Copy copy) {
    Tensor whole = copy.from().tensor();
    Tensor part = copy.to().tensor();
    long first = copy.from().offset();
    if (whole.dimensions().length != 4
        || part.dimensions().length != 4
        || first + part.size(3) > whole.size(3)) {
      return false;
    }
    return isSame(copy.from(), View.channels(whole, first, first + part.size(3)))
        && isSame(copy.to(), View.of(part));
  }

  private static boolean isSame(View a, View b) {
    return a.offset() == b.offset()
        && Arrays.equals(a.sizes(), b.sizes())
        && Arrays.equals(a.strides(), b.strides());
  }

  private static boolean follows(Step.Copy before, Step.Copy copy) {
    return copy.from().tensor() == before.from().tensor()
        && copy.from().offset() == before.from().offset() + before.from().sizes()[3];
  }
}
