package neuralart.objective;

import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * A term of a loss that looks at one layer, or at the image. Losses are minimised.
 *
 * <p>A term sees the activation in phases, so that a plan may pass it in pieces, one strip of rows
 * after the other: what it must know of the whole before it has a gradient, it gathers first.
 */
public interface Objective {
  /** Name of the layer that it looks at, or the image, by the name that the network has for it. */
  String layer();

  /**
   * Whether it has a gradient; one that hasn't is measured during the forward pass, and isn't part
   * of the loss.
   */
  default boolean isDifferentiable() {
    return true;
  }

  /** Rows above and below its own that the term must see of a part to differentiate it. */
  default int neighbours() {
    return 0;
  }

  /**
   * Rows that the term adds up together. Parts whose own rows begin at a multiple of them give the
   * sums of the whole to the last bit.
   *
   * @param activation extent of the whole activation
   */
  default int rowsTogether(Shape activation) {
    return 1;
  }

  /** Whether the term must see the activation in one part. */
  default boolean needsWhole() {
    return false;
  }

  /**
   * Makes the term for a plan.
   *
   * @param activation extent of the whole activation
   * @param steps where the term writes the steps of its phases
   * @throws IllegalArgumentException if the activation is too small for this term
   */
  Term bind(Shape activation, Steps steps);

  /** An objective in a plan: its phases, in the order in which they are to be called. */
  interface Term {
    /** Adds the steps that begin an evaluation. */
    void begin();

    /** Adds the steps that gather what must be known of a part of the activation. */
    default void accumulate(Part part) {}

    /** Adds the steps that follow once all parts have been gathered. */
    default void finish() {}

    /**
     * Adds the steps that add the gradient of the term by the part's rows to a gradient.
     *
     * @param gradient of the same extent as the part's tensor
     */
    default void differentiate(Part part, Tensor gradient) {}

    /** The value of the term, to be read once the steps of all its phases have run. */
    double value();
  }

  /**
   * Some rows of an activation.
   *
   * @param tensor the rows from {@code top}, with the neighbours of the part's own
   * @param top row of the activation that the tensor begins with
   * @param first of the part's own rows, counted in the activation
   * @param count of the part's own rows
   * @param counts whether the term's value includes these rows; of parts that overlap, only one
   *     does
   */
  record Part(Tensor tensor, int top, int first, int count, boolean counts) {
    /** All rows of an activation. */
    public static Part whole(Tensor tensor) {
      return new Part(tensor, 0, 0, tensor.shape().height(), true);
    }

    /**
     * The part's own pixels, {@code [pixels, channels]}.
     *
     * @param of the part's tensor, or one of the same extent
     */
    View pixels(Tensor of) {
      long width = of.size(2);
      return View.pixels(of).rows((first - top) * width, count * width);
    }

    /** The same pixels of an array with as many dense rows as the activation has pixels. */
    View pixelsOfAll(Tensor all) {
      long width = tensor.size(2);
      return View.of(all).rows(first * width, count * width);
    }
  }
}
