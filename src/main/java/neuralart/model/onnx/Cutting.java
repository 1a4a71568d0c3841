package neuralart.model.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.model.onnx.Value.Known;
import neuralart.model.onnx.Value.Output;
import neuralart.network.node.Concatenation;
import neuralart.network.node.Cropping;
import neuralart.network.node.EdgePadding;
import neuralart.network.node.Identity;
import neuralart.network.node.Margins;
import neuralart.network.node.Node;
import neuralart.network.node.Slicing;
import neuralart.network.node.Slicing.Slice;
import neuralart.network.node.ZeroPadding;
import neuralart.step.Shape;

/** Operators that cut parts out of images, put margins around them, and join them. */
final class Cutting {
  private static final int INPUTS_OF_SLICE = 10;
  private static final int INPUTS_OF_PAD = 11;
  private static final long LARGEST_MARGIN = 1 << 16;

  private Cutting() {}

  static Value concat(Call call) throws UnsupportedLayerException {
    List<Output> images = new ArrayList<>();
    for (int i = 0; i < call.given().size(); i++) {
      images.add(call.activation(i));
      if (!images.get(i).axes().equals(images.get(0).axes()) || images.get(i).groups() > 0) {
        throw call.unsupported("of arrays of other axes");
      }
    }
    if (images.get(0).letter(call.attributes().integer("axis", 1)) != 'C') {
      throw call.unsupported("along another axis than that of the channels");
    }
    return call.join(new Concatenation(false), images);
  }

  /** The parts of an image, of which each is a layer. */
  static List<Node> split(Call call, int outputs) throws UnsupportedLayerException {
    Output x = call.activation(0);
    if (x.letter(call.attributes().integer("axis", 0)) != 'C') {
      throw call.unsupported("along another axis than that of the channels");
    }
    int channels = call.channels(x);
    long[] sizes = call.has(1) ? call.constant(1).integers() : call.attributes().integers("split");
    int even = (channels + outputs - 1) / Math.max(1, outputs);
    List<Node> parts = new ArrayList<>();
    long first = 0;
    for (int i = 0; i < outputs; i++) {
      long size = i < sizes.length ? sizes[i] : Math.min(even, channels - first);
      if (size < 1 || first + size > channels || sizes.length > 0 && sizes.length != outputs) {
        throw new IllegalArgumentException(
            "splits " + channels + " channels in a way that can't be");
      }
      parts.add(new Slicing(Slice.ALL, Slice.ALL, new Slice(first, first + size, 1)));
      first += size;
    }
    return parts;
  }

  static Value slice(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    if (x.groups() > 0) {
      throw call.unsupported("of groups of channels");
    }
    boolean inputs = call.opset() >= INPUTS_OF_SLICE;
    Known starts = inputs ? call.known(1) : settings(call, "starts");
    Known ends = inputs ? call.known(2) : settings(call, "ends");
    int count = call.typical(starts).map(Numbers::length).orElse(0);
    long[] axes = inputs && call.has(3) ? call.constant(3).integers() : axes(call, count);
    long[] steps = inputs && call.has(4) ? call.constant(4).integers() : new long[0];
    boolean constant = starts.isConstant() && ends.isConstant();
    if (axes.length != count || call.typical(ends).map(Numbers::length).orElse(0) != count) {
      throw new IllegalArgumentException("slices from other axes than it slices to");
    }
    if (constant) {
      Optional<Shape> usual =
          call.extents().isFixed() ? call.extents().typical(x.vertex()) : Optional.empty();
      return call.add(
          x, slicing(call.constantOf(starts), call.constantOf(ends), axes, steps, x, usual));
    }
    for (long axis : axes) {
      if ("HW".indexOf(x.letter(axis)) < 0) {
        throw call.unsupported("of channels, by numbers that depend on the image");
      }
    }
    return call.addSized(
        x,
        "slice",
        List.of(starts, ends),
        true,
        (size, set) -> slicing(set.get(0), set.get(1), axes, steps, x, Optional.empty()));
  }

  private static Known settings(Call call, String name) {
    return Known.of(Numbers.vector(call.attributes().integers(name)));
  }

  private static long[] axes(Call call, int count) {
    long[] all = new long[count];
    for (int i = 0; i < count; i++) {
      all[i] = i;
    }
    return call.attributes().integers("axes", all);
  }

