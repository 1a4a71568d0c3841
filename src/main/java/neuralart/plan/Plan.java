package neuralart.plan;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import neuralart.step.DeviceException;
import neuralart.step.Shape;

/**
 * A network laid out for one image size: memory and prepared steps that compute the activations of
 * chosen layers, a loss over them, and the gradient of the loss with respect to the image. Nothing
 * is allocated per iteration. Not for use by several threads at once.
 *
 * <p>Write the image into {@link #image()}, then call {@link #evaluate()} or {@link #forward()}.
 * The buffers that a plan hands out are its own: they end with {@link #close}.
 */
public final class Plan implements AutoCloseable {
  private final Function<DeviceException, Prepared> instead;
  private final List<Prepared> prepared = new ArrayList<>();
  private final FloatBuffer image;
  private PlanDevice device;
  private boolean redirecting;

  /**
   * @param first memory and steps
   * @param instead the same on the processor, in the place of a device that failed
   */
  Plan(Prepared first, Function<DeviceException, Prepared> instead) {
    this.instead = instead;
    prepared.add(first);
    image = prepared.get(0).image();
    device = new PlanDevice(first, this::leave);
  }

  /**
   * Computes something; where a device fails, the processor does it from its beginning, and
   * everything from then on.
   */
  private <T> T compute(Function<Prepared, T> work) {
    Prepared latest = prepared.get(prepared.size() - 1);
    try {
      return work.apply(latest);
    } catch (DeviceException e) {
      leave(e);
      return work.apply(prepared.get(prepared.size() - 1));
    }
  }

  /** The device that this is on at present. */
  public PlanDevice device() {
    return device;
  }

  private void leave(DeviceException failure) {
    Prepared next = instead.apply(failure);
    device.end();
    prepared.add(next);
    next.redirectGradients(redirecting);
    device = new PlanDevice(next, this::leave);
  }

  /**
   * The input of the network, {@code [H, W, C]}, to be written to: the same buffer every time. What
   * a {@link PlanDevice} has made of it is there when it is asked for anew.
   *
   * @throws DeviceException if the device fails to bring it
   */
  public FloatBuffer image() {
    device.bringBack();
    return image;
  }

  /** The extent of the image. */
  public Shape size() {
    return prepared.get(0).layout().image().shape();
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
    return compute(latest -> latest.forward(image, watcher));
  }

  /**
   * Computes the activations; once more where the image is passed in parts, so that what objectives
   * need to know of the whole beforehand is known from the first time.
   */
  public void measure() {
    forward();
    if (!prepared.get(prepared.size() - 1).layout().isWhole()) {
      forward();
    }
  }

  /**
   * Computes the activations, the loss and its gradient.
   *
   * @return the sum of the objectives
   */
  public double evaluate() {
    double loss = compute(latest -> latest.evaluate(image));
    Prepared latest = prepared.get(prepared.size() - 1);
    if (prepared.size() > 1 && latest.layout().imageGradient().isPresent()) {
      gradient().put(0, latest.gradient(), 0, gradient().limit());
    }
    return loss;
  }

  /**
   * Gradient of the loss with respect to {@link #image()}, in the same order, as of the last
   * evaluation: the same buffer every time.
   */
  public FloatBuffer gradient() {
    return prepared.get(0).gradient();
  }

  /**
   * Lets ReLUs that block the whole gradient pass on what would make their input larger, so that a
   * descent can start from an image that some channel does not respond to at all (C. Olah, A.
   * Mordvintsev and L. Schubert, Feature Visualization, 2017). Off at first.
   */
  public void redirectGradients(boolean redirect) {
    redirecting = redirect;
    prepared.forEach(each -> each.redirectGradients(redirect));
  }

  /**
   * The output of a layer, {@code [H, W, C]}, as of the last forward pass; to be asked for anew
   * after each.
   *
   * @throws IllegalArgumentException if the plan was not asked to keep that layer
   */
  public FloatBuffer activation(String layer) {
    return compute(
        latest -> {
          if (!latest.hasRun()) {
            latest.forward(image, done -> true); // another one has failed in between
          }
          return latest.activation(layer);
        });
  }

  /**
   * The extent of a layer's output.
   *
   * @throws IllegalArgumentException if the plan was not asked to keep that layer
   */
  public Shape shape(String layer) {
    return prepared.get(0).layout().kept(layer).shape();
  }

  /** Bytes of native memory that this plan's tensors take. */
  public long bytes() {
    return prepared.get(0).layout().bytes();
  }

  @Override
  public void close() {
    prepared.forEach(Prepared::close);
  }
}
