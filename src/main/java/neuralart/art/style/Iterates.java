package neuralart.art.style;

import java.nio.FloatBuffer;
import neuralart.art.style.StyleTransferOptions.Optimization;
import neuralart.image.Picture;
import neuralart.network.Preprocessing;

/**
 * The images that an optimiser steps through: keeps them within the range of pixels and averages
 * them, as the options say. The mean is exponential and corrected for its start, like Adam's.
 */
final class Iterates {
  private final FloatBuffer image;
  private final double decay;
  private final float[] lowest;
  private final float[] highest;
  private final float[] mean;
  private double forgotten = 1;

  /**
   * @param image the variables of the optimisation, which begin as the first iterate
   */
  Iterates(FloatBuffer image, Optimization optimization, Preprocessing preprocessing) {
    this.image = image;
    decay = optimization.averaging();
    mean = new float[decay > 0 ? image.limit() : 0];
    lowest = optimization.bounded() ? preprocessing.black() : new float[0];
    highest = lowest.clone();
    for (int c = 0; c < lowest.length; c++) {
      highest[c] += preprocessing.range(c);
    }
    average();
  }

  /** Takes the present variables as the next iterate. */
  void add() {
    for (int i = 0; i < image.limit() && lowest.length > 0; i++) {
      int c = i % lowest.length;
      image.put(i, Math.min(Math.max(image.get(i), lowest[c]), highest[c]));
    }
    average();
  }

  private void average() {
    forgotten *= decay;
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (decay * mean[i] + (1 - decay) * image.get(i));
    }
  }

  /**
   * The result so far: the mean, or the last iterate where none is taken.
   *
   * @param channels of the image
   */
  Picture result(int height, int width, int channels) {
    float[] values = new float[image.limit()];
    image.get(0, values);
    for (int i = 0; i < mean.length; i++) {
      values[i] = (float) (mean[i] / (1 - forgotten));
    }
    return Picture.of(height, width, channels, values);
  }
}
