package neuralart.art.dream;

import neuralart.art.LayerWeights.LayerWeight;
import neuralart.network.Preprocessing;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationMean;
import neuralart.objective.Objective;
import neuralart.optimize.Constraint;
import neuralart.optimize.GradientNormalization;

/**
 * The arithmetic of a dream.
 *
 * @param response what is maximised
 * @param normalization what the gradient is divided by
 * @param reinjects whether each octave puts back the detail that was lost by shrinking the image
 * @param tone where a step may lead
 * @param lastStep whether an octave that responds too strongly makes the step at which that shows
 */
public record DeepDreamRecipe(
    Response response,
    GradientNormalization normalization,
    boolean reinjects,
    Tone tone,
    boolean lastStep) {
  /** The part of the range next to black and white in which soft steps are shorter. */
  private static final double MARGIN = 0.3;

  /** What calm steps leave of the differences between colours. */
  private static final float COLOR = 0.5f;

  /** Where the steps of a dream may lead. */
  public enum Tone {
    /** Anywhere; what lies beyond black and white is not seen. */
    FREE,
    /** To black and white at most. */
    CLIPPED,
    /** The nearer to black and white the less far. */
    SOFT,
    /** As {@link #SOFT}, and colours change less than brightness. */
    CALM;

    /** Whether what a dream changes stays between black and white. */
    boolean isSoft() {
      return this == SOFT || this == CALM;
    }

    /** What keeps the image of a network there. */
    Constraint constraint(Preprocessing preprocessing) {
      float[] black = preprocessing.black();
      float[] white = preprocessing.white();
      return switch (this) {
        case FREE -> Constraint.NONE;
        case CLIPPED -> Constraint.range(black, white);
        case SOFT -> Constraint.softRange(black, white, MARGIN);
        case CALM ->
            Constraint.calmColors(black.length, COLOR)
                .and(Constraint.softRange(black, white, MARGIN));
      };
    }
  }

  /**
   * This recipe on another network than its own, on which its steps lead far beyond black and white
   * where nothing holds them.
   */
  DeepDreamRecipe carriedOver() {
    return tone == Tone.CALM
        ? this
        : new DeepDreamRecipe(response, normalization, reinjects, Tone.SOFT, lastStep);
  }

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
