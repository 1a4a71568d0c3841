package neuralart.art.apply;

import static neuralart.model.onnx.OnnxWriter.one;
import static neuralart.model.onnx.OnnxWriter.set;
import static neuralart.model.onnx.OnnxWriter.text;

import java.io.IOException;
import java.nio.file.Path;
import neuralart.model.Models;
import neuralart.model.onnx.OnnxWriter;
import neuralart.network.Network;

/** Small networks from images to images, with generated weights. */
public final class ApplicableNetworks {
  private ApplicableNetworks() {}

  /** Writes a network of a kind and loads it. */
  static Network load(String kind, Path folder) throws IOException {
    return Models.load(write(kind, folder).toString());
  }

  /** Writes a network of a kind. */
  public static Path write(String kind, Path folder) throws IOException {
    return writer(kind).write(folder.resolve(kind + ".onnx"));
  }

  private static OnnxWriter writer(String kind) {
    return switch (kind) {
      case "unet" -> uNet();
      case "style" -> style(false);
      case "instance" -> style(true);
      case "subpixel" -> subpixel();
      case "transposed" -> transposed();
      case "valid" -> valid();
      case "denoiser" -> denoiser();
      case "attention" -> attention();
      case "pyramid" -> pyramid();
      case "classifier" -> classifier();
      case "colors" -> begin(3).reals("one", 1).node("Mul", "same", "x one");
      case "same" -> same();
      case "four" -> begin(4).kernel("w", 1, 4, 1, 1).node("Conv", "mixed", "x w");
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static OnnxWriter begin(int channels) {
    return new OnnxWriter(channels, 0, 0);
  }

  /** A convolution that keeps the size, or halves it, and a ReLU. */
  private static void convolve(
      OnnxWriter net, String name, String input, int inputs, int outputs, int stride) {
    net.kernel(name + "_w", outputs, inputs, 3, 3)
        .node(
            "Conv",
            name + "_conv",
            input + " " + name + "_w",
            set("pads", 1, 1, 1, 1),
            set("strides", stride, stride))
        .node("Relu", name, name + "_conv");
  }

  private static void enlarge(OnnxWriter net, String name, String input, String mode) {
    net.node(
        "Resize",
        name,
        input + "  scales",
        text("mode", mode),
        text("coordinate_transformation_mode", mode.equals("linear") ? "half_pixel" : "asymmetric"),
        text("nearest_mode", "floor"));
  }

  private static OnnxWriter uNet() {
    OnnxWriter net = begin(1).reals("scales", 1, 1, 2, 2);
    convolve(net, "down1", "x", 1, 6, 1);
    net.node("MaxPool", "pool1", "down1", set("kernel_shape", 2, 2), set("strides", 2, 2));
    convolve(net, "down2", "pool1", 6, 8, 1);
    net.node("MaxPool", "pool2", "down2", set("kernel_shape", 2, 2), set("strides", 2, 2));
    convolve(net, "bottom", "pool2", 8, 8, 1);
    enlarge(net, "up2", "bottom", "linear");
    net.node("Concat", "skip2", "up2 down2", one("axis", 1));
    convolve(net, "after2", "skip2", 16, 8, 1);
    enlarge(net, "up1", "after2", "linear");
    net.node("Concat", "skip1", "up1 down1", one("axis", 1));
    convolve(net, "after1", "skip1", 14, 6, 1);
    return net.kernel("last_w", 2, 6, 1, 1)
        .node("Conv", "last", "after1 last_w")
        .node("Sigmoid", "probability", "last");
  }

  /** Reflected edges, residual blocks, nearest up-sampling; with instance normalisation or not. */
  private static OnnxWriter style(boolean normalized) {
    OnnxWriter net =
        begin(3)
            .reals("scales", 1, 1, 2, 2)
            .integers("four", 0, 0, 4, 4, 0, 0, 4, 4)
            .weights("ones", 8)
            .weights("shifts", 8)
            .kernel("first_w", 8, 3, 9, 9)
            .node("Pad", "edges", "x four", text("mode", "reflect"))
            .node("Conv", "first", "edges first_w");
    convolve(net, "down", "first", 8, 8, 2);
    if (normalized) {
      net.node("InstanceNormalization", "normal", "down ones shifts");
    }
    String inner = normalized ? "normal" : "down";
    convolve(net, "residual1", inner, 8, 8, 1);
    convolve(net, "residual2", "residual1", 8, 8, 1);
    net.node("Add", "sum", inner + " residual2");
    enlarge(net, "up", "sum", "nearest");
    convolve(net, "after", "up", 8, 8, 1);
    return net.kernel("last_w", 3, 8, 9, 9)
        .node("Pad", "edges2", "after four", text("mode", "reflect"))
        .node("Conv", "painted", "edges2 last_w");
  }

  /** Twice as large (Shi et al. 2016). */
  private static OnnxWriter subpixel() {
    OnnxWriter net = begin(1);
    convolve(net, "features", "x", 1, 8, 1);
    convolve(net, "more", "features", 8, 8, 1);
    return net.kernel("last_w", 4, 8, 3, 3)
        .node("Conv", "deep", "more last_w", set("pads", 1, 1, 1, 1))
        .node("DepthToSpace", "large", "deep", one("blocksize", 2));
  }

  /** Three times as large. */
  private static OnnxWriter transposed() {
    OnnxWriter net = begin(1);
    convolve(net, "features", "x", 1, 8, 1);
    return net.kernel("last_w", 8, 1, 5, 5)
        .node(
            "ConvTranspose",
            "large",
            "features last_w",
            set("strides", 3, 3),
            set("pads", 1, 1, 1, 1));
  }

  /** Without padding, as the first U-Net was: smaller than the image on all sides. */
  private static OnnxWriter valid() {
    OnnxWriter net = begin(1).reals("scales", 1, 1, 2, 2);
    return net.kernel("a", 6, 1, 3, 3)
        .kernel("b", 6, 6, 3, 3)
        .kernel("c", 1, 6, 3, 3)
        .node("Conv", "first", "x a")
        .node("MaxPool", "pool", "first", set("kernel_shape", 2, 2), set("strides", 2, 2))
        .node("Conv", "second", "pool b")
        .node(
            "Resize",
            "up",
            "second  scales",
            text("mode", "nearest"),
            text("nearest_mode", "floor"),
            text("coordinate_transformation_mode", "asymmetric"))
        .node("Conv", "third", "up c");
  }

  /** What it makes is added to the image. */
  private static OnnxWriter denoiser() {
    OnnxWriter net = begin(1);
    convolve(net, "features", "x", 1, 8, 1);
    return net.kernel("last_w", 1, 8, 3, 3)
        .node("Conv", "noise", "features last_w", set("pads", 1, 1, 1, 1))
        .node("Sub", "clean", "x noise");
  }

  /** Channels weighed by their means over the image. */
  private static OnnxWriter attention() {
    OnnxWriter net = begin(1);
    convolve(net, "features", "x", 1, 8, 1);
    return net.kernel("gate_w", 8, 8, 1, 1)
        .kernel("last_w", 1, 8, 3, 3)
        .node("GlobalAveragePool", "mean", "features")
        .node("Conv", "weights", "mean gate_w")
        .node("Sigmoid", "gate", "weights")
        .node("Mul", "weighed", "features gate")
        .node("Conv", "result", "weighed last_w", set("pads", 1, 1, 1, 1));
  }

  /** The mean over the image beside each pixel (Chen et al. 2017, DeepLab). */
  private static OnnxWriter pyramid() {
    OnnxWriter net = begin(1).integers("two", 2).integers("four", 4).integers("zero", 0);
    convolve(net, "features", "x", 1, 8, 1);
    return net.kernel("last_w", 1, 16, 3, 3)
        .node("GlobalAveragePool", "mean", "features")
        .node("Shape", "size", "features")
        .node("Slice", "sides", "size two four zero")
        .node("Shape", "meansize", "mean")
        .node("Slice", "start", "meansize zero two zero")
        .node("Concat", "target", "start sides", one("axis", 0))
        .node("Resize", "wide", "mean   target", text("mode", "linear"))
        .node("Concat", "joined", "features wide", one("axis", 1))
        .node("Conv", "result", "joined last_w", set("pads", 1, 1, 1, 1));
  }

  private static OnnxWriter classifier() {
    OnnxWriter net = begin(3).integers("flat", 1, -1).weights("dense_w", 8, 5);
    convolve(net, "features", "x", 3, 8, 2);
    return net.node("GlobalAveragePool", "mean", "features")
        .node("Reshape", "vector", "mean flat")
        .node("Gemm", "dense", "vector dense_w")
        .node("Softmax", "classes", "dense", one("axis", 1));
  }

  /** What it adds to the image is nothing. */
  private static OnnxWriter same() {
    return begin(1)
        .kernel("w", 1, 1, 3, 3)
        .reals("zero", 0)
        .node("Conv", "noise", "x w", set("pads", 1, 1, 1, 1))
        .node("Mul", "nothing", "noise zero")
        .node("Add", "same", "x nothing");
  }
}
