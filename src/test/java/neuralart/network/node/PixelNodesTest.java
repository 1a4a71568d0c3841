package neuralart.network.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import neuralart.network.node.ResampledAxis.Coordinates;
import neuralart.network.node.ResampledAxis.Interpolation;
import neuralart.network.node.Slicing.Slice;
import neuralart.step.Shape;
import neuralart.step.Weights;
import neuralart.step.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resizing, normalisation by the values themselves, slices and the like against plain loops. */
class PixelNodesTest {
  private static final Shape INPUT = new Shape(7, 9, 4);
  private final NodeCheck check = new NodeCheck();

  private static int at(Shape size, int y, int x, int c) {
    return (y * size.width() + x) * size.channels() + c;
  }

  /** What a value of the output is, of an input. */
  private interface Value {
    double of(double[] input, int y, int x, int c);
  }

  private void compare(Node node, Shape input, Value value) {
    Shape output = node.output(List.of(input));
    check.check(
        node,
        input,
        images -> {
          double[] result = new double[(int) output.length()];
          for (int y = 0; y < output.height(); y++) {
            for (int x = 0; x < output.width(); x++) {
              for (int c = 0; c < output.channels(); c++) {
                result[at(output, y, x, c)] = value.of(images[0], y, x, c);
              }
            }
          }
          return result;
        });
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "3, 1", "1, 4"})
  void bilinearUpSamplingWeighsByDistance(int rows, int columns) {
    Node node = Resampling.bilinear(rows, columns);
    assertEquals(new Shape(7 * rows, 9 * columns, 4), node.output(List.of(INPUT)));
    compare(
        node,
        INPUT,
        (input, y, x, c) ->
            between(
                Math.min(Math.max((y + 0.5) / rows - 0.5, 0), 6),
                row ->
                    between(
                        Math.min(Math.max((x + 0.5) / columns - 0.5, 0), 8),
                        column -> input[at(INPUT, row, column, c)])));
    Reach reach = node.reach(List.of(INPUT));
    for (int y = 0; y < 7 * rows; y++) {
      double place = (y + 0.5) / rows - 0.5;
      assertTrue(reach.rows().firstInput(y) <= Math.floor(place), "row " + y);
      assertTrue(reach.rows().lastInput(y) >= Math.ceil(place), "row " + y);
    }
  }

  private interface Line {
    double at(int place);
  }

  private static double between(double place, Line line) {
    int low = (int) place;
    double part = place - low;
    return part == 0 ? line.at(low) : (1 - part) * line.at(low) + part * line.at(low + 1);
  }

  @Test
  void nearestTakesTheValueItsRoundingSays() {
    ResampledAxis rows =
        new ResampledAxis(7, 5, 5 / 7.0, Interpolation.NEAREST_BEFORE, Coordinates.ASYMMETRIC);
    ResampledAxis columns =
        new ResampledAxis(9, 13, 13 / 9.0, Interpolation.NEAREST_BEHIND, Coordinates.ALIGN_CORNERS);
    compare(
        new Resampling(rows, columns),
        INPUT,
        (input, y, x, c) -> input[at(INPUT, y * 7 / 5, (x * 8 + 11) / 12, c)]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, -1})
  void standardizationHasMeanZeroAndDeviationOne(int groups) {
    boolean pixel = groups < 0;
    int run = pixel || groups == 1 ? 4 : groups == 0 ? 1 : 2;
    Node node = new Standardization(pixel ? 1 : groups, pixel, 0.1);
    compare(
        node,
        INPUT,
        (input, y, x, c) -> {
          double sum = 0;
          double squares = 0;
          int count = 0;
          for (int i = 0; i < input.length; i++) {
            if (i % 4 / run == c / run && (!pixel || i / 4 == y * 9 + x)) {
              sum += input[i];
              squares += input[i] * input[i];
              count++;
            }
          }
          double mean = sum / count;
          double deviation = Math.sqrt(squares / count - mean * mean + 0.1);
          return (input[at(INPUT, y, x, c)] - mean) / deviation;
        });
  }

  @Test
  void slicesTakeEverySoManyth() {
    Node node = new Slicing(new Slice(1, -1, 2), new Slice(-4, 99, 1), new Slice(0, 4, 3));
    assertEquals(new Shape(3, 4, 2), node.output(List.of(INPUT)));
    compare(node, INPUT, (input, y, x, c) -> input[at(INPUT, 1 + 2 * y, 5 + x, 3 * c)]);
    assertThrows(IllegalArgumentException.class, () -> new Slice(0, 4, 0));
  }

  @Test
  void channelsBecomePixelsAndBack() {
    Shape deep = new Shape(3, 4, 8);
    compare(
        new DepthToSpace(2, false, false),
        deep,
        (input, y, x, c) -> input[at(deep, y / 2, x / 2, (y % 2 * 2 + x % 2) * 2 + c)]);
    compare(
        new DepthToSpace(2, true, false),
        deep,
        (input, y, x, c) -> input[at(deep, y / 2, x / 2, c * 4 + y % 2 * 2 + x % 2)]);
    Shape wide = new Shape(4, 6, 2);
    compare(
        new DepthToSpace(2, false, true),
        wide,
        (input, y, x, c) -> input[at(wide, 2 * y + c / 4, 2 * x + c / 2 % 2, c % 2)]);
    assertThrows(
        IllegalArgumentException.class,
        () -> new DepthToSpace(2, false, true).output(List.of(INPUT)));
  }

  @Test
  void marginsMirrorOrAreConstant() {
    Margins margins = new Margins(2, 3, 4, 1);
    compare(
        new EdgePadding(margins, true),
        INPUT,
        (input, y, x, c) -> input[at(INPUT, mirrored(y - 2, 7), mirrored(x - 4, 9), c)]);
    compare(
        new ZeroPadding(margins, 0.5),
        INPUT,
        (input, y, x, c) -> {
          boolean inside = y >= 2 && y < 9 && x >= 4 && x < 13;
          return inside ? input[at(INPUT, y - 2, x - 4, c)] : 0.5;
        });
    Node wide = new EdgePadding(new Margins(7, 0, 0, 0), true);
    assertThrows(IllegalArgumentException.class, () -> wide.output(List.of(INPUT)));
  }

  private static int mirrored(int place, int size) {
    int positive = Math.abs(place);
    return positive < size ? positive : 2 * (size - 1) - positive;
  }

  @Test
  void meansOfChannelsAndFactorsOfPixels() {
    compare(
        new ChannelMean(),
        INPUT,
        (input, y, x, unused) -> {
          int first = at(INPUT, y, x, 0);
          return (input[first] + input[first + 1] + input[first + 2] + input[first + 3]) / 4;
        });
    float[] rows = {1, 2, 0.5f, 1, 1, 3, 1};
    float[] columns = {2, 1, 1, 1, 0.25f, 1, 1, 1, 4};
    compare(
        new PixelScaling(rows, columns),
        INPUT,
        (input, y, x, c) -> rows[y] * columns[x] * input[at(INPUT, y, x, c)]);
  }

  @Test
  void onePixelIsRepeated() {
    Shape pixel = new Shape(1, 1, 4);
    Shape row = new Shape(1, 5, 4);
    check.check(
        new Broadcast(false),
        List.of(pixel, row),
        inputs -> {
          double[] all = new double[20];
          for (int i = 0; i < all.length; i++) {
            all[i] = inputs[0][i % 4];
          }
          return all;
        });
  }

  @Test
  void groupsAreConvolvedByThemselves() {
    double[] kernel = check.random(3 * 3 * 2 * 6);
    double[] bias = check.random(6);
    Window window = new Window(3, 3, 2, 2, Window.Padding.explicit(1, 1));
    Weights weights = NodeCheck.array(kernel, 3, 3, 2, 6);
    Node node = new GroupedConvolution(window, weights, NodeCheck.array(bias, 6), 2);
    compare(
        node,
        INPUT,
        (input, y, x, c) -> {
          double sum = bias[c];
          for (int k = 0; k < 9; k++) {
            int row = 2 * y - 1 + k / 3;
            int column = 2 * x - 1 + k % 3;
            boolean inside = row >= 0 && row < 7 && column >= 0 && column < 9;
            for (int i = 0; inside && i < 2; i++) {
              sum += input[at(INPUT, row, column, c / 3 * 2 + i)] * kernel[(k * 2 + i) * 6 + c];
            }
          }
          return sum;
        });
    node.close();
  }

  @Test
  void settingsFollowFromTheSize() {
    Node node =
        new SizeDependent(
            "padding",
            Role.LINEAR,
            Optional.empty(),
            sizes -> new ZeroPadding(new Margins(0, sizes.get(0).height() % 4, 0, 0)));
    assertEquals(new Shape(10, 9, 4), node.output(List.of(INPUT)));
    assertEquals(new Shape(8, 9, 4), node.output(List.of(new Shape(8, 9, 4))));
    compare(node, INPUT, (input, y, x, c) -> y < 7 ? input[at(INPUT, y, x, c)] : 0);
  }
}
