package neuralart.art;

import neuralart.network.Preprocessing;
import neuralart.optimize.LossFunction;
import neuralart.optimize.Optimizer;
import neuralart.plan.Plan;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a filter's image is drawn on: the variables behind it, and how they are changed. */
interface FilterCanvas extends AutoCloseable {
  /** The loss as a function of the variables. */
  LossFunction loss();

  /** A new optimiser with the options' number and size of steps. */
  Optimizer optimizer();

  /** Shows the present image to the plan as it is, without any transform. */
  void present();

  /**
   * The present image as the user sees it, {@code [1, H, W, C]}, 0..255, for the caller to close.
   */
  INDArray image();

  @Override
  void close();

  /** Rows, and columns, of the plan's image. */
  static int planSize(FilterVisualizationOptions options, boolean seesAll) {
    return options.recipe().isSpectral()
        ? SpectralCanvas.planSize(options.size(), seesAll)
        : options.size() + 2 * options.recipe().crop();
  }

  /** A canvas with its first image. */
  static FilterCanvas of(
      Plan plan, Preprocessing preprocessing, FilterVisualizationOptions options, long seed) {
    return options.recipe().isSpectral()
        ? new SpectralCanvas(plan, preprocessing, options, seed)
        : new PixelCanvas(plan, preprocessing, options, seed);
  }
}
