package neuralart.network.model;

import java.util.Arrays;
import java.util.List;
import neuralart.network.model.KerasFile.Weights;
import neuralart.network.node.Margins;
import neuralart.network.node.Window;
import neuralart.network.node.Window.Padding;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * One layer as a Keras file describes it.
 *
 * @param kind Keras' name of its class
 * @param config what it was made with
 * @param weights its arrays, in Keras' order
 * @param flat whether its input is a vector and no image
 * @param keras3 whether Keras 3 wrote the file: some functions have changed their meaning
 */
record KerasLayer(
    String kind, JsonNode config, List<Weights> weights, boolean flat, boolean keras3) {
  /** Stands for a dimension of an array that may be anything. */
  static final int ANY = -1;

  private static final int CHANNEL_AXIS = 3;

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
    return config.path(key).asInt(otherwise);
  }

  /** A number, which some versions wrap as an array of NumPy's. */
  double number(String key, double otherwise) {
    JsonNode value = config.path(key);
    return (value.isObject() ? value.path("value") : value).asDouble(otherwise);
  }

  /** Rows and columns; one number stands for both. */
  int[] pair(String key, int... otherwise) {
    JsonNode value = config.path(key);
    if (!has(key)) {
      return otherwise;
    }
    return value.isArray()
        ? new int[] {value.path(0).asInt(), value.path(1).asInt()}
        : new int[] {value.asInt(), value.asInt()};
  }

  /** Top, bottom, left and right; a number stands for both sides or all of them. */
  Margins margins(String key) {
    JsonNode value = config.path(key);
    if (!value.isArray()) {
      return new Margins(value.asInt(), value.asInt(), value.asInt(), value.asInt());
    }
    JsonNode rows = value.path(0);
    JsonNode columns = value.path(1);
    return new Margins(side(rows, 0), side(rows, 1), side(columns, 0), side(columns, 1));
  }

  private static int side(JsonNode sides, int which) {
    return sides.isArray() ? sides.path(which).asInt() : sides.asInt();
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
    if (axis != -1 && axis != (flat ? 1 : CHANNEL_AXIS)) {
      throw new UnsupportedLayerException(kind + " along axis " + axis);
    }
  }

  /**
   * A copy of one of the layer's arrays outside of Java's heap.
   *
   * @param expected its dimensions, some of which may be {@link #ANY}
   * @throws IllegalArgumentException if there is none, or its dimensions are others
   */
  INDArray array(int index, long... expected) {
    return checked(index, expected).toArray();
  }

  /** One of the layer's arrays that is a vector, as {@link #array} gives it. */
  float[] vector(int index, long expected) {
    return checked(index, expected).values();
  }

  private Weights checked(int index, long... expected) {
    if (index >= weights.size()) {
      throw new IllegalArgumentException(
          String.format("has %d arrays of weights, but needs more", weights.size()));
    }
    long[] shape = weights.get(index).shape();
    boolean fits = shape.length == expected.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = expected[i] == ANY || expected[i] == shape[i];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              "has weights '%s' of the shape %s, but needs %s",
              weights.get(index).name(),
              Arrays.toString(shape),
              Arrays.toString(expected).replace(String.valueOf(ANY), "any")));
    }
    return weights.get(index);
  }
}
