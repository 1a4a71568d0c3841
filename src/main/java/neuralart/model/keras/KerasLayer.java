package neuralart.model.keras;

import java.util.List;
import java.util.Locale;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.network.node.Margins;
import neuralart.step.Window;
import neuralart.step.Window.Padding;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * One layer as a Keras file describes it.
 *
 * @param kind Keras' name of its class
 * @param config what it was made with
 * @param weights its arrays, in Keras' order
 * @param flat whether its input is a vector and no image
 * @param dialect what the settings mean
 */
record KerasLayer(
    String kind, JsonNode config, List<KerasArray> weights, boolean flat, Dialect dialect) {
  private static final int LONGEST_VALUE = 40;

  boolean has(String key) {
    return !config.path(key).isMissingNode() && !config.path(key).isNull();
  }

  String text(String key, String otherwise) {
    return config.path(key).asText(otherwise);
  }

  boolean flag(String key, boolean otherwise) {
    return config.path(key).asBoolean(otherwise);
  }

  int integer(String key, int otherwise) {
    return has(key) ? whole(key, config.path(key)) : otherwise;
  }

  private static int whole(String key, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new IllegalArgumentException(
          "has the " + key + " " + shortened(value) + "; expected is a whole number");
    }
    return value.asInt();
  }

  /** A value as Python writes it. */
  private static String shortened(JsonNode value) {
    String text = value.isMissingNode() ? "nothing" : value.toString().replace("null", "None");
    return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + ".." : text;
  }

  /** A finite number, which some versions wrap as an array of NumPy's. */
  double number(String key, double otherwise) {
    JsonNode given = config.path(key);
    JsonNode value = given.isObject() ? given.path("value") : given;
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    return finite(key, value);
  }

  /** Numbers for each channel; one number stands for all of them, as one value. */
  double[] numbers(String key, double otherwise) {
    JsonNode given = config.path(key);
    JsonNode value = given.isObject() ? given.path("value") : given;
    while (value.isArray() && value.path(0).isArray() && value.size() == 1) {
      value = value.get(0); // a shape that broadcasts
    }
    if (!value.isArray()) {
      return new double[] {number(key, otherwise)};
    }
    double[] numbers = new double[value.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = finite(key, value.get(i));
    }
    return numbers;
  }

  private static double finite(String key, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw new IllegalArgumentException(
          "has the " + key + " " + shortened(value) + "; expected is a number");
    }
    return value.asDouble();
  }

  /** Rows and columns; one number stands for both. */
  int[] pair(String key, int... otherwise) {
    JsonNode value = config.path(key);
    if (!has(key)) {
      return otherwise;
    }
    return new int[] {side(key, value, 0), side(key, value, 1)};
  }

  /** Top, bottom, left and right; a number stands for both sides or all of them. */
  Margins margins(String key) {
    JsonNode value = config.path(key);
    JsonNode rows = value.isArray() ? value.path(0) : value;
    JsonNode columns = value.isArray() ? value.path(1) : value;
    return new Margins(
        side(key, rows, 0), side(key, rows, 1), side(key, columns, 0), side(key, columns, 1));
  }

  private static int side(String key, JsonNode sides, int which) {
    return whole(key, sides.isArray() ? sides.path(which) : sides);
  }

  /** The window of a convolution or a pooling. */
  Window window() throws UnsupportedLayerException {
    boolean pooling = has("pool_size");
    int[] kernel = pair(pooling ? "pool_size" : "kernel_size", 1, 1);
    int[] stride = pooling ? pair("strides", kernel) : pair("strides", 1, 1);
    int[] dilation = pair("dilation_rate", 1, 1);
    Padding padding =
        switch (text("padding", "valid")) {
          case "valid" -> Padding.VALID;
          case "same" -> Padding.SAME;
          default ->
              throw new UnsupportedLayerException(kind + " with padding " + text("padding", ""));
        };
    return new Window(
        kernel[0], kernel[1], stride[0], stride[1], dilation[0], dilation[1], padding);
  }

  /** Checks that a layer along an axis goes along the channels. */
  void requireChannelAxis() throws UnsupportedLayerException {
    JsonNode value = config.path("axis");
    int axis = (value.isArray() ? value.path(0) : value).asInt(-1);
    if (flat ? axis != -1 && axis != 1 : !dialect.isChannelAxis(axis)) {
      throw new UnsupportedLayerException(kind + " along axis " + axis);
    }
  }

  /**
   * One of the layer's arrays.
   *
   * @param expected its dimensions, some of which may be {@link KerasArray#ANY}
   * @throws IllegalArgumentException if there is none, or its dimensions are others
   */
  KerasArray array(int index, long... expected) {
    return existing(index).require(expected);
  }

  /**
   * One of the layer's kernels, for nodes: {@code [rows, columns, inputs, outputs]}.
   *
   * @param expected its dimensions, some of which may be {@link KerasArray#ANY}
   * @throws IllegalArgumentException if there is none, or its dimensions are others
   */
  KerasArray kernel(int index, long... expected) {
    KerasArray array = existing(index);
    KerasArray ordered = dialect.kernelsFirst() ? array.permuted(2, 3, 1, 0) : array;
    KerasArray kernel = ordered.require(expected);
    return dialect.turned() ? kernel.turned() : kernel;
  }

  /** One of the layer's arrays, of any dimensions. */
  KerasArray array(int index) {
    return existing(index).requireFinite();
  }

  private KerasArray existing(int index) {
    if (index >= weights.size()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "has %d arrays of weights, but needs more", weights.size()));
    }
    return weights.get(index);
  }
}
