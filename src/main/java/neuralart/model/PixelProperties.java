package neuralart.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import neuralart.network.MeasuredInput;
import neuralart.network.Preprocessing;
import neuralart.network.processing.Processing;

/**
 * What {@link ModelProperties} say of pixels.
 *
 * @param values all of them
 */
record PixelProperties(Properties values) {
  private static final float LARGEST_NUMBER = 1e6f;
  private static final float SMALLEST_DEVIATION = 1e-6f;

  /** How the network wants its pixels, from what holds where nothing is said. */
  Preprocessing adjust(Preprocessing usual) {
    int channels = usual.mean().length;
    if (values.containsKey("standardize")) {
      return MeasuredInput.usual(standardization(), Optional.empty(), channels);
    }
    boolean given = Stream.of("range", "mean", "deviation").anyMatch(values::containsKey);
    Preprocessing ranged = given ? range(channels) : usual;
    float[] mean = ranged.mean();
    float[] scales = ranged.scales();
    if (given) {
      float[] subtracted = channelNumbers("mean", "0", channels);
      float[] divisors = channelNumbers("deviation", "1", channels);
      for (int c = 0; c < channels; c++) {
        if (!(divisors[c] >= SMALLEST_DEVIATION)) {
          throw wrong("deviation", "numbers from 1e-6");
        }
        mean[c] += subtracted[c] / scales[c];
        scales[c] /= divisors[c];
      }
    }
    return new Preprocessing(bgr(ranged.bgr(), channels), mean, scales);
  }

  /** What is done to each image first, where {@code standardize} is said. */
  List<Processing> standardization() {
    String how = values.getProperty("standardize").strip();
    if (!how.equals("image") && !how.equals("channel")) {
      throw wrong("standardize", "image or channel");
    }
    if (Stream.of("range", "mean", "deviation", "order").anyMatch(values::containsKey)) {
      throw new IllegalArgumentException(
          "says standardize, which leaves no range, mean, deviation or order to be said");
    }
    return List.of(new Processing.Standardize(how.equals("channel"), Processing.EPSILON));
  }

  /** One number stands for all channels. */
  private float[] channelNumbers(String key, String otherwise, int channels) {
    float[] numbers = numbers(key, otherwise, ",");
    if (numbers.length == channels) {
      return numbers;
    } else if (numbers.length != 1) {
      throw wrong(key, "one number or " + channels);
    }
    float[] all = new float[channels];
    Arrays.fill(all, numbers[0]);
    return all;
  }

  private Preprocessing range(int channels) {
    float[] range = numbers("range", "0..1", "\\.\\.");
    if (range.length != 2 || !(range[1] > range[0])) {
      throw wrong("range", "two numbers as in -1..1");
    }
    return Preprocessing.range(channels, range[0], range[1]);
  }

  private boolean bgr(boolean usual, int channels) {
    String order = values.getProperty("order", usual ? "BGR" : "RGB").toUpperCase(Locale.ROOT);
    if (!order.equals("RGB") && !order.equals("BGR")) {
      throw wrong("order", "RGB or BGR");
    }
    return order.equals("BGR") && channels > 1;
  }

  private float[] numbers(String key, String otherwise, String separator) {
    String[] parts = values.getProperty(key, otherwise).split(separator);
    float[] numbers = new float[parts.length];
    try {
      for (int i = 0; i < parts.length; i++) {
        numbers[i] = Float.parseFloat(parts[i].strip());
      }
    } catch (NumberFormatException e) {
      return new float[0];
    }
    for (float number : numbers) {
      if (!(Math.abs(number) <= LARGEST_NUMBER)) {
        throw wrong(key, "numbers within -1e6..1e6");
      }
    }
    return numbers;
  }

  private IllegalArgumentException wrong(String key, String expected) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT, "says %s=%s, expected %s", key, values.getProperty(key), expected));
  }
}
