package neuralart.optimize;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import neuralart.optimize.Optimizer.Observer;
import neuralart.optimize.Optimizer.Outcome;
import neuralart.step.DeviceException;

/**
 * A descent that runs where its gradient is computed. If a device fails, the processor goes on from
 * where the variables were when they came back last; before that, from the start.
 */
final class Descents {
  private final LossFunction function;
  private final Observer observer;
  private int told;
  private int kept;

  /** What is done in each iteration. */
  interface Iteration {
    /**
     * Evaluates the loss and makes a step.
     *
     * @param number of the iteration, from 1; after a failure, some come again
     * @return the loss
     */
    double run(int number);

    /** Whether this was the last one, though there might be more. */
    default boolean isLast() {
      return false;
    }
  }

  /** Makes the iterations of a descent with its vectors in some memory. */
  interface Method {
    Iteration in(Vectors vectors);
  }

  Descents(LossFunction function, Observer observer) {
    this.function = function;
    this.observer = observer;
  }

  /**
   * Runs a descent.
   *
   * @param device its vectors on a device, if that has room for them
   * @param processor makes them in the computer's memory
   */
  <V extends Vectors> Outcome run(
      Optional<? extends V> device, Supplier<? extends V> processor, Function<V, Outcome> descent) {
    if (device.isPresent()) {
      try (V vectors = device.get()) {
        vectors.begin();
        Outcome outcome = descent.apply(vectors);
        vectors.bringBack();
        return outcome;
      } catch (DeviceException e) {
        device.get().leave(e);
      }
    }
    try (V vectors = processor.get()) {
      return descent.apply(vectors);
    }
  }

  /**
   * Runs a descent that makes a step after each evaluation.
   *
   * @param iterations at most
   * @param count vectors that it takes on a device
   */
  Outcome run(int iterations, int count, Method method) {
    return this.<Vectors>run(
        DeviceVectors.of(
            function, count, 1, (device, beside) -> new DeviceVectors(function, device, beside)),
        () -> new HostVectors(function),
        vectors -> run(iterations, method.in(vectors), vectors));
  }

  private Outcome run(int iterations, Iteration iteration, Vectors vectors) {
    double loss = Double.NaN;
    for (int i = kept + 1; i <= iterations; i++) {
      loss = iteration.run(i);
      if (!tell(i, loss, vectors)) {
        return new Outcome(loss, true);
      }
      if (iteration.isLast()) {
        break;
      }
    }
    return new Outcome(loss, false);
  }

  /** Tells the observer of an iteration, once; says whether to go on. */
  boolean tell(int done, double loss, Vectors vectors) {
    boolean goesOn = done <= told || observer.iteration(done, loss);
    told = Math.max(told, done);
    if (vectors.haveComeBack()) {
      kept = done;
    }
    return goesOn;
  }

  /** The iterations behind what a failure leaves. */
  int kept() {
    return kept;
  }
}
