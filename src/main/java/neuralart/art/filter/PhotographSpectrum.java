package neuralart.art.filter;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import neuralart.optimize.FourierImage;

/**
 * The mean magnitudes of photographs' spectra, in the units of {@link FourierImage}. In these units
 * they hardly depend on the frequency, and not on the size of the image. Made by {@code
 * src/train/python/natural_spectrum.py}.
 */
final class PhotographSpectrum {
  private static final String RESOURCE = "photographs.f32";
  private static final int COLORS = 3;

  /** Frequencies in the resource, from 0 to half a cycle a pixel. */
  private static final int FREQUENCIES = 33;

  /** How bright the first of the independent colours is, for images of grey. */
  private static final float GREY = 0.57f;

  private PhotographSpectrum() {}

  /**
   * The magnitudes for a square image.
   *
   * @param channels independent colours where there are three, else all like grey
   * @return {@code [size, channels, size / 2 + 1]}, by vertical frequency, channel and horizontal
   *     frequency
   */
  static float[] magnitudes(int size, int channels) {
    float[] table = read();
    int columns = size / 2 + 1;
    float[] magnitudes = new float[size * channels * columns];
    int i = 0;
    for (int row = 0; row < size; row++) {
      double down = place(Math.min(row, size - row), size);
      for (int c = 0; c < channels; c++) {
        for (int column = 0; column < columns; column++) {
          double across = place(column, size);
          magnitudes[i++] =
              channels == COLORS ? at(table, c, down, across) : GREY * at(table, 0, down, across);
        }
      }
    }
    return magnitudes;
  }

  /** Where a frequency, in cycles an image, lies in the table. */
  private static double place(int cycles, int size) {
    return 2.0 * cycles / size * (FREQUENCIES - 1);
  }

  private static float at(float[] table, int channel, double down, double across) {
    int row = Math.min((int) down, FREQUENCIES - 2);
    int column = Math.min((int) across, FREQUENCIES - 2);
    int at = (channel * FREQUENCIES + row) * FREQUENCIES + column;
    double above = mix(table[at], table[at + 1], across - column);
    double below = mix(table[at + FREQUENCIES], table[at + FREQUENCIES + 1], across - column);
    return (float) mix(above, below, down - row);
  }

  private static double mix(double first, double second, double share) {
    return first + share * (second - first);
  }

  private static float[] read() {
    float[] values = new float[COLORS * FREQUENCIES * FREQUENCIES];
    try (InputStream file = PhotographSpectrum.class.getResourceAsStream(RESOURCE);
        DataInputStream input = new DataInputStream(file)) {
      for (int i = 0; i < values.length; i++) {
        values[i] = input.readFloat();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }
}
