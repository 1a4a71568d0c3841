package neuralart.plan;

import java.nio.FloatBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import neuralart.device.Memory;
import neuralart.objective.Objective.Term;
import neuralart.step.Executor.Execution;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Tensor;

/**
 * A network laid out for one image size: memory and prepared steps that compute the activations of
 * chosen layers, a loss over them, and the gradient of the loss with respect to the image. Nothing
 * is allocated per iteration. Not for use by several threads at once.
 *
 * <p>Write the image into {@link #image()}, then call {@link #evaluate()} or {@link #forward()}.
 * The buffers that a plan hands out are its own: they end with {@link #close}.
 */
public final class Plan implements AutoCloseable {
  private final PlanLayout layout;
  private final Execution execution;
  private final List<Runnable> forward;
  private final List<Runnable> backward;
  private boolean isClosed;

  Plan(PlanLayout layout, Execution execution) {
    this.layout = layout;
    this.execution = execution;
    layout
        .constants()
        .forEach(
            (tensor, values) -> {
              execution.host(tensor).put(0, values);
              execution.write(tensor);
            });
    Map<Step, Runnable> bound = new IdentityHashMap<>();
    forward = bind(layout.forward(), bound);
    backward = bind(layout.backward(), bound);
    Memory.count(layout.bytes());
  }

  /** Strips of the same extent share steps. */
  private List<Runnable> bind(List<Step> steps, Map<Step, Runnable> bound) {
    return steps.stream().map(step -> bound.computeIfAbsent(step, execution::bind)).toList();
  }

  /** The input of the network, {@code [H, W, C]}, to be written to. */
  public FloatBuffer image() {
    return execution.host(layout.image());
  }

  /** The extent of the image. */
  public Shape size() {
    return layout.image().shape();
  }

  /** Computes the activations. */
  public void forward() {
    forward(done -> true);
  }

  /**
   * Computes the activations, unless it is stopped.
   *
   * @param watcher is told before each step which share of them is done, 0..1, and says whether to
   *     go on
   * @return whether it ran to its end
   */
  public boolean forward(DoublePredicate watcher) {
    execution.write(layout.image());
    for (int i = 0; i < forward.size(); i++) {
      if (!watcher.test((double) i / forward.size())) {
        return false;
      }
      forward.get(i).run();
    }
    return true;
  }

  /**
   * Computes the activations, the loss and its gradient.
   *
   * @return the sum of the objectives
   */
  public double evaluate() {
    forward();
    backward.forEach(Runnable::run);
    layout.imageGradient().ifPresent(execution::read);
    double loss = 0;
    for (Term term : layout.terms()) {
      loss += term.value();
    }
    return loss;
  }

  /**
   * Gradient of the loss with respect to {@link #image()}, in the same order, as of the last
   * evaluation: the same buffer every time.
   */
  public FloatBuffer gradient() {
    return execution.host(
        layout
            .imageGradient()
            .orElseThrow(
                () ->
                    new IllegalStateException("the plan has no objective, so it has no gradient")));
  }

  /**
   * Lets ReLUs that block the whole gradient pass on what would make their input larger, so that a
   * descent can start from an image that some channel does not respond to at all (C. Olah, A.
   * Mordvintsev and L. Schubert, Feature Visualization, 2017). Off at first.
   */
  public void redirectGradients(boolean redirect) {
    execution.redirectGradients(redirect);
  }

  /**
   * The output of a layer, {@code [H, W, C]}, as of the last forward pass; to be asked for anew
   * after each.
   *
   * @throws IllegalArgumentException if the plan was not asked to keep that layer
   */
  public FloatBuffer activation(String layer) {
    Tensor activation = layout.kept(layer);
    execution.read(activation);
    return execution.host(activation);
  }

  /**
   * The extent of a layer's output.
   *
   * @throws IllegalArgumentException if the plan was not asked to keep that layer
   */
  public Shape shape(String layer) {
    return layout.kept(layer).shape();
  }

  /** Bytes of native memory that this plan's tensors take. */
  public long bytes() {
    return layout.bytes();
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      execution.close();
      Memory.count(-layout.bytes());
    }
  }
}
