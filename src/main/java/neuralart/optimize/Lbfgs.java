package neuralart.optimize;

import java.util.Optional;
import neuralart.plan.PlanDevice;
import neuralart.step.DeviceException;
import neuralart.step.Executor.Execution;
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
   * computer's memory from the last point, and nothing is remembered.
   */
  @Override
  public Outcome minimize(LossFunction function, Observer observer) {
    done = 0;
    Optional<PlanDevice> device = function.device();
    int capacity = history;
    Optional<Execution> beside = Optional.empty();
    while (device.isPresent() && beside.isEmpty() && capacity >= Math.min(FEW, history)) {
      beside = beside(device.get(), function.variables().limit(), capacity);
      capacity = beside.isPresent() ? capacity : capacity / 2;
    }
    if (beside.isPresent()) {
      float[] point = new float[function.variables().limit()];
      function.variables().get(0, point);
      try (Vectors vectors =
          new DeviceVectors(function, device.get(), beside.get(), preconditioner)) {
        return new Descent(function, vectors, capacity, point).run(observer);
      } catch (DeviceException e) {
        device.get().leave(e);
        function.variables().put(0, point);
      }
    }
    try (Vectors vectors = new HostVectors(function, preconditioner)) {
      return new Descent(function, vectors, history, new float[0]).run(observer);
    }
  }

  private static Optional<Execution> beside(PlanDevice device, long variables, int capacity) {
    long longest = capacity * variables;
    long bytes = (2 * longest + WORKING * variables) * Float.BYTES;
    return longest > Integer.MAX_VALUE ? Optional.empty() : device.beside(bytes, longest);
  }

  /** A descent with its vectors. */
  private final class Descent {
    private final LossFunction function;
    private final Vectors vectors;
    private final CurvatureHistory past;
    private final float[] arrived;
    private final Tensor point;
    private final Tensor gradient;
    private final Tensor direction;
    private final Tensor candidate;

    /**
     * @param arrived takes the variables of each step, or is empty
     */
    Descent(LossFunction function, Vectors vectors, int capacity, float[] arrived) {
      this.function = function;
      this.vectors = vectors;
      this.arrived = arrived;
      point = vectors.take();
      gradient = vectors.take();
      direction = vectors.take();
      candidate = vectors.take();
      past = new CurvatureHistory(capacity, vectors);
    }

    Outcome run(Observer observer) {
      double loss = Optimizer.requireFinite(function.evaluate());
      vectors.readVariables(point);
      vectors.readGradient(gradient);
      done++;
      boolean goesOn = observer.iteration(done, loss);
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
        goesOn = observer.iteration(done, loss);
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
        double there = function.evaluate();
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
      function.variables().get(0, arrived);
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
