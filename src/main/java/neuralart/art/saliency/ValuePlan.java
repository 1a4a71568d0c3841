package neuralart.art.saliency;

import java.util.List;
import java.util.Set;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.step.Shape;

/** What a network says of images of one size, without gradients. */
final class ValuePlan implements AutoCloseable {
  private final SaliencyTarget target;
  private final Plan plan;

  ValuePlan(Network network, SaliencyTarget target, int height, int width) {
    this.target = target;
    plan = Draft.of(network, height, width, List.of(), Set.of(target.layer())).allocate();
  }

  /** The extent of the images. */
  Shape size() {
    return plan.size();
  }

  /** The value for an image as the network takes it. */
  double of(Picture input) {
    input.write(plan.image());
    plan.forward();
    return target.value(plan.shape(target.layer()), plan.activation(target.layer()));
  }

  @Override
  public void close() {
    plan.close();
  }
}
