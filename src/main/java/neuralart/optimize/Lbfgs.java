package neuralart.optimize;

import java.util.Optional;
import neuralart.step.Tensor;

/**
 * L-BFGS (Nocedal 1980): quasi-Newton steps by the curvature that the last steps met, each
 * shortened until the loss falls.
 *
 * <p>The full step is nearly always right, so that an iteration takes one evaluation. A loss in
 * single precision is known to some six digits: a step that raises it by less counts as one that
 * doesn't. A step to where the loss is no number is one that is too long.
 */
public final class Lbfgs implements Optimizer {
  /** How many steps the published recipes remember, which is what Torch does. */
  public static final int HISTORY = 100;

  /** Part of the decrease promised by the slope that a step must bring (Armijo 1966). */
  private static final double SUFFICIENT_DECREASE = 1e-4;

  /** Part of the loss that rounding may change. */
  private static final double NOISE = 1e-6;

  /** A step that was too long is shortened to a part of itself between these two. */
  private static final double SHORTEST = 0.1;

  private static final double LONGEST = 0.5;

  /** How often a step is shortened before its direction is given up. */
  private static final int TRIALS = 12;

  /** Steps to remember that are worth a device's memory. */
  private static final int FEW = 3;

  /** Vectors beside those that are remembered. */
  private static final int WORKING = 4;

  private final int evaluations;
  private final double firstStep;
  private final int history;
  private final int round;
  private final Preconditioner preconditioner;
  private int done;

  /**
   * @param evaluations of the loss; an iteration takes one, seldom more
   * @param firstStep root mean square of the first step, in units of the variables: it goes down
   *     the gradient, when nothing is known of the curvature
   * @param history how many steps are remembered, 1 or more
   * @param round evaluations after which it forgets them and begins anew; 0 for never
   * @param preconditioner of the variables
   */
  public Lbfgs(
      int evaluations, double firstStep, int history, int round, Preconditioner preconditioner) {
    this.evaluations = evaluations;
    this.firstStep = firstStep;
    this.history = history;
    this.round = round;
    this.preconditioner = preconditioner;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The observer is told the number of evaluations done, after every step. Ends early where no
   * step lowers the loss. The variables end where the loss was the last one that was told.
   *
   * <p>Where the gradient is computed on a device, so are the steps. If it fails, they go on in the
   * computer's memory from where the variables were when they came back last, and nothing is
   * remembered.
   */
  @Override
  public Outcome minimize(LossFunction function, Observer observer) {
    int capacity = history;
    Optional<DeviceAlgebra> device = device(function, capacity);
    while (device.isEmpty() && function.device().isPresent() && capacity / 2 >= FEW) {
      capacity /= 2;
      device = device(function, capacity);
    }
    int remembered = device.isPresent() ? capacity : history;
    Descents descents = new Descents(function, observer);
    return descents.<Algebra>run(
        device,
        () -> new HostAlgebra(function, preconditioner),
        vectors -> new Descent(function, vectors, remembered).run(descents));
  }

  private Optional<DeviceAlgebra> device(LossFunction function, int capacity) {
    return DeviceVectors.of(
        function,
        2 * capacity + WORKING,
        capacity,
        (device, beside) -> new DeviceAlgebra(function, device, beside, preconditioner));
  }

  /** A descent with its vectors. */
  private final class Descent {
    private final LossFunction function;
    private final Algebra vectors;
    private final CurvatureHistory past;
    private final Tensor point;
    private final Tensor gradient;
    private final Tensor direction;
    private final Tensor candidate;

    Descent(LossFunction function, Algebra vectors, int capacity) {
      this.function = function;
      this.vectors = vectors;
      point = vectors.take();
      gradient = vectors.take();
      direction = vectors.take();
      candidate = vectors.take();
      past = new CurvatureHistory(capacity, vectors);
    }

    Outcome run(Descents descents) {
      done = descents.kept();
      double loss = Optimizer.requireFinite(function.evaluate(vectors));
      vectors.readVariables(point);
      vectors.readGradient(gradient);
      done++;
      boolean goesOn = descents.tell(done, loss, vectors);
      while (goesOn && done < evaluations) {
        int before = done;
        double lower = step(loss);
        if (Double.isNaN(lower)) {
          break;
        }
        loss = lower;
        if (round > 0 && done / round > before / round) { // a step may take several evaluations
          past.clear();
        }
        goesOn = descents.tell(done, loss, vectors);
      }
      return new Outcome(loss, !goesOn);
    }

    /** Takes a step and returns the loss there; NaN if there is none that lowers the loss. */
    private double step(double loss) {
      double slope = direct();
      if (slope == 0) {
        return Double.NaN;
      }
      double length = 1;
      for (int trial = 0; trial < TRIALS && done < evaluations; trial++) {
        move(length);
        double there = function.evaluate(vectors);
        done++;
        double allowed = SUFFICIENT_DECREASE * length * slope + NOISE * Math.abs(loss);
        if (there <= loss + allowed) {
          arrive();
          return there;
        }
        length *= shorter(there - loss, length * slope);
      }
      move(0);
      if (past.isEmpty() || done == evaluations) {
        return Double.NaN;
      }
      past.clear();
      return step(loss);
    }

    /** Chooses the direction of the next step; returns the change of the loss that it promises. */
    private double direct() {
      vectors.copy(gradient, direction);
      if (!past.isEmpty()) {
        past.direct(direction);
        double slope = vectors.product(gradient, direction);
        if (slope < 0) {
          return slope;
        }
        past.clear();
        vectors.copy(gradient, direction);
      }
      vectors.precondition(direction);
      double norm = Math.sqrt(vectors.product(direction, direction));
      double factor = norm == 0 ? 0 : firstStep * Math.sqrt(point.length()) / norm;
      vectors.scale(direction, -factor);
      return vectors.product(gradient, direction);
    }

    private void move(double length) {
      vectors.copy(direction, candidate);
      vectors.scale(candidate, length);
      vectors.add(point, candidate);
      vectors.writeVariables(candidate);
    }

    /** Makes the present variables the point to go on from. */
    private void arrive() {
      vectors.readVariables(candidate);
      vectors.readGradient(direction);
      vectors.subtract(point, candidate);
      vectors.subtract(gradient, direction);
      past.add(candidate, direction);
      vectors.readVariables(point);
      vectors.readGradient(gradient);
    }
  }

  /**
   * Where the parabola through both losses and the slope is lowest, as a part of the step.
   *
   * @param change of the loss by the step
   * @param promised change by the slope, negative
   */
  private static double shorter(double change, double promised) {
    double part = -promised / (2 * (change - promised));
    return part >= SHORTEST ? Math.min(part, LONGEST) : SHORTEST; // SHORTEST if NaN
  }
}
