package neuralart.image;

/** Figures of pictures, for tests. */
public final class Pictures {
  private Pictures() {}

  /** The mean of all values. */
  public static double mean(Picture picture) {
    double sum = 0;
    for (float value : picture.values()) {
      sum += value;
    }
    return sum / picture.values().length;
  }

  /** The standard deviation of all values. */
  public static double deviation(Picture picture) {
    double mean = mean(picture);
    double sum = 0;
    for (float value : picture.values()) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / picture.values().length);
  }

  /** The largest absolute difference of two pictures of one size. */
  public static double difference(Picture a, Picture b) {
    float[] left = a.values();
    float[] right = b.values();
    if (a.height() != b.height() || a.width() != b.width() || a.channels() != b.channels()) {
      throw new AssertionError("pictures of different sizes");
    }
    double largest = 0;
    for (int i = 0; i < left.length; i++) {
      largest = Math.max(largest, Math.abs(left[i] - right[i]));
    }
    return largest;
  }

  /** What a picture has more than another, value by value. */
  public static float[] minus(Picture a, Picture b) {
    float[] difference = a.values();
    float[] right = b.values();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= right[i];
    }
    return difference;
  }
}
