package neuralart.art.saliency;

import java.util.List;
import java.util.Set;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.plan.Draft;
import neuralart.plan.Plan;

/** What a network says of images of one size, without gradients. */
final class ValuePlan implements AutoCloseable {
  private final String layer;
  private final Value value;
  private final Plan plan;

  ValuePlan(Network network, String layer, Value value, int height, int width) {
    this.layer = layer;
    this.value = value;
    plan = Draft.of(network, height, width, List.of(), Set.of(layer)).allocate();
  }

  /** The value for an image as the network takes it. */
  double of(Picture input) {
    input.write(plan.image());
    plan.forward();
    return value.of(plan.shape(layer), plan.activation(layer));
  }

  @Override
  public void close() {
    plan.close();
  }
}
