package neuralart.network.node;

import static neuralart.network.node.NodeCheck.array;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import neuralart.network.node.Combination.Operation;
import neuralart.step.Shape;
import neuralart.step.Window;
import neuralart.step.Window.Padding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions of all kinds and other layers with weights, and combinations, against loops. */
class LinearLayerTest {
  /** Which way convolutions are done. */
  private static final String PRODUCTS = "neuralart.kernelProducts";

  private static final int IN = 3;
  private static final int OUT = 5;
  private static final Shape[] SIZES = {new Shape(10, 10, IN), new Shape(9, 13, IN)};
  private final NodeCheck check = new NodeCheck();

  @AfterEach
  void measureAgain() {
    System.clearProperty(PRODUCTS);
  }

  static Stream<Window> windows() {
    List<Window> all = new ArrayList<>();
    Padding[] paddings = {
      Padding.VALID, Padding.SAME, Padding.explicit(1, 1), Padding.explicit(2, 3)
    };
    for (int[] kernel : new int[][] {{1, 1}, {3, 3}, {2, 2}, {1, 4}, {5, 3}, {3, 7}}) {
      for (int[] stride : new int[][] {{1, 1}, {2, 2}, {3, 3}, {2, 1}}) {
        for (int[] dilation : new int[][] {{1, 1}, {2, 3}}) {
          for (Padding padding : paddings) {
            all.add(
                new Window(
                    kernel[0], kernel[1], stride[0], stride[1], dilation[0], dilation[1], padding));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("windows")
  void convolutionsEqualLoops(Window window) {
    for (String products : new String[] {"true", "false"}) {
      System.setProperty(PRODUCTS, products);
      for (Shape size : SIZES) {
        if (fits(window, size)) {
          checkConvolution(window, size);
        }
      }
    }
  }

  private static boolean fits(Window window, Shape size) {
    if (window.isMisplaced(size)) {
      return false;
    }
    Shape output = window.slide(size, 1);
    return output.height() > 0 && output.width() > 0;
  }

  private void checkConvolution(Window window, Shape size) {
    double[] kernel = check.random(window.kernelHeight() * window.kernelWidth() * IN * OUT);
    double[] bias = check.random(OUT);
    Node node =
        new Convolution(
            window,
            array(kernel, window.kernelHeight(), window.kernelWidth(), IN, OUT),
            array(bias, OUT));
    check.check(
        node,
        size,
        x -> {
          double[] y = biases(window.slide(size, OUT), bias);
          NodeCheck.slide(
              window,
              size.height(),
              size.width(),
              (o, i, k) -> {
                for (int c = 0; c < IN * OUT; c++) {
                  y[o * OUT + c % OUT] += x[0][i * IN + c / OUT] * kernel[k * IN * OUT + c];
                }
              });
          return y;
        });
  }

  private static double[] biases(Shape output, double[] bias) {
    double[] y = new double[(int) output.length()];
    for (int i = 0; i < y.length; i++) {
      y[i] = bias[i % bias.length];
    }
    return y;
  }

  @ParameterizedTest
  @MethodSource("windows")
  void depthwiseConvolutionsEqualLoops(Window window) {
    for (Shape size : SIZES) {
      for (int multiplier = 1; multiplier <= 2 && fits(window, size); multiplier++) {
        checkDepthwise(window, size, multiplier);
      }
    }
  }

  private void checkDepthwise(Window window, Shape size, int multiplier) {
    int out = IN * multiplier;
    double[] kernel = check.random(window.kernelHeight() * window.kernelWidth() * out);
    double[] bias = check.random(out);
    Node node =
        new DepthwiseConvolution(
            window,
            array(kernel, window.kernelHeight(), window.kernelWidth(), IN, multiplier),
            array(bias, out));
    check.check(
        node,
        size,
        x -> {
          double[] y = biases(window.slide(size, out), bias);
          NodeCheck.slide(
              window,
              size.height(),
              size.width(),
              (o, i, k) -> {
                for (int c = 0; c < out; c++) {
                  y[o * out + c] += x[0][i * IN + c / multiplier] * kernel[k * out + c];
                }
              });
          return y;
        });
  }

  @ParameterizedTest
  @MethodSource("windows")
  void transposedConvolutionsEqualLoops(Window window) {
    Shape size = new Shape(4, 6, IN);
    double[] kernel = check.random(window.kernelHeight() * window.kernelWidth() * IN * OUT);
    double[] bias = check.random(OUT);
    Node node =
        new TransposedConvolution(
            window,
            array(kernel, window.kernelHeight(), window.kernelWidth(), OUT, IN),
            array(bias, OUT));
    Padding padding = window.padding();
    Shape large =
        padding.same()
            ? new Shape(4 * window.strideHeight(), 6 * window.strideWidth(), OUT)
            : new Shape(
                3 * window.strideHeight() + window.extentHeight() - 2 * padding.top(),
                5 * window.strideWidth() + window.extentWidth() - 2 * padding.left(),
                OUT);
    if (large.height() < 1 || large.width() < 1 || !fits(window, large)) {
      node.close();
      return;
    }
    check.check(
        node,
        size,
        x -> {
          double[] y = biases(large, bias);
          NodeCheck.slide(
              window,
              large.height(),
              large.width(),
              (i, o, k) -> {
                for (int c = 0; c < IN * OUT; c++) {
                  y[o * OUT + c / IN] += x[0][i * IN + c % IN] * kernel[k * IN * OUT + c];
                }
              });
          return y;
        });
  }

  @Test
  void batchNormalizationEqualsFormula() {
    double[] scale = check.random(IN);
    double[] shift = check.random(IN);
    check.check(
        new BatchNormalization(array(scale, IN), array(shift, IN), 4 * IN),
        SIZES[1],
        x -> {
          double[] y = x[0].clone();
          for (int i = 0; i < y.length; i++) {
            y[i] = y[i] * scale[i % IN] + shift[i % IN];
          }
          return y;
        });
  }

  @Test
  void fullyConnectedEqualsLoops() {
    double[] weights = check.random(IN * OUT);
    double[] bias = check.random(OUT);
    check.check(
        new FullyConnected(array(weights, IN, OUT), array(bias, OUT)),
        new Shape(1, 1, IN),
        x -> {
          double[] y = bias.clone();
          for (int i = 0; i < IN * OUT; i++) {
            y[i % OUT] += x[0][i / OUT] * weights[i];
          }
          return y;
        });
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void combinationsEqualLoops(Operation operation) {
    Shape size = new Shape(5, 7, IN);
    int[] counts = operation == Operation.SUBTRACT ? new int[] {2} : new int[] {2, 3};
    for (int count : counts) {
      List<Shape> inputs = Collections.nCopies(count, size);
      check.check(
          new Combination(operation),
          inputs,
          x -> {
            double[] y = x[0].clone();
            for (int i = 0; i < y.length; i++) {
              for (int input = 1; input < count; input++) {
                y[i] = combine(operation, y[i], x[input][i]);
              }
              y[i] = operation == Operation.AVERAGE ? y[i] / count : y[i];
            }
            return y;
          });
    }
  }

  private static double combine(Operation operation, double a, double b) {
    return switch (operation) {
      case ADD, AVERAGE -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case MAXIMUM -> Math.max(a, b);
    };
  }
}
