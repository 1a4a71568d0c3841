package neuralart.art;

import java.util.List;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.optimize.GradientNormalization;

/**
 * Everything that decides what a dream looks like.
 *
 * @param layers what is made stronger: the dream maximises the weighted sum of the layers' energies
 * @param mean what each energy is divided by
 * @param normalization what the gradient is divided by
 * @param stepSize size of a step, in units of the network's input
 * @param octaves number of image sizes, from small to full
 * @param octaveScale ratio of neighbouring sizes, above 1
 * @param iterations steps in each octave
 * @param maxLoss ends an octave when the objective is above this; infinite for never
 * @param jitter largest random shift of the image in pixels, 0 for none
 * @param seed of the random shifts
 */
public record DeepDreamOptions(
    List<LayerWeight> layers,
    Mean mean,
    GradientNormalization normalization,
    double stepSize,
    int octaves,
    double octaveScale,
    int iterations,
    double maxLoss,
    int jitter,
    long seed) {

  public DeepDreamOptions {
    layers = List.copyOf(layers);
    require(!layers.isEmpty(), "layers", layers, "at least one layer");
    require(stepSize > 0 && Double.isFinite(stepSize), "stepsize", stepSize, "above 0");
    require(octaves >= 1 && octaves <= 50, "octaves", octaves, "1 to 50");
    require(octaveScale > 1 && octaveScale <= 10, "octavescale", octaveScale, "above 1, to 10");
    require(iterations >= 1, "iterations", iterations, "1 or more");
    require(maxLoss > 0, "maxloss", maxLoss, "above 0");
    require(jitter >= 0, "jitter", jitter, "0 or more");
  }

  private static void require(boolean fine, String option, Object value, String allowed) {
    if (!fine) {
      throw new IllegalArgumentException(option + " is " + value + ", but must be " + allowed);
    }
  }
}
