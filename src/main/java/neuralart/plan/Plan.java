package neuralart.plan;

import java.util.ArrayList;
import java.util.List;
import neuralart.objective.Objective;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network compiled for one image size: preallocated buffers and prebuilt operations that compute
 * the activations of chosen layers, a loss over them, and the gradient of the loss with respect to
 * the image. Nothing is allocated per iteration. Not for use by several threads at once.
 *
 * <p>Write the image into {@link #image()}, then call {@link #evaluate()} or {@link #forward()}.
 * The arrays that a plan hands out are its own: they change with every call and end with {@link
 * #close}.
 */
public final class Plan implements AutoCloseable {
  private final PlanLayout layout;
  private final List<INDArray> buffers;
  private final List<Objective.Evaluation> evaluations = new ArrayList<>();
  private final List<Runnable> forward;
  private final List<Runnable> backward;
  private double loss;

  Plan(PlanLayout layout) {
    this.layout = layout;
    layout.evaluateWith(this::bind);
    buffers = layout.slots().allocate();
    forward = build(layout.forward());
    backward = build(layout.backward());
  }

  private Runnable bind(Objective.Evaluation evaluation) {
    evaluations.add(evaluation);
    return () -> loss += evaluation.evaluate();
  }

  private static List<Runnable> build(List<PlanLayout.Step> steps) {
    return steps.stream().map(step -> step.builder().get()).toList();
  }

  /** The input of the network, {@code [1, H, W, C]}, to be written to. */
  public INDArray image() {
    return layout.output(0).array();
  }

  /** Computes the activations. */
  public void forward() {
    forward.forEach(Runnable::run);
  }

  /**
   * Computes the activations, the loss and its gradient.
   *
   * @return the sum of the objectives
   */
  public double evaluate() {
    forward();
    loss = 0;
    backward.forEach(Runnable::run);
    return loss;
  }

  /** Gradient of the loss with respect to {@link #image()}, as of the last evaluation. */
  public INDArray gradient() {
    Tensor gradient = layout.imageGradient();
    if (gradient == null) {
      throw new IllegalStateException("the plan has no objective, so it has no gradient");
    }
    return gradient.array();
  }

  /**
   * Lets ReLUs that block the whole gradient pass on what would make their input larger, so that a
   * descent can start from an image that some channel does not respond to at all (C. Olah, A.
   * Mordvintsev and L. Schubert, Feature Visualization, 2017). Off at first.
   */
  public void redirectGradients(boolean redirect) {
    layout.redirectGradients(redirect);
  }

  /**
   * The output of a layer, {@code [1, H, W, C]}, as of the last forward pass.
   *
   * @throws IllegalArgumentException if the plan was not asked to keep that layer
   */
  public INDArray activation(String layer) {
    return layout.kept(layer).array();
  }

  /** Bytes of native memory that this plan's buffers take. */
  public long bytes() {
    return layout.bytes();
  }

  @Override
  public void close() {
    evaluations.forEach(Objective.Evaluation::close);
    buffers.forEach(INDArray::close);
  }
}
