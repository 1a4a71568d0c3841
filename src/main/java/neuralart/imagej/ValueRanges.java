package neuralart.imagej;

import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.List;

/** The smallest and the largest value of each channel of a stack, slice by slice. */
final class ValueRanges {
  private final List<double[]> ranges = new ArrayList<>();

  /** Takes the values of a slice; the first one of each channel in the order of the channels. */
  void widen(int channel, ImageProcessor values) {
    if (ranges.size() == channel) {
      ranges.add(new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY});
    }
    double[] range = ranges.get(channel);
    for (int i = 0; i < values.getPixelCount(); i++) {
      range[0] = Math.min(range[0], values.getf(i));
      range[1] = Math.max(range[1], values.getf(i));
    }
  }

  /** What is shown from black to white: the two differ. */
  double[] of(int channel) {
    double min = ranges.get(channel)[0];
    double max = ranges.get(channel)[1];
    return new double[] {min, max > min ? max : min + 1};
  }
}
