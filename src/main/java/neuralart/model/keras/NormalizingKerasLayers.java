package neuralart.model.keras;

import static neuralart.model.keras.KerasArray.ANY;

import java.util.Arrays;
import java.util.List;
import neuralart.model.file.BatchStatistics;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.network.node.Affine;
import neuralart.network.node.BatchNormalization;
import neuralart.network.node.Node;
import neuralart.step.Weights;

/** Turns Keras' layers that scale and shift each channel into nodes. */
final class NormalizingKerasLayers {
  private static final double EPSILON = 1e-3;
  private static final double SMALLEST_DEVIATION = 1e-7;

  private NormalizingKerasLayers() {}

  /** The node of a layer; none if it is of another kind. */
  static List<Node> read(KerasLayer layer) throws UnsupportedLayerException {
    return switch (layer.kind()) {
      case "BatchNormalization" -> List.of(batchNormalization(layer));
      case "Normalization" -> List.of(normalization(layer));
      default -> List.of();
    };
  }

  private static Node batchNormalization(KerasLayer layer) throws UnsupportedLayerException {
    layer.requireChannelAxis();
    boolean scaled = layer.flag("scale", true);
    boolean centered = layer.flag("center", true);
    int first = (scaled ? 1 : 0) + (centered ? 1 : 0);
    double[] mean = layer.array(first, ANY).doubles();
    int n = mean.length;
    double[] variance = layer.array(first + 1, n).doubles();
    double[] gamma = scaled ? layer.array(0, n).doubles() : filled(n, 1);
    double[] beta = centered ? layer.array(first - 1, n).doubles() : filled(n, 0);
    double epsilon = layer.number("epsilon", EPSILON);
    return new BatchStatistics(gamma, beta, mean, variance, epsilon).node((first + 2L) * n);
  }

  /** {@code (x - mean) / max(sqrt(variance), 1e-7)}, or the inverse of it. */
  private static Node normalization(KerasLayer layer) throws UnsupportedLayerException {
    boolean byChannel =
        layer.has("axis") && !layer.config().path("axis").isEmpty()
            || layer.config().path("axis").isNumber();
    if (byChannel) {
      layer.requireChannelAxis();
    }
    boolean given = layer.has("mean");
    double[] mean = given ? layer.numbers("mean", 0) : layer.array(0).doubles();
    double[] variance = given ? layer.numbers("variance", 1) : layer.array(1).doubles();
    int n = Math.max(mean.length, variance.length);
    double[] scale = new double[n];
    double[] shift = new double[n];
    for (int c = 0; c < n; c++) {
      double deviation = deviation(ofChannel(variance, c, n));
      double subtracted = ofChannel(mean, c, n);
      boolean inverse = layer.flag("invert", false);
      scale[c] = inverse ? deviation : 1 / deviation;
      shift[c] = inverse ? subtracted : -subtracted / deviation;
    }
    return scaling(scale, shift);
  }

  private static double deviation(double variance) {
    if (variance < 0) {
      throw new IllegalArgumentException("has a negative variance: " + variance);
    }
    return Math.max(Math.sqrt(variance), SMALLEST_DEVIATION);
  }

  /** One number stands for all channels. */
  private static double ofChannel(double[] numbers, int channel, int channels) {
    if (numbers.length != 1 && numbers.length != channels) {
      throw new IllegalArgumentException(
          "has numbers for " + numbers.length + " and for " + channels + " channels");
    }
    return numbers[numbers.length == 1 ? 0 : channel];
  }

  private static double[] filled(int length, double value) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return values;
  }

  /** One value of each stands for all channels. */
  static Node scaling(double[] scale, double[] shift) {
    int channels = Math.max(scale.length, shift.length);
    if (channels == 1) {
      return new Affine(scale[0], shift[0]);
    }
    return new BatchNormalization(channelwise(scale, channels), channelwise(shift, channels), 0);
  }

  private static Weights channelwise(double[] numbers, int channels) {
    float[] all = new float[channels];
    for (int c = 0; c < channels; c++) {
      all[c] = (float) ofChannel(numbers, c, channels);
    }
    return Weights.of(all, channels);
  }
}
