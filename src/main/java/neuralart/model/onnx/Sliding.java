package neuralart.model.onnx;

import java.util.List;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.network.node.Margins;
import neuralart.step.Shape;
import neuralart.step.Window;
import neuralart.step.Window.Padding;

/**
 * A window as the file describes it: kernel, strides, dilations, and the border, which may be wider
 * on one side, and be added to so that the last pixels are seen.
 */
final class Sliding {
  private final int[] kernel;
  private final int[] strides;
  private final int[] dilations;
  private final int[] pads;
  private final String auto;
  private final boolean ceil;

  private Sliding(
      int[] kernel, int[] strides, int[] dilations, int[] pads, String auto, boolean ceil) {
    this.kernel = kernel;
    this.strides = strides;
    this.dilations = dilations;
    this.pads = pads;
    this.auto = auto;
    this.ceil = ceil;
  }

  /**
   * The window of a convolution or a pooling.
   *
   * @param rows of the kernel, or 0 where the node tells
   */
  static Sliding of(Call call, int rows, int columns) throws UnsupportedLayerException {
    Attributes set = call.attributes();
    int[] given = set.integers("kernel_shape", 2, 0);
    int[] kernel = rows > 0 ? new int[] {rows, columns} : given;
    if (set.has("kernel_shape") && (given[0] != kernel[0] || given[1] != kernel[1])) {
      throw new IllegalArgumentException("has a kernel that isn't as large as it says");
    }
    Sliding sliding =
        new Sliding(
            kernel,
            set.integers("strides", 2, 1),
            set.integers("dilations", 2, 1),
            set.integers("pads", 4, 0),
            set.text("auto_pad", "NOTSET"),
            set.flag("ceil_mode"));
    sliding.windowWithout(); // checks
    if (!List.of("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER").contains(sliding.auto)) {
      throw call.unsupported("with auto_pad " + Names.printable(sliding.auto));
    }
    for (int pad : sliding.pads) {
      if (pad < 0) {
        throw call.unsupported("with negative pads");
      }
    }
    return sliding;
  }

  int[] strides() {
    return strides;
  }

  int[] pads() {
    return pads;
  }

  String auto() {
    return auto;
  }

  boolean isDilated() {
    return dilations[0] > 1 || dilations[1] > 1;
  }

  int[] dilations() {
    return dilations;
  }

  /** Whether the border is one that a window can have by itself. */
  boolean isPlain() {
    boolean inside = pads[0] < extent(0) && pads[1] < extent(1);
    boolean even = pads[0] == pads[2] && pads[1] == pads[3] && inside;
    return auto.equals("SAME_UPPER") || auto.equals("VALID") || isNotset() && even && !ceil;
  }

  private boolean isNotset() {
    return auto.equals("NOTSET");
  }

  /** Whether the border depends on the size of the image. */
  boolean dependsOnSize() {
    return ceil || auto.equals("SAME_LOWER");
  }

  int extent(int axis) {
    return (kernel[axis] - 1) * dilations[axis] + 1;
  }

  /** The window with its own border; to be asked for where that is plain. */
  Window window() {
    return switch (auto) {
      case "SAME_UPPER" -> window(Padding.SAME);
      case "VALID" -> window(Padding.VALID);
      default -> window(Padding.explicit(pads[0], pads[1]));
    };
  }

  /** The window without a border. */
  Window windowWithout() {
    return window(Padding.VALID);
  }

  private Window window(Padding padding) {
    return new Window(
        kernel[0], kernel[1], strides[0], strides[1], dilations[0], dilations[1], padding);
  }

  /** The border for an image of a size, with what is added so that the last pixels are seen. */
  Margins margins(Shape image) {
    int[] rows = sides(0, image.height(), true);
    int[] columns = sides(1, image.width(), true);
    return new Margins(rows[0], rows[1], columns[0], columns[1]);
  }

  private int[] sides(int axis, int size, boolean complete) {
    if (auto.equals("VALID")) {
      return new int[] {0, 0};
    }
    if (!isNotset()) {
      int windows = (size + strides[axis] - 1) / strides[axis];
      int total = Math.max(0, (windows - 1) * strides[axis] + extent(axis) - size);
      boolean lower = auto.equals("SAME_LOWER");
      int before = lower ? total - total / 2 : total / 2;
      return new int[] {before, total - before};
    }
    int before = pads[axis];
    int behind = pads[axis + 2];
    if (ceil && complete) {
      int free = size + before + behind - extent(axis);
      int windows = Math.floorDiv(free + strides[axis] - 1, strides[axis]) + 1;
      if ((windows - 1) * strides[axis] >= size + before) {
        windows--; // the last would begin behind the image
      }
      behind += Math.max(0, (windows - 1) * strides[axis] - free);
    }
    return new int[] {before, behind};
  }

  /**
   * What makes the sum over a window, by the number of its pixels, the mean of those that count.
   *
   * @param countPadding whether the border that the file names counts
   */
  float[] shares(int axis, int size, boolean countPadding) {
    int[] all = sides(axis, size, true);
    int[] counted = countPadding ? sides(axis, size, false) : new int[2];
    int windows = (size + all[0] + all[1] - extent(axis)) / strides[axis] + 1;
    float[] shares = new float[Math.max(0, windows)];
    for (int i = 0; i < shares.length; i++) {
      int count = 0;
      for (int k = 0; k < kernel[axis]; k++) {
        int pixel = i * strides[axis] - all[0] + k * dilations[axis];
        count += pixel >= -counted[0] && pixel < size + counted[1] ? 1 : 0;
      }
      shares[i] = (float) kernel[axis] / Math.max(1, count);
    }
    return shares;
  }
}
