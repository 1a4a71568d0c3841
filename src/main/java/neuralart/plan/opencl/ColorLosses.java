package neuralart.plan.opencl;

import java.util.Optional;
import neuralart.step.Step;
import neuralart.step.View;

/** The distance of an image's colours from a mean and a covariance. */
final class ColorLosses {
  private static final Program PROGRAM = new Program("colors", "");

  /** Values of a matrix of three colours and 1. */
  private static final int MATRIX = 16;

  private final DeviceMemory memory;
  private final DeviceSums sums;

  ColorLosses(DeviceMemory memory, DeviceSums sums) {
    this.memory = memory;
    this.sums = sums;
  }

  Runnable measure(Step.MeasureColors step) {
    int pixels = (int) step.colors().sizes()[0];
    long[] items = DeviceSums.items(pixels);
    DeviceBuffer partial = sums.partial(step.sums());
    View mask = step.mask().orElse(step.colors());
    Launch term =
        memory.launch(
            PROGRAM,
            "measure_colors",
            items,
            new long[] {DeviceSums.GROUP},
            pixels,
            memory.buffer(step.colors().tensor()),
            (int) step.colors().offset(),
            memory.buffer(mask.tensor()),
            (int) mask.offset(),
            flag(step.mask()),
            partial);
    return sums.add(term, items, partial, step.sums());
  }

  Runnable differentiate(Step.DifferentiateColors step) {
    DeviceSums.Place place = sums.of(step.sums());
    DeviceBuffer slope = memory.scratch(2L * MATRIX);
    Launch whitening =
        memory.launch(
            PROGRAM,
            "whiten",
            new long[] {1},
            new long[] {1},
            place.buffer(),
            place.index(),
            memory.constant(pairs(step.whitening(), 1 / step.count())),
            slope);
    int values = (int) step.colors().length();
    View mask = step.mask().orElse(step.colors());
    Launch addition =
        memory.launch(
            PROGRAM,
            "differentiate_colors",
            values,
            values,
            (float) step.factor(),
            memory.buffer(step.colors().tensor()),
            (int) step.colors().offset(),
            memory.buffer(mask.tensor()),
            (int) mask.offset(),
            flag(step.mask()),
            slope,
            memory.buffer(step.gradient().tensor()),
            (int) step.gradient().offset());
    return () -> {
      whitening.run();
      addition.run();
    };
  }

  private static int flag(Optional<View> mask) {
    return mask.isPresent() ? 1 : 0;
  }

  /** A matrix, and a number behind it, as pairs of floats that count together. */
  private static float[] pairs(double[] matrix, double number) {
    float[] pairs = new float[2 * (matrix.length + 1)];
    for (int i = 0; i <= matrix.length; i++) {
      double value = i < matrix.length ? matrix[i] : number;
      pairs[2 * i] = (float) value;
      pairs[2 * i + 1] = (float) (value - pairs[2 * i]);
    }
    return pairs;
  }
}
