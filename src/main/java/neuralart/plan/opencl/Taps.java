package neuralart.plan.opencl;

/**
 * Along one axis, which pixels of the input make a pixel of the output: output {@code o} sees input
 * {@code o step + offset + k tapStep} under the tap {@code firstTap + k tapStride} of the kernel,
 * and lies at {@code o placeStep + placeOffset} of the target.
 *
 * @param outputs number of pixels
 * @param count number of taps that count
 */
record Taps(
    int outputs,
    int step,
    int offset,
    int count,
    int tapStep,
    int firstTap,
    int tapStride,
    int placeStep,
    int placeOffset) {

  static Taps forward(int kernel, int stride, int dilation, int pad, int outputs) {
    return new Taps(outputs, stride, -pad, kernel, dilation, 0, 1, 1, 0);
  }

  /**
   * The pixels {@code phase, phase + stride, ..} of what a convolution took as its input, from the
   * gradient of its output: tap {@code k} belongs to output {@code (pixel + pad - k dilation) /
   * stride}, where that is whole.
   */
  static Taps transposed(int kernel, int stride, int dilation, int pad, int size, int phase) {
    int outputs = (size - phase + stride - 1) / stride;
    int common = greatestCommonDivisor(dilation, stride);
    int tapStride = stride / common;
    for (int first = 0; first < Math.min(kernel, tapStride); first++) {
      int distance = phase + pad - first * dilation;
      if (distance % stride == 0) {
        int count = (kernel - first + tapStride - 1) / tapStride;
        return new Taps(
            outputs,
            1,
            distance / stride,
            count,
            -dilation / common,
            first,
            tapStride,
            stride,
            phase);
      }
    }
    return new Taps(outputs, 1, 0, 0, 0, 0, 1, stride, phase);
  }

  /** The same for some of the pixels of the output. */
  Taps part(int first, int count) {
    return new Taps(
        count,
        step,
        offset + first * step,
        this.count,
        tapStep,
        firstTap,
        tapStride,
        placeStep,
        placeOffset + first * placeStep);
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
