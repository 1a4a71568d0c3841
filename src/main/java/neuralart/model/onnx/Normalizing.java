package neuralart.model.onnx;

import java.util.Arrays;
import neuralart.model.file.BatchStatistics;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.model.onnx.Value.Output;
import neuralart.network.node.LocalResponseNormalization;
import neuralart.network.node.Node;
import neuralart.network.node.Standardization;

/** Normalisations: by what was learnt, or by the values themselves. */
final class Normalizing {
  private static final double EPSILON = 1e-5;

  private Normalizing() {}

  static Value batch(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    if (x.axes().length() < 2 || x.letter(1) != 'C') {
      throw call.unsupported("of " + Call.described(x));
    }
    int channels = call.channels(x);
    double[][] arrays = new double[4][];
    for (int i = 0; i < arrays.length; i++) {
      Numbers numbers = call.constant(i + 1).requireFinite();
      requireLength(numbers, channels);
      arrays[i] = numbers.doubles();
    }
    double epsilon = call.attributes().real("epsilon", EPSILON);
    return call.add(
        x,
        new BatchStatistics(arrays[0], arrays[1], arrays[2], arrays[3], epsilon)
            .node(4L * channels));
  }

  private static void requireLength(Numbers numbers, int channels) {
    if (numbers.length() != channels) {
      throw new IllegalArgumentException(
          "has numbers for " + numbers.length() + " channels, but its input has " + channels);
    }
  }

  /** Of each channel over all pixels; of groups of channels, where these have been put together. */
  static Value instance(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    Numbers scale = call.constant(1).requireFinite();
    Numbers shift = call.constant(2).requireFinite();
    double epsilon = call.attributes().real("epsilon", EPSILON);
    if (x.groups() > 0) {
      requireLength(scale, x.groups());
      requireLength(shift, x.groups());
      Output standard = call.step(x, new Standardization(x.groups(), false, epsilon));
      Output made = call.add(standard, affine(call, x, scale, shift));
      return new Output(made.vertex(), x.axes(), x.groups());
    }
    call.image(0);
    requireLength(scale, call.channels(x));
    requireLength(shift, call.channels(x));
    return call.add(x, new Standardization(0, false, epsilon), affine(call, x, scale, shift));
  }

  static Value groups(Call call) throws UnsupportedLayerException {
    Output x = call.image(0);
    int groups = Math.toIntExact(Math.min(Integer.MAX_VALUE, set(call)));
    Numbers scale = call.constant(1).requireFinite();
    Numbers shift = call.constant(2).requireFinite();
    double epsilon = call.attributes().real("epsilon", EPSILON);
    return call.add(x, new Standardization(groups, false, epsilon), affine(call, x, scale, shift));
  }

  private static long set(Call call) {
    long groups = call.attributes().integer("num_groups", 0);
    if (groups < 1) {
      throw new IllegalArgumentException("has " + groups + " groups of channels");
    }
    return groups;
  }

  /** Of the channels of each pixel. */
  static Value layer(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    if (!x.axes().endsWith("C")
        || Dimensions.axis(call.attributes().integer("axis", -1), x.axes().length())
            != x.axes().length() - 1) {
      throw call.unsupported("along other axes than that of the channels");
    }
    Numbers scale = call.constant(1).requireFinite();
    Numbers shift = call.has(2) ? call.constant(2).requireFinite() : Numbers.scalar(false, 0);
    double epsilon = call.attributes().real("epsilon", EPSILON);
    return call.add(x, new Standardization(1, true, epsilon), affine(call, x, scale, shift));
  }

  /** A number for each group stands for all of its channels. */
  private static Node affine(Call call, Output x, Numbers scale, Numbers shift) {
    int channels = call.channels(x);
    return ByChannel.affine(channels, spread(scale, channels), spread(shift, channels));
  }

  private static Numbers spread(Numbers numbers, int channels) {
    if (numbers.length() == 0 || channels % numbers.length() != 0) {
      throw new IllegalArgumentException(
          "has numbers for " + numbers.length() + " channels, but its input has " + channels);
    }
    double[] all = new double[channels];
    for (int c = 0; c < channels; c++) {
      all[c] = numbers.get(c / (channels / numbers.length()));
    }
    boolean same = Arrays.stream(all).distinct().count() == 1;
    return same ? Numbers.scalar(false, all[0]) : Numbers.vector(false, all);
  }

  static Value localResponse(Call call) throws UnsupportedLayerException {
    Attributes set = call.attributes();
    long size = set.integer("size", 0);
    if (size < 1 || size % 2 == 0 || size > 1 << 16) {
      throw call.unsupported("over " + size + " channels");
    }
    return call.add(
        call.image(0),
        new LocalResponseNormalization(
            (int) size / 2,
            set.real("bias", 1),
            set.real("alpha", 1e-4) / size,
            set.real("beta", 0.75)));
  }
}
