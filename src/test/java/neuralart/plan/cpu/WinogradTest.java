package neuralart.plan.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import neuralart.device.Nd4jSetup;
import neuralart.reference.Buffers;
import neuralart.reference.Tolerances;
import neuralart.step.Executor;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.Weights;
import neuralart.step.Window;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions with many channels, and their transposes, against sums in double precision. */
class WinogradTest {
  private static final int KERNEL = 3;
  private static final int TAPS = KERNEL * KERNEL;

  private final Random random = new Random(1);

  @BeforeAll
  static void prepare() {
    Nd4jSetup.prepare();
  }

  /** Sizes that are no multiples of a tile, channels that are none of a block, every padding. */
  @ParameterizedTest
  @CsvSource({"32, 32, 128, 128, 1", "33, 38, 256, 133, 0", "5, 31, 300, 128, 2"})
  void convolutionsEqualSums(int height, int width, int from, int to, int pad) {
    Window window = new Window(KERNEL, KERNEL, 1, 1, Window.Padding.explicit(pad, pad));
    Tensor input = new Tensor(1, height, width, from);
    Shape size = window.slide(input.shape(), to);
    Tensor output = new Tensor(size.dimensions());
    float[] shift = normal(to, 1);
    try (Weights kernel = kernel(from, to);
        Weights bias = Weights.of(shift, to)) {
      Step step = new Step.Convolve(window, input, kernel, Optional.of(bias), output);
      check(step, input, output, kernel, -pad, 1, shift);
    }
  }

  /** In the transpose, the kernel is turned and goes from the output's channels to the input's. */
  @ParameterizedTest
  @CsvSource({"32, 32, 128, 128, 1", "33, 38, 133, 256, 0", "5, 31, 128, 300, 2"})
  void transposesEqualSums(int height, int width, int from, int to, int pad) {
    Window window = new Window(KERNEL, KERNEL, 1, 1, Window.Padding.explicit(pad, pad));
    Tensor output = new Tensor(1, height, width, from);
    Tensor input = new Tensor(window.slide(output.shape(), to).dimensions());
    try (Weights kernel = kernel(from, to)) {
      Step step = new Step.ConvolveTransposed(window, input, kernel, output, false);
      check(step, input, output, kernel, pad, -1, new float[from]);
    }
  }

  /** The sum of one channel for each pixel; taps go on from an offset in a direction. */
  private void check(
      Step step,
      Tensor input,
      Tensor output,
      Weights kernel,
      int offset,
      int direction,
      float[] shift) {
    float[] image = normal((int) input.length(), 1);
    float[] made = run(step, input, output, image);
    Shape in = input.shape();
    Shape out = output.shape();
    int pixels = out.height() * out.width();
    FloatBuffer weights = kernel.values();
    double[] sums = new double[pixels];
    float[] sampled = new float[pixels];
    for (int pixel = 0; pixel < pixels; pixel++) {
      int channel = pixel % out.channels();
      sums[pixel] = shift[channel];
      sampled[pixel] = made[pixel * out.channels() + channel];
      for (int tap = 0; tap < TAPS; tap++) {
        int y = pixel / out.width() + offset + direction * (tap / KERNEL);
        int x = pixel % out.width() + offset + direction * (tap % KERNEL);
        boolean inside = y >= 0 && y < in.height() && x >= 0 && x < in.width();
        for (int c = 0; inside && c < in.channels(); c++) {
          int pair = direction > 0 ? c * out.channels() + channel : channel * in.channels() + c;
          float weight = weights.get(tap * in.channels() * out.channels() + pair);
          sums[pixel] += (double) image[(y * in.width() + x) * in.channels() + c] * weight;
        }
      }
    }
    assertEquals(0, Tolerances.relativeL2(sums, sampled), Tolerances.OPERATION);
  }

  @ParameterizedTest
  @CsvSource({"32, 127, 128, 1", "32, 128, 127, 1", "16, 128, 128, 1", "64, 128, 128, 2"})
  void othersAreLeft(int width, int from, int to, int dilation) {
    Window.Padding padding = Window.Padding.explicit(dilation, dilation);
    Window window = new Window(KERNEL, KERNEL, 1, 1, dilation, dilation, padding);
    Shape input = new Shape(32, width, from);
    assertFalse(Winograd.suits(window, input, window.slide(input, to)));
  }

  private Weights kernel(int from, int to) {
    double deviation = 1 / Math.sqrt(TAPS * from);
    return Weights.of(normal(TAPS * from * to, deviation), KERNEL, KERNEL, from, to);
  }

  private float[] normal(int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  private static float[] run(Step step, Tensor input, Tensor output, float[] image) {
    List<Step> steps = new ArrayList<>();
    List<Tensor> tensors = new ArrayList<>(List.of(input, output));
    Executor executor = new Nd4jExecutor();
    executor.lower(
        step,
        new Steps() {
          @Override
          public void add(Step lowered) {
            steps.add(lowered);
          }

          @Override
          public Tensor scratch(long... dimensions) {
            Tensor tensor = new Tensor(dimensions);
            tensors.add(tensor);
            return tensor;
          }

          @Override
          public Tensor constant(float[] values, long... dimensions) {
            throw new UnsupportedOperationException();
          }
        });
    assertTrue(steps.stream().noneMatch(Step.Convolve.class::isInstance));
    try (Executor.Execution execution =
        executor.allocate(tensors.stream().map(List::of).toList())) {
      execution.host(input).put(0, image);
      execution.write(input);
      steps.stream().map(execution::bind).forEach(Runnable::run);
      execution.read(output);
      return Buffers.floats(execution.host(output));
    }
  }
}
