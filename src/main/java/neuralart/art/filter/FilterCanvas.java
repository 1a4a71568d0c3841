package neuralart.art.filter;

import neuralart.image.Picture;
import neuralart.optimize.LossFunction;
import neuralart.optimize.Optimizer;

/** What a filter's image is drawn on: the variables behind it, and how they are changed. */
interface FilterCanvas extends AutoCloseable {
  /** The loss as a function of the variables. */
  LossFunction loss();

  /** A new optimiser with the options' number and size of steps. */
  Optimizer optimizer();

  /** Shows the present image to the plan as it is, without any transform. */
  void present();

  /** The present image as the user sees it, 0..255; RGB for a network that takes grey, too. */
  Picture image();

  @Override
  void close();
}
