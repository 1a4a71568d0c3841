package neuralart.art.style;

import java.nio.FloatBuffer;
import neuralart.art.style.StyleTransferOptions.Optimization;
import neuralart.image.Picture;
import neuralart.network.Preprocessing;

/**
 * The image that an optimisation gives, as the options say: its variables are kept within the range
 * of pixels after each step, and averaged over the steps. The mean is exponential and corrected for
 * its start, like Adam's.
 */
final class AveragedImage {
  private final FloatBuffer image;
  private final double decay;
  private final float[] lowest;
  private final float[] highest;
  private final float[] mean;
  private double forgotten = 1;

  /**
   * @param image the variables of the optimisation, as they are before the first step
   */
  AveragedImage(FloatBuffer image, Optimization optimization, Preprocessing preprocessing) {
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

  /** Takes in what the last step made of the variables. */
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
   * The result so far: the mean, or the present variables where none is taken.
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
