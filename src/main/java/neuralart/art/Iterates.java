package neuralart.art;

import java.nio.FloatBuffer;
import neuralart.art.StyleTransferOptions.Optimization;
import neuralart.network.Preprocessing;
import neuralart.plan.cpu.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

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
    mean = new float[decay > 0 ? this.image.limit() : 0];
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

  /** Writes the mean into an array of the same shape, if there is one. */
  void write(INDArray target) {
    FloatBuffer values = Ops.values(target);
    for (int i = 0; i < mean.length; i++) {
      values.put(i, (float) (mean[i] / (1 - forgotten)));
    }
  }
}
