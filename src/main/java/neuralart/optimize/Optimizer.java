package neuralart.optimize;

/** Minimises a loss function. */
public interface Optimizer {
  /**
   * How a minimisation ended.
   *
   * @param loss of the last evaluation
   * @param canceled whether the observer stopped it
   */
  record Outcome(double loss, boolean canceled) {}

  /** Is told the number of iterations done and the loss; says whether to go on. */
  interface Observer {
    boolean iteration(int done, double loss);
  }

  /**
   * Minimises a loss function, starting from the variables that are in it.
   *
   * @throws IllegalStateException if the loss is no longer a finite number
   */
  Outcome minimize(LossFunction function, Observer observer);

  /**
   * Returns a loss that is a finite number.
   *
   * @throws IllegalStateException if it isn't
   */
  static double requireFinite(double loss) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException(
          "the loss is no longer a finite number; use a smaller step size");
    }
    return loss;
  }
}
