package neuralart.art.dream;

import neuralart.art.LayerWeights.LayerWeight;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationMean;
import neuralart.objective.Objective;
import neuralart.optimize.GradientNormalization;

/**
 * The arithmetic of a dream.
 *
 * @param response what is maximised
 * @param normalization what the gradient is divided by
 * @param reinjects whether each octave puts back the detail that was lost by shrinking the image
 * @param clips whether each step ends between black and white
 */
public record DeepDreamRecipe(
    Response response, GradientNormalization normalization, boolean reinjects, boolean clips) {

  /** How the response of a layer is measured. */
  public enum Response {
    /** Sum of squares two pixels from the edge, by the number of values there. */
    INNER_ENERGY,
    /** Sum of squares two pixels from the edge, by the number of values of the layer. */
    LAYER_ENERGY,
    /** Mean of all values. */
    MEAN;

    /** Rows and columns of a layer that don't count, because padding causes artefacts there. */
    int border() {
      return this == MEAN ? 0 : 2;
    }

    /** The objective that makes a layer respond more strongly. */
    Objective objective(LayerWeight layer) {
      if (this == MEAN) {
        return new ActivationMean(layer.layer(), -layer.weight(), layer.channels());
      }
      ActivationEnergy.Mean mean =
          this == INNER_ENERGY ? ActivationEnergy.Mean.INNER : ActivationEnergy.Mean.LAYER;
      return new ActivationEnergy(layer.layer(), -layer.weight(), border(), mean, layer.channels());
    }
  }
}
