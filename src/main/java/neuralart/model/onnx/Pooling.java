package neuralart.model.onnx;

import java.util.List;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.model.onnx.Value.Output;
import neuralart.network.node.Affine;
import neuralart.network.node.AveragePooling;
import neuralart.network.node.ChannelMean;
import neuralart.network.node.EdgePadding;
import neuralart.network.node.GlobalPooling;
import neuralart.network.node.Identity;
import neuralart.network.node.Margins;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Node;
import neuralart.network.node.PixelScaling;
import neuralart.network.node.ZeroPadding;

/** Operators that take the largest value, or the mean, of some. */
final class Pooling {
  private Pooling() {}

  static Value largest(Call call) throws UnsupportedLayerException {
    Output x = call.image(0);
    Sliding sliding = Sliding.of(call, 0, 0);
    requireWhole(call, sliding);
    if (sliding.isPlain()) {
      return call.add(x, new MaxPooling(sliding.window()));
    }
    // a repeated edge never is more than the edge, which the same windows see
    Output padded = padded(call, x, sliding, EdgePadding::new);
    return call.add(padded, new MaxPooling(sliding.windowWithout()));
  }

  /** ND4J's poolings take no account of dilations. */
  private static void requireWhole(Call call, Sliding sliding) throws UnsupportedLayerException {
    if (sliding.isDilated()) {
      throw call.unsupported("with dilations");
    }
  }

  private interface Border {
    Node of(Margins margins);
  }

  /** The image with its border. */
  static Output padded(Call call, Output x, Sliding sliding, Border border) {
    if (!sliding.dependsOnSize()) {
      return call.step(x, border.of(sliding.margins(new neuralart.step.Shape(1, 1, 1))));
    }
    return call.addSized(
        x,
        "padding",
        List.of(),
        false,
        (size, none) -> {
          Margins margins = sliding.margins(size);
          boolean empty = margins.equals(new Margins(0, 0, 0, 0));
          return empty ? new Identity("padding") : border.of(margins);
        });
  }

  static Output zeroPadded(Call call, Output x, Sliding sliding) {
    return padded(call, x, sliding, ZeroPadding::new);
  }

  static Value mean(Call call) throws UnsupportedLayerException {
    Output x = call.image(0);
    Sliding sliding = Sliding.of(call, 0, 0);
    requireWhole(call, sliding);
    boolean count = call.attributes().flag("count_include_pad");
    if (sliding.isPlain()) {
      return call.add(x, new AveragePooling(sliding.window(), count));
    }
    Output padded = zeroPadded(call, x, sliding);
    AveragePooling pooling = new AveragePooling(sliding.windowWithout(), true);
    if (!sliding.dependsOnSize() && count) {
      return call.add(padded, pooling);
    }
    Output means = call.step(padded, pooling);
    Value.Known size = Value.Known.of(x.vertex(), s -> Numbers.vector(s.height(), s.width()));
    return call.addSized(
        means,
        "average pooling",
        List.of(size),
        true,
        (pooled, settings) ->
            new PixelScaling(
                sliding.shares(0, (int) settings.get(0).get(0), count),
                sliding.shares(1, (int) settings.get(0).get(1), count)));
  }

  static Value global(Call call, boolean largest) throws UnsupportedLayerException {
    return call.add(call.image(0), new GlobalPooling(largest));
  }

  /** Over all rows and columns, or over all channels. */
  static Value reduce(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    Attributes set = call.attributes();
    long[] axes = call.has(1) ? call.constant(1).integers() : set.integers("axes");
    String letters = Arranging.letters(x, axes);
    boolean largest = call.operator().equals("ReduceMax");
    boolean keep = set.integer("keepdims", 1) != 0;
    String left = keep ? x.axes() : x.axes().replaceAll("[" + (letters + " ") + "]", "");
    if (letters.equals("HW") && !call.operator().equals("ReduceSum")) {
      return call.add(x, left, new GlobalPooling(largest));
    } else if (letters.equals("C") && !largest) {
      return call.operator().equals("ReduceMean")
          ? call.add(x, left, new ChannelMean())
          : call.add(x, left, new ChannelMean(), new Affine(call.channels(x), 0));
    }
    throw call.unsupported("along other axes than rows and columns, or channels");
  }
}
