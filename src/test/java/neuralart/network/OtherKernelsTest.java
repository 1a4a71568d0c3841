package neuralart.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import neuralart.model.Models;
import neuralart.model.keras.KerasWriter;
import neuralart.network.node.Node;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.step.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks whose nodes have other kernels, one kind of each. */
class OtherKernelsTest {
  private static final int SIDE = 8;
  private static final List<String> WEIGHTED =
      List.of("conv", "depthwise", "groups", "transposed", "dense");

  @TempDir Path folder;

  private Network network() {
    Path file =
        KerasWriter.sequential()
            .image(SIDE, 2)
            .convolution("conv", 2, 4, "'activation': 'relu'")
            .layer("DepthwiseConv2D", "depthwise", "{'kernel_size': [3, 3], 'padding': 'same'}")
            .weight("depthwise", "depthwise_kernel:0", kernel(3, 3, 4, 1))
            .weight("depthwise", "bias:0", new float[] {1, 2, 3, 4})
            .layer("Conv2D", "groups", "{'filters': 4, 'kernel_size': [1, 1], 'groups': 2}")
            .weight("groups", "kernel:0", kernel(1, 1, 2, 4))
            .weight("groups", "bias:0", new float[] {4, 3, 2, 1})
            .layer(
                "Conv2DTranspose",
                "transposed",
                "{'filters': 3, 'kernel_size': [2, 2], 'strides': [2, 2]}")
            .weight("transposed", "kernel:0", kernel(2, 2, 3, 4))
            .weight("transposed", "bias:0", new float[] {1, 0, 1})
            .layer("GlobalAveragePooling2D", "mean", "{}")
            .layer("Dense", "dense", "{'units': 5}")
            .weight("dense", "kernel:0", kernel(1, 1, 3, 5)[0][0])
            .weight("dense", "bias:0", new float[] {1, 2, 3, 4, 5})
            .write(folder.resolve("net.h5"));
    return Models.load(file.toString());
  }

  private static float[][][][] kernel(int rows, int columns, int in, int out) {
    float[][][][] kernel = new float[rows][columns][in][out];
    for (int i = 0; i < rows * columns * in * out; i++) {
      kernel[i / out / in / columns][i / out / in % columns][i / out % in][i % out] =
          (float) Math.cos(i);
    }
    return kernel;
  }

  @Test
  void copiesOfTheKernelsChangeNothing() {
    try (Network network = network()) {
      assertArrayEquals(output(network), output(network.withNodes(nodes(network, Weights::copy))));
    }
  }

  /** What is left is the last bias. */
  @Test
  void kernelsOfZerosLeaveTheBias() {
    try (Network network = network()) {
      Map<Integer, Node> zeros = nodes(network, kernel -> Weights.zeros(kernel.dimensions()));
      assertEquals(WEIGHTED.size(), zeros.size());
      assertArrayEquals(new float[] {1, 2, 3, 4, 5}, output(network.withNodes(zeros)));
    }
  }

  @Test
  void nodesWithoutKernelsHaveNoOthers() {
    try (Network network = network()) {
      Node image = network.vertices().get(0).node();
      assertThrows(UnsupportedOperationException.class, () -> image.withKernels(Weights::copy));
    }
  }

  private static Map<Integer, Node> nodes(Network network, UnaryOperator<Weights> change) {
    Map<Integer, Node> nodes = new HashMap<>();
    for (int i = 0; i < network.vertices().size(); i++) {
      Node node = network.vertices().get(i).node();
      if (node.hasKernels()) {
        nodes.put(i, node.withKernels(change));
      }
    }
    return nodes;
  }

  private static float[] output(Network network) {
    try (Plan plan = Draft.of(network, SIDE, SIDE, List.of(), Set.of("dense")).allocate()) {
      float[] pixels = new float[SIDE * SIDE * 2];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) Math.sin(i);
      }
      plan.image().put(0, pixels);
      plan.forward();
      return Buffers.floats(plan.activation("dense"));
    }
  }
}
