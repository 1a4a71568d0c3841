package neuralart.plan;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import neuralart.device.Memory;
import neuralart.objective.Objective.Term;
import neuralart.step.Executor.Execution;
import neuralart.step.Step;
import neuralart.step.Tensor;

/** The memory and the steps of a plan on one device. */
final class Prepared implements AutoCloseable {
  private final PlanLayout layout;
  private final Execution execution;
  private final Memory.Job job = Memory.Job.current();
  private final List<Runnable> forward;
  private final List<Runnable> backward;
  private final FloatBuffer image;
  private boolean hasRun;
  private boolean isClosed;

  /**
   * @param execution has the memory; closed if it can't be prepared
   */
  Prepared(PlanLayout layout, Execution execution) {
    this.layout = layout;
    this.execution = execution;
    try {
      layout
          .constants()
          .forEach(
              (tensor, values) -> {
                execution.host(tensor).put(0, values);
                execution.write(tensor);
              });
      List<Step> steps = new ArrayList<>(layout.forward());
      steps.addAll(layout.backward());
      List<Runnable> all = execution.bind(steps);
      forward = all.subList(0, layout.forward().size());
      backward = all.subList(layout.forward().size(), all.size());
      image = execution.host(layout.image());
    } catch (RuntimeException e) {
      execution.close();
      throw e;
    }
    job.count(layout.tensorBytes());
  }

  PlanLayout layout() {
    return layout;
  }

  Execution execution() {
    return execution;
  }

  FloatBuffer image() {
    return image;
  }

  /** Whether the activations are those of an image. */
  boolean hasRun() {
    return hasRun;
  }

  /**
   * Computes the activations of an image, unless it is stopped.
   *
   * @param watcher as {@link Plan#forward(DoublePredicate)} has it
   */
  boolean forward(FloatBuffer pixels, DoublePredicate watcher) {
    if (image != pixels) {
      image.put(0, pixels, 0, image.limit());
    }
    execution.write(layout.image());
    return forward(watcher);
  }

  private boolean forward(DoublePredicate watcher) {
    hasRun = true;
    for (int i = 0; i < forward.size(); i++) {
      if (!watcher.test((double) i / forward.size())) {
        return false;
      }
      forward.get(i).run();
    }
    return true;
  }

  /** Computes the activations of an image, the loss and its gradient. */
  double evaluate(FloatBuffer pixels) {
    forward(pixels, done -> true);
    backward.forEach(Runnable::run);
    layout.imageGradient().ifPresent(execution::read);
    return loss();
  }

  /** The same for the image that is on the device, where the gradient stays. */
  double evaluateThere() {
    forward(done -> true);
    backward.forEach(Runnable::run);
    execution.deliverSums();
    return loss();
  }

  private double loss() {
    double loss = 0;
    for (Term term : layout.terms()) {
      loss += term.value();
    }
    return loss;
  }

  FloatBuffer gradient() {
    return execution.host(
        layout
            .imageGradient()
            .orElseThrow(
                () ->
                    new IllegalStateException("the plan has no objective, so it has no gradient")));
  }

  FloatBuffer activation(String layer) {
    Tensor activation = layout.kept(layer);
    execution.read(activation);
    return execution.host(activation);
  }

  void redirectGradients(boolean redirect) {
    execution.redirectGradients(redirect);
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      execution.close();
      job.count(-layout.tensorBytes());
    }
  }
}
