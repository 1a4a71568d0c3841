package neuralart.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import neuralart.model.Models;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.network.node.Convolution;
import neuralart.network.node.Image;
import neuralart.network.node.Relu;
import neuralart.objective.ChannelResponse;
import neuralart.objective.ChannelResponse.Region;
import neuralart.objective.ChannelResponse.WeightedChannel;
import neuralart.objective.Objective;
import neuralart.reference.Buffers;
import neuralart.step.Weights;
import neuralart.step.Window;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What plans offer for layers that don't respond: values before the ReLU, redirected gradients. */
class PlanSeamsTest {
  /** One channel, {@code max(0, factor x)}. */
  private static Network network(float factor) {
    Weights kernel = Weights.of(new float[] {factor}, 1, 1, 1, 1);
    List<Vertex> vertices =
        List.of(
            new Vertex("input", new Image(1), List.of()),
            new Vertex("", new Convolution(Window.POINT, kernel), List.of(0)),
            new Vertex("layer", new Relu(), List.of(1)));
    return new Network("one", new Preprocessing(false, new float[1], 1), vertices);
  }

  private static float[] gradient(Network network, double weight, boolean redirect) {
    Objective objective =
        new ChannelResponse("layer", weight, List.of(new WeightedChannel(0, 1)), Region.WHOLE);
    try (Plan plan = Draft.of(network, 1, 2, List.of(objective), Set.of()).allocate()) {
      plan.image().put(0, new float[] {-1f, -2f});
      plan.redirectGradients(redirect);
      plan.evaluate();
      return Buffers.floats(plan.gradient());
    }
  }

  @Test
  void redirectedGradientsWakeWhatIsSilent() {
    try (Network network = network(3)) {
      assertArrayEquals(new float[] {0, 0}, gradient(network, -1, false));
      assertArrayEquals(new float[] {-1.5f, -1.5f}, gradient(network, -1, true));
      // What would make it still more silent is blocked all the same.
      assertArrayEquals(new float[] {0, 0}, gradient(network, 1, true));
    }
  }

  @Test
  void nothingIsRedirectedWhereSomethingResponds() {
    try (Network network = network(-3)) {
      assertArrayEquals(gradient(network, -1, false), gradient(network, -1, true));
    }
  }

  @Test
  void preActivationsAreReadable() {
    try (Network network = network(3)) {
      String before = network.preActivation("layer");
      try (Plan plan = Draft.of(network, 1, 2, List.of(), Set.of("layer", before)).allocate()) {
        plan.image().put(0, new float[] {-1f, 2f});
        plan.forward();
        assertArrayEquals(new float[] {-3, 6}, Buffers.floats(plan.activation(before)));
        assertArrayEquals(new float[] {0, 6}, Buffers.floats(plan.activation("layer")));
      }
      assertEquals(List.of("layer"), network.layers().stream().map(Layer::name).toList());
      assertThrows(IllegalArgumentException.class, () -> network.preActivation("other"));
    }
  }

  @Test
  void allLayersOfTheBuiltinNetworkHaveOne() {
    try (Network network = Models.load("builtin")) {
      String before = network.preActivation("block2_conv1");
      try (Plan plan =
          Draft.of(network, 8, 9, List.of(), Set.of("block2_conv1", before)).allocate()) {
        plan.image().put(0, Buffers.floats(Nd4j.rand(DataType.FLOAT, 1, 8, 9, 3)));
        plan.forward();
        float[] linear = Buffers.floats(plan.activation(before));
        float[] rectified = Buffers.floats(plan.activation("block2_conv1"));
        for (int i = 0; i < linear.length; i++) {
          assertEquals(Math.max(linear[i], 0), rectified[i]);
        }
      }
    }
  }
}
