package neuralart.step;

import java.nio.FloatBuffer;
import java.util.Locale;

/**
 * The sliding window of a convolution or a pooling: kernel size, stride, dilation and padding, in
 * pixels.
 *
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param strideHeight step between rows
 * @param strideWidth step between columns
 * @param dilationHeight step between the rows under one window
 * @param dilationWidth step between the columns under one window
 * @param padding how the border is filled
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    Padding padding) {

  private static final int LARGEST = 4096;

  /** The window of an operation that looks at one pixel at a time. */
  public static final Window POINT = new Window(1, 1, 1, 1, Padding.VALID);

  /**
   * How a border is filled. {@code same} pads as TensorFlow does, so that the output has {@code
   * ceil(input / stride)} pixels, with the odd pixel at the end; otherwise {@code top} rows and
   * {@code left} columns are added on both sides.
   */
  public record Padding(boolean same, int top, int left) {
    public static final Padding VALID = new Padding(false, 0, 0);
    public static final Padding SAME = new Padding(true, 0, 0);

    public static Padding explicit(int top, int left) {
      return new Padding(false, top, left);
    }
  }

  /**
   * @throws IllegalArgumentException if a size or a step isn't positive, or one is larger than any
   */
  public Window {
    require("kernel size", kernelHeight, kernelWidth, 1);
    require("stride", strideHeight, strideWidth, 1);
    require("dilation", dilationHeight, dilationWidth, 1);
    require("padding", padding.top, padding.left, 0);
    long rows = (kernelHeight - 1L) * dilationHeight + 1;
    long columns = (kernelWidth - 1L) * dilationWidth + 1;
    if (rows > LARGEST || columns > LARGEST) {
      throw new IllegalArgumentException(
          "has a dilated window of "
              + rows
              + " x "
              + columns
              + "; up to "
              + LARGEST
              + " is possible");
    }
  }

  private static void require(String what, int vertical, int horizontal, int least) {
    if (Math.min(vertical, horizontal) < least || Math.max(vertical, horizontal) > LARGEST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "has the %s %d x %d; %d to %d is possible",
              what,
              vertical,
              horizontal,
              least,
              LARGEST));
    }
  }

  /** A window that is not dilated. */
  public Window(
      int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, Padding padding) {
    this(kernelHeight, kernelWidth, strideHeight, strideWidth, 1, 1, padding);
  }

  /** Rows of the input from the first to the last under one window. */
  public int extentHeight() {
    return (kernelHeight - 1) * dilationHeight + 1;
  }

  /** Columns of the input from the first to the last under one window. */
  public int extentWidth() {
    return (kernelWidth - 1) * dilationWidth + 1;
  }

  /** Whether one pixel is under the window. */
  public boolean isPoint() {
    return kernelHeight * kernelWidth == 1;
  }

  /** Whether there are gaps between the pixels under one window. */
  public boolean isDilated() {
    return extentHeight() > kernelHeight || extentWidth() > kernelWidth;
  }

  /** The window that also looks at the pixels in the gaps. */
  public Window filled() {
    return new Window(extentHeight(), extentWidth(), strideHeight, strideWidth, padding);
  }

  /** A kernel for {@link #filled}, {@code [rows, columns, .., ..]}, with zeros in the gaps. */
  public Weights filled(Weights kernel) {
    int run = Math.toIntExact(kernel.size(2) * kernel.size(3));
    FloatBuffer from = kernel.values();
    return Weights.made(
        to -> {
          for (int tap = 0; tap < kernelHeight * kernelWidth; tap++) {
            int y = tap / kernelWidth * dilationHeight;
            int x = tap % kernelWidth * dilationWidth;
            to.put((y * extentWidth() + x) * run, from, tap * run, run);
          }
        },
        extentHeight(),
        extentWidth(),
        kernel.size(2),
        kernel.size(3));
  }

  /** Whether the window moves by single pixels. */
  public boolean hasUnitStride() {
    return strideHeight == 1 && strideWidth == 1;
  }

  /**
   * The output of this window on an input, with {@code channels} channels; may be empty.
   *
   * @throws IllegalArgumentException if ND4J can't place the window
   */
  public Shape slide(Shape input, int channels) {
    if (isMisplaced(input)) {
      throw new IllegalArgumentException(
          "pads an image of this size unevenly in one direction and leaves out pixels in the"
              + " other, which isn't supported");
    }
    return new Shape(
        outputSize(input.height(), extentHeight(), strideHeight, padding.top),
        outputSize(input.width(), extentWidth(), strideWidth, padding.left),
        channels);
  }

  /** Whether the output is always as large as the input, which is padded alike on all sides. */
  public boolean keepsSize() {
    boolean odd = extentHeight() % 2 == 1 && extentWidth() % 2 == 1;
    Padding even = Padding.explicit(extentHeight() / 2, extentWidth() / 2);
    return hasUnitStride() && odd && (padding.same || padding.equals(even));
  }

  /** Rows added above an input of this height. */
  public int padTop(int height) {
    return padding.same ? totalPadding(height, extentHeight(), strideHeight) / 2 : padding.top;
  }

  /** Columns added before an input of this width. */
  public int padLeft(int width) {
    return padding.same ? totalPadding(width, extentWidth(), strideWidth) / 2 : padding.left;
  }

  /** Whether the padding has an odd number of rows or columns, with one more at the end. */
  public boolean isUneven(int height, int width) {
    return padding.same
        && (totalPadding(height, extentHeight(), strideHeight) % 2 == 1
            || totalPadding(width, extentWidth(), strideWidth) % 2 == 1);
  }

  /**
   * Whether this is one of the windows that ND4J puts in the wrong place: smaller than the stride
   * in one direction, so that pixels are left out, and with uneven padding in the other.
   */
  public boolean isMisplaced(Shape input) {
    boolean leavesOut =
        neededPadding(input.height(), extentHeight(), strideHeight) < -1
            || neededPadding(input.width(), extentWidth(), strideWidth) < -1;
    return leavesOut && isUneven(input.height(), input.width());
  }

  private int outputSize(int size, int extent, int stride, int pad) {
    return padding.same
        ? ceilDiv(size, stride)
        : Math.floorDiv(size + 2 * pad - extent, stride) + 1;
  }

  private static int totalPadding(int size, int extent, int stride) {
    return Math.max(neededPadding(size, extent, stride), 0);
  }

  /** Negative where the last pixels are left out. */
  private static int neededPadding(int size, int extent, int stride) {
    return (ceilDiv(size, stride) - 1) * stride + extent - size;
  }

  private static int ceilDiv(int size, int divisor) {
    return (size + divisor - 1) / divisor;
  }
}
