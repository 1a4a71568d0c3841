package neuralart.network.node;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import neuralart.step.Shape;
import neuralart.step.Window;
import neuralart.step.Window.Padding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Poolings, up-sampling, margins, flattening and other moves of pixels against plain loops. */
class ResamplingTest {
  private static final int IN = 3;
  private static final Shape[] SIZES = {new Shape(12, 12, IN), new Shape(9, 13, IN)};
  private final NodeCheck check = new NodeCheck();

  static Stream<Window> windows() {
    List<Window> all = new ArrayList<>();
    int[][] kernels = {{1, 1}, {3, 3}, {2, 2}, {1, 5}, {4, 3}, {5, 5}};
    Padding[] paddings = {
      Padding.VALID, Padding.SAME, Padding.explicit(1, 1), Padding.explicit(2, 1)
    };
    for (int[] kernel : kernels) {
      for (int[] stride : new int[][] {{1, 1}, {2, 2}, {3, 3}, {1, 2}}) {
        for (Padding padding : paddings) {
          if (padding.top() < kernel[0] && padding.left() < kernel[1]) {
            all.add(new Window(kernel[0], kernel[1], stride[0], stride[1], padding));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("windows")
  void averagePoolingEqualsLoops(Window window) {
    for (Shape size : SIZES) {
      if (window.isMisplaced(size)) {
        assertThrows(IllegalArgumentException.class, () -> window.slide(size, IN));
        continue;
      }
      for (boolean countPadding : new boolean[] {true, false}) {
        check.check(
            new AveragePooling(window, countPadding),
            size,
            x -> averages(window, size, countPadding, x[0]));
        check.check(
            new AveragePooling(window, countPadding, 2),
            size,
            x ->
                Arrays.stream(averages(window, size, countPadding, x[0]))
                    .map(y -> 2 * y)
                    .toArray());
      }
    }
  }

  private static double[] averages(
      Window window, Shape size, boolean countPadding, double[] image) {
    double[] y = new double[(int) window.slide(size, IN).length()];
    int[] counts = new int[y.length / IN];
    NodeCheck.slide(
        window,
        size.height(),
        size.width(),
        (o, i, k) -> {
          counts[o]++;
          for (int c = 0; c < IN; c++) {
            y[o * IN + c] += image[i * IN + c];
          }
        });
    for (int i = 0; i < y.length; i++) {
      y[i] /= countPadding ? window.kernelHeight() * window.kernelWidth() : counts[i / IN];
    }
    return y;
  }

  @Test
  void globalPoolingsEqualLoops() {
    for (Shape size : SIZES) {
      int pixels = size.height() * size.width();
      check.check(
          new GlobalPooling(false),
          size,
          x -> {
            double[] y = new double[IN];
            for (int i = 0; i < x[0].length; i++) {
              y[i % IN] += x[0][i] / pixels;
            }
            return y;
          });
      check.check(
          new GlobalPooling(true),
          size,
          x -> {
            double[] y = {-2, -2, -2};
            for (int i = 0; i < x[0].length; i++) {
              y[i % IN] = Math.max(y[i % IN], x[0][i]);
            }
            return y;
          });
    }
  }

  @Test
  void upsamplingEqualsLoops() {
    Shape size = new Shape(4, 7, IN);
    for (int[] factor : new int[][] {{2, 2}, {3, 1}, {1, 2}}) {
      int width = size.width() * factor[1];
      check.check(
          new Upsampling(factor[0], factor[1]),
          size,
          x ->
              move(
                  size.height() * factor[0] * width,
                  x[0],
                  o -> o / width / factor[0] * size.width() + o % width / factor[1]));
    }
  }

  @Test
  void marginsEqualLoops() {
    Margins margins = new Margins(1, 2, 3, 0);
    check.check(
        new Cropping(margins),
        new Shape(8, 9, IN),
        x -> move(5 * 6, x[0], o -> (o / 6 + 1) * 9 + o % 6 + 3));
    check.check(
        new ZeroPadding(margins),
        new Shape(5, 6, IN),
        x ->
            move(
                8 * 9,
                x[0],
                o -> {
                  int row = o / 9 - 1;
                  int column = o % 9 - 3;
                  return row < 0 || row >= 5 || column < 0 ? -1 : row * 6 + column;
                }));
    check.check(
        new EdgePadding(margins),
        new Shape(5, 6, IN),
        x ->
            move(
                8 * 9,
                x[0],
                o -> Math.min(Math.max(o / 9 - 1, 0), 4) * 6 + Math.max(o % 9 - 3, 0)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void flatteningKeepsTheOrder(boolean channelsFirst) {
    Shape size = new Shape(4, 5, IN);
    check.check(
        new Flattening(size, channelsFirst),
        size,
        x -> {
          double[] y = new double[x[0].length];
          for (int i = 0; i < y.length; i++) {
            y[i] = channelsFirst ? x[0][i % 20 * IN + i / 20] : x[0][i];
          }
          return y;
        });
  }

  @Test
  void localResponseNormalizationEqualsFormula() {
    Shape size = new Shape(4, 5, 9);
    check.check(
        new LocalResponseNormalization(2, 2, 0.3, 0.75),
        size,
        x -> {
          double[] y = new double[x[0].length];
          for (int i = 0; i < y.length; i++) {
            double sum = 0;
            for (int c = Math.max(i % 9 - 2, 0); c <= Math.min(i % 9 + 2, 8); c++) {
              sum += x[0][i / 9 * 9 + c] * x[0][i / 9 * 9 + c];
            }
            y[i] = x[0][i] / Math.pow(2 + 0.3 * sum, 0.75);
          }
          return y;
        });
  }

  private interface Source {
    int of(int output);
  }

  /** The pixels of an output from those of the input, or zeros. */
  private static double[] move(int pixels, double[] input, Source source) {
    double[] y = new double[pixels * IN];
    for (int o = 0; o < pixels; o++) {
      int i = source.of(o);
      if (i >= 0) {
        System.arraycopy(input, i * IN, y, o * IN, IN);
      }
    }
    return y;
  }
}