  private static Slicing slicing(
      Numbers starts, Numbers ends, long[] axes, long[] steps, Output x, Optional<Shape> usual) {
    Slice rows = Slice.ALL;
    Slice columns = Slice.ALL;
    Slice channels = Slice.ALL;
    for (int i = 0; i < axes.length; i++) {
      long step = i < steps.length ? steps[i] : 1;
      long start = (long) starts.get(i);
      long end = (long) ends.get(i);
      int narrow = (int) Math.max(-1, Math.min(step, Integer.MAX_VALUE));
      switch (x.letter(axes[i])) {
        case 'H' -> rows = slice(start, end, narrow, usual.map(Shape::height));
        case 'W' -> columns = slice(start, end, narrow, usual.map(Shape::width));
        case 'C' -> channels = new Slice(start, end, narrow);
        default -> {
          if (start != 0 || end == 0) {
            throw new IllegalArgumentException("slices a batch of one image");
          }
        }
      }
    }
    return new Slicing(rows, columns, channels);
  }

  /** Where the file is for images of one size, an end is as far from theirs in all images. */
  private static Slice slice(long start, long end, int step, Optional<Integer> usual) {
    long fromEnd = end;
    if (usual.isPresent() && end > 0) {
      fromEnd = end >= usual.get() ? Slice.ALL.end() : end - usual.get();
    }
    return new Slice(start, fromEnd, step);
  }

  static Value pad(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    boolean inputs = call.opset() >= INPUTS_OF_PAD;
    Known pads = inputs ? call.known(1) : settings(call, "pads");
    double value = call.attributes().real("value", 0);
    if (inputs && call.has(2)) {
      value = call.constant(2).only();
    }
    String mode = call.attributes().text("mode", "constant");
    if (!List.of("constant", "edge", "reflect").contains(mode) || x.groups() > 0) {
      throw call.unsupported("with mode " + Names.printable(mode));
    }
    long[] axes =
        call.has(3)
            ? call.constant(3).integers()
            : axes(call, call.typical(pads).map(Numbers::length).orElse(0) / 2);
    double filling = value;
    requireNoOthers(call, x, call.typical(pads).orElse(Numbers.vector()), axes);
    if (pads.isConstant()) {
      return call.add(
          x, padding(call.constantOf(pads), axes, x, mode, filling).toArray(Node[]::new));
    }
    return call.addSized(
        x,
        "padding",
        List.of(pads),
        true,
        (size, settings) -> {
          List<Node> nodes = padding(settings.get(0), axes, x, mode, filling);
          if (nodes.size() > 1) {
            throw new IllegalArgumentException("pads and crops at once, which isn't supported");
          }
          return nodes.get(0);
        });
  }

  private static void requireNoOthers(Call call, Output x, Numbers pads, long[] axes)
      throws UnsupportedLayerException {
    for (int i = 0; i < pads.length(); i++) {
      if (pads.get(i) != 0 && "HW".indexOf(x.letter(axes[i % axes.length])) < 0) {
        throw call.unsupported("of channels");
      }
    }
  }

  private static List<Node> padding(
      Numbers pads, long[] axes, Output x, String mode, double value) {
    int[] more = new int[4];
    int[] fewer = new int[4];
    if (pads.length() != 2 * axes.length) {
      throw new IllegalArgumentException(
          "has " + pads.length() + " pads for " + axes.length + " axes");
    }
    for (int i = 0; i < pads.length(); i++) {
      int side = i / axes.length;
      int direction = "HW".indexOf(x.letter(axes[i % axes.length]));
      double pad = pads.get(i);
      if (Math.abs(pad) > LARGEST_MARGIN) {
        throw new IllegalArgumentException("pads by " + pad + ", which can't be");
      }
      if (direction >= 0) {
        more[2 * direction + side] = (int) Math.max(0, pad);
        fewer[2 * direction + side] = (int) Math.max(0, -pad);
      }
    }
    List<Node> nodes = new ArrayList<>();
    if (fewer[0] + fewer[1] + fewer[2] + fewer[3] > 0) {
      nodes.add(new Cropping(margins(fewer)));
    }
    if (more[0] + more[1] + more[2] + more[3] > 0) {
      nodes.add(
          mode.equals("constant")
              ? new ZeroPadding(margins(more), value)
              : new EdgePadding(margins(more), mode.equals("reflect")));
    }
    return nodes.isEmpty() ? List.of(new Identity("padding")) : nodes;
  }

  private static Margins margins(int[] sides) {
    return new Margins(sides[0], sides[1], sides[2], sides[3]);
  }
}
