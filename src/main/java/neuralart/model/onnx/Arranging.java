package neuralart.model.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.model.onnx.Value.Output;
import neuralart.network.node.Flattening;
import neuralart.network.node.Identity;
import neuralart.step.Shape;

/**
 * Operators that give an array other dimensions: they hardly change what a network computes, but
 * which axis of the file is which.
 */
final class Arranging {
  private static final String VECTOR = "NC";
  private static final String GROUPS = "NGR";

  private Arranging() {}

  static Value transpose(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    int[] order = Dimensions.permutation(call.attributes(), x.axes().length());
    StringBuilder axes = new StringBuilder();
    IntStream.of(order).forEach(axis -> axes.append(x.axes().charAt(axis)));
    if (x.groups() > 0 && !axes.toString().equals(x.axes())) {
      throw call.unsupported("of groups of channels");
    }
    return new Output(x.vertex(), axes.toString(), x.groups());
  }

  static Value squeeze(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    long[] axes = axes(call);
    StringBuilder left = new StringBuilder(x.axes());
    for (int i = x.axes().length() - 1; i >= 0; i--) {
      int place = i;
      boolean named =
          LongStream.of(axes).anyMatch(a -> Dimensions.axis(a, x.axes().length()) == place);
      if (named || axes.length == 0 && isOne(call, x, x.axes().charAt(i))) {
        requireOne(call, x, x.axes().charAt(i));
        left.deleteCharAt(i);
      }
    }
    return new Output(x.vertex(), left.toString());
  }

  private static boolean isOne(Call call, Output x, char letter) {
    return switch (letter) {
      case 'N' -> true;
      case 'C' -> call.channels(x) == 1;
      default ->
          call.extents()
              .trained(x.vertex())
              .filter(size -> (letter == 'H' ? size.height() : size.width()) == 1)
              .isPresent();
    };
  }

  private static void requireOne(Call call, Output x, char letter)
      throws UnsupportedLayerException {
    if (!isOne(call, x, letter)) {
      throw call.unsupported("of an axis that isn't known to be 1");
    }
  }

  static Value unsqueeze(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    long[] axes = axes(call);
    long[] places =
        Dimensions.unsqueezed(LongStream.range(2, 2L + x.axes().length()).toArray(), axes);
    StringBuilder missing = new StringBuilder("NCHW");
    x.axes().chars().forEach(letter -> missing.deleteCharAt(missing.indexOf("" + (char) letter)));
    StringBuilder all = new StringBuilder();
    for (long place : places) {
      if (place > 1) {
        all.append(x.axes().charAt((int) place - 2));
      } else if (missing.isEmpty()) {
        throw call.unsupported("to more than 4 dimensions");
      } else {
        all.append(missing.charAt(0));
        missing.deleteCharAt(0);
      }
    }
    return new Output(x.vertex(), all.toString());
  }

  private static long[] axes(Call call) throws UnsupportedLayerException {
    return call.has(1) ? call.constant(1).integers() : call.attributes().integers("axes");
  }

  static Value flatten(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    if (Dimensions.axis(call.attributes().integer("axis", 1), x.axes().length() + 1) != 1) {
      throw call.unsupported("along another axis than the first");
    }
    return flat(call, x, VECTOR);
  }

  /** All values of an image as channels. */
  private static Value flat(Call call, Output x, String axes) throws UnsupportedLayerException {
    if (call.extents().isPixel(x.vertex()) || x.axes().equals(VECTOR)) {
      return call.add(x, axes, new Identity("flattening"));
    }
    Optional<Shape> size = call.extents().trained(x.vertex());
    boolean first = x.axes().equals(Call.IMAGE_AXES);
    if (!first && !x.axes().equals("NHWC")) {
      throw call.unsupported("of " + Call.described(x));
    }
    if (size.isEmpty()) {
      throw call.unsupported("to a vector, of images of any size");
    }
    return call.add(x, axes, new Flattening(size.get(), first));
  }

  static Value reshape(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    Optional<Shape> size = call.extents().typical(x.vertex());
    Optional<Numbers> target = call.typical(call.known(1));
    if (size.isEmpty() || target.isEmpty()) {
      throw call.unsupported("of an image of unknown size");
    }
    long[] before = x.dimensions(size.get());
    long[] after = Dimensions.resolved(before, target.get().integers());
    if (LongStream.of(after).reduce(1, (a, b) -> a * b) != size.get().length()) {
      throw call.unsupported("from " + Dimensions.text(before) + " to " + Dimensions.text(after));
    }
    if (Arrays.equals(before, after)) {
      return x;
    } else if (x.groups() > 0) {
      return ungrouped(call, x, size.get(), after);
    } else if (after.length == 3
        && x.axes().equals(Call.IMAGE_AXES)
        && after[0] == 1
        && after[1] > 1
        && call.channels(x) % after[1] == 0
        && !call.extents().isPixel(x.vertex())) {
      return new Output(x.vertex(), GROUPS, Math.toIntExact(after[1]));
    } else if (LongStream.of(after).filter(side -> side > 1).count() <= 1) {
      return vector(call, x, after);
    }
    throw call.unsupported("from " + Dimensions.text(before) + " to " + Dimensions.text(after));
  }

  private static Value ungrouped(Call call, Output x, Shape size, long[] after)
      throws UnsupportedLayerException {
    long[] image = new Output(x.vertex(), Call.IMAGE_AXES).dimensions(size);
    if (!Arrays.equals(image, after)) {
      throw call.unsupported("of groups of channels");
    }
    return new Output(x.vertex(), Call.IMAGE_AXES);
  }

  /** To dimensions of which all but one, that of the channels, are 1. */
  private static Value vector(Call call, Output x, long[] after) throws UnsupportedLayerException {
    int channels = Math.min(1, after.length - 1);
    for (int i = 0; i < after.length; i++) {
      channels = after[i] > 1 ? i : channels;
    }
    StringBuilder others = new StringBuilder(channels == 0 ? "HW" : "NHW");
    StringBuilder axes = new StringBuilder();
    for (int i = 0; i < after.length; i++) {
      if (i == channels) {
        axes.append('C');
      } else if (others.isEmpty()) {
        throw call.unsupported("to more than 4 dimensions");
      } else {
        axes.append(others.charAt(0));
        others.deleteCharAt(0);
      }
    }
    return flat(call, x, axes.toString());
  }

  /** The letters of some axes. */
  static String letters(Output x, long[] axes) {
    List<String> letters = new ArrayList<>();
    for (long axis : axes) {
      letters.add(String.valueOf(x.letter(axis)));
    }
    return String.join("", letters.stream().sorted().toList());
  }
}
