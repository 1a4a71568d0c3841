package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * An image resized: each value of the output is a weighted sum of few of the input, along the rows
 * and along the columns.
 *
 * @param rows along the rows
 * @param columns along the columns
 */
public record Resampling(ResampledAxis rows, ResampledAxis columns) implements Node {
  private static final int LARGEST_FACTOR = 1024;

  /**
   * Bilinear up-sampling by whole factors, the corners of the image staying where they are.
   *
   * @throws IllegalArgumentException if a factor isn't positive, or is larger than any
   */
  public static Node bilinear(int rows, int columns) {
    if (Math.min(rows, columns) < 1 || Math.max(rows, columns) > LARGEST_FACTOR) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "has the up-sampling factor %d x %d; 1 to %d is possible",
              rows,
              columns,
              LARGEST_FACTOR));
    }
    return new SizeDependent(
        "bilinear up-sampling",
        Role.LINEAR,
        Optional.of(List.of(new Shape(LARGEST_FACTOR, LARGEST_FACTOR, 1))),
        inputs ->
            new Resampling(
                axis(inputs.get(0).height(), rows), axis(inputs.get(0).width(), columns)));
  }

  private static ResampledAxis axis(int size, int factor) {
    return new ResampledAxis(
        size,
        Math.multiplyExact(size, factor),
        factor,
        ResampledAxis.Interpolation.LINEAR,
        ResampledAxis.Coordinates.HALF_PIXEL);
  }

  @Override
  public String kind() {
    return "resizing";
  }

  @Override
  public Reach reach(Shape input) {
    return new Reach(rows.span(), columns.span());
  }

  @Override
  public boolean dependsOnPlace(List<Shape> inputs) {
    return !rows.isRegular();
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return new Shape(rows.outputs(), columns.outputs(), inputs.get(0).channels());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    Tensor input = inputs.get(0);
    steps.add(
        new Step.Either(
            new Step.OnHost(
                "resizing", List.of(input), List.of(output), host -> resize(input, output, host)),
            List.of(
                new Step.Resample(
                    rows.taps().mixture(), columns.taps().mixture(), input, output))));
  }

  private Runnable resize(Tensor input, Tensor output, Step.Host host) {
    FloatBuffer from = host.values(input);
    FloatBuffer to = host.values(output);
    ResampledAxis.Taps down = rows.taps();
    ResampledAxis.Taps across = columns.taps();
    int channels = (int) input.size(3);
    float[] row = new float[columns.inputs() * channels];
    float[] blend = new float[row.length];
    float[] resized = new float[columns.outputs() * channels];
    return () -> {
      for (int y = 0; y < rows.outputs(); y++) {
        Arrays.fill(blend, 0);
        for (int tap = 0; tap < down.count(); tap++) {
          float weight = down.weight(y, tap);
          if (weight != 0) {
            from.get(down.index(y, tap) * row.length, row);
            addRun(row, 0, weight, blend, 0, row.length);
          }
        }
        Arrays.fill(resized, 0);
        for (int x = 0; x < columns.outputs(); x++) {
          for (int tap = 0; tap < across.count(); tap++) {
            int first = across.index(x, tap) * channels;
            addRun(blend, first, across.weight(x, tap), resized, x * channels, channels);
          }
        }
        to.put(y * resized.length, resized);
      }
    };
  }

  private static void addRun(
      float[] from, int start, float weight, float[] to, int first, int length) {
    for (int i = 0; i < length; i++) {
      to[first + i] += weight * from[start + i];
    }
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target ->
            steps.add(
                new Step.Either(
                    new Step.OnHost(
                        "resizing gradient",
                        List.of(gradient),
                        List.of(target),
                        host -> spread(gradient, target, host)),
                    List.of(
                        new Step.Resample(
                            rows.taps().mixture().transposed(rows.inputs()),
                            columns.taps().mixture().transposed(columns.inputs()),
                            gradient,
                            target)))));
  }

  /** Gives each value's gradient to those that it was made of, by their weights. */
  private Runnable spread(Tensor gradient, Tensor target, Step.Host host) {
    FloatBuffer from = host.values(gradient);
    FloatBuffer to = host.values(target);
    ResampledAxis.Taps down = rows.taps();
    ResampledAxis.Taps across = columns.taps();
    int channels = (int) target.size(3);
    float[] resized = new float[columns.outputs() * channels];
    float[] blend = new float[columns.inputs() * channels];
    float[] row = new float[blend.length];
    return () -> {
      Arrays.fill(row, 0);
      for (int y = 0; y < rows.inputs(); y++) {
        to.put(y * row.length, row);
      }
      for (int y = 0; y < rows.outputs(); y++) {
        from.get(y * resized.length, resized);
        Arrays.fill(blend, 0);
        for (int x = 0; x < columns.outputs(); x++) {
          for (int tap = 0; tap < across.count(); tap++) {
            int first = across.index(x, tap) * channels;
            addRun(resized, x * channels, across.weight(x, tap), blend, first, channels);
          }
        }
        for (int tap = 0; tap < down.count(); tap++) {
          addRow(blend, down.weight(y, tap), to, down.index(y, tap) * blend.length);
        }
      }
    };
  }

  private static void addRow(float[] row, float weight, FloatBuffer to, int first) {
    for (int i = 0; weight != 0 && i < row.length; i++) {
      to.put(first + i, to.get(first + i) + weight * row[i]);
    }
  }
}
