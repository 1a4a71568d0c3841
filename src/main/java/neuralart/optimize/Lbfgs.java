package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.Arrays;
import neuralart.step.HostCopy;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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

  private final int evaluations;
  private final double firstStep;
  private final CurvatureHistory history;
  private final int round;
  private final Preconditioner preconditioner;

  private LossFunction function;
  private INDArray point;
  private INDArray gradient;
  private INDArray direction;
  private INDArray candidate;
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
    this.history = new CurvatureHistory(history, preconditioner);
    this.preconditioner = preconditioner;
    this.round = round;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The observer is told the number of evaluations done, after every step. Ends early where no
   * step lowers the loss. The variables end where the loss was the last one that was told.
   */
  @Override
  public Outcome minimize(LossFunction function, Observer observer) {
    this.function = function;
    point = copy(function.variables());
    try {
      double loss = Optimizer.requireFinite(function.evaluate());
      gradient = copy(function.gradient());
      direction = point.like();
      candidate = point.like();
      return minimize(loss, observer);
    } finally {
      history.clear();
      for (INDArray array : Arrays.asList(point, gradient, direction, candidate)) {
        if (array != null) {
          array.close();
        }
      }
    }
  }

  private Outcome minimize(double first, Observer observer) {
    double loss = first;
    done = 1;
    boolean goesOn = observer.iteration(done, loss);
    while (goesOn && done < evaluations) {
      double lower = step(loss);
      if (Double.isNaN(lower)) {
        break;
      }
      loss = lower;
      if (round > 0 && done % round == 0) {
        history.clear();
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
    if (history.isEmpty() || done == evaluations) {
      return Double.NaN;
    }
    history.clear();
    return step(loss);
  }

  /** Chooses the direction of the next step; returns the change of the loss that it promises. */
  private double direct() {
    if (!history.isEmpty()) {
      history.direct(direction.assign(gradient));
      double slope = CurvatureHistory.product(gradient, direction);
      if (slope < 0) {
        return slope;
      }
      history.clear();
    }
    CurvatureHistory.precondition(direction.assign(gradient), preconditioner);
    double norm = Math.sqrt(CurvatureHistory.product(direction, direction));
    double factor = norm == 0 ? 0 : firstStep * Math.sqrt(point.length()) / norm;
    direction.muli(-factor);
    return CurvatureHistory.product(gradient, direction);
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

  private void move(double length) {
    candidate.assign(direction).muli(length).addi(point);
    function.variables().put(0, HostCopy.values(candidate), 0, (int) candidate.length());
  }

  /** Makes the present variables the point to go on from. */
  private void arrive() {
    copy(function.variables(), candidate);
    copy(function.gradient(), direction);
    history.add(candidate.subi(point), direction.subi(gradient));
    copy(function.variables(), point);
    copy(function.gradient(), gradient);
  }

  private static INDArray copy(FloatBuffer values) {
    INDArray copy = Nd4j.createUninitialized(DataType.FLOAT, values.limit());
    copy(values, copy);
    return copy;
  }

  private static void copy(FloatBuffer values, INDArray target) {
    HostCopy.values(target).put(0, values, 0, values.limit());
    HostCopy.write(target);
  }
}
