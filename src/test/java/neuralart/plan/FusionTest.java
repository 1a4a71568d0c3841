package neuralart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import neuralart.network.Vertex;
import neuralart.network.node.Activation;
import neuralart.network.node.BatchNormalization;
import neuralart.network.node.Combination;
import neuralart.network.node.Combination.Operation;
import neuralart.network.node.Convolution;
import neuralart.network.node.Image;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Node;
import neuralart.network.node.Relu;
import neuralart.step.Weights;
import neuralart.step.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Which batch normalisations go into the convolution before them, and which ReLUs move. */
class FusionTest {
  private final List<Vertex> vertices = new ArrayList<>();

  {
    Convolution convolution =
        new Convolution(Window.POINT, Weights.of(Nd4j.rand(DataType.FLOAT, 1, 1, 3, 4)));
    BatchNormalization normalization =
        new BatchNormalization(
            Weights.of(Nd4j.rand(DataType.FLOAT, 4)),
            Weights.of(Nd4j.rand(DataType.FLOAT, 4)),
            4 * 4);
    vertices.add(new Vertex("image", new Image(3), List.of()));
    vertices.add(new Vertex("conv", convolution, List.of(0)));
    vertices.add(new Vertex("norm", normalization, List.of(1)));
    vertices.add(new Vertex("relu", new Relu(), List.of(2)));
  }

  @AfterEach
  void close() {
    vertices.forEach(vertex -> vertex.node().close());
  }

  @Test
  void batchNormGoesIntoTheConvolutionOnce() {
    Vertex folded = Fusion.apply(vertices, Set.of("norm")).get(2);
    assertInstanceOf(Convolution.class, folded.node());
    assertEquals("norm", folded.name());
    assertEquals(List.of(0), folded.inputs());
    assertSame(folded.node(), Fusion.apply(vertices, Set.of()).get(2).node());
  }

  @Test
  void batchNormStaysWhereTheConvolutionIsWanted() {
    assertSame(normalization(), Fusion.apply(vertices, Set.of("conv")).get(2).node());
  }

  @Test
  void batchNormStaysWhereTheConvolutionHasOtherReaders() {
    vertices.add(new Vertex("other", new Relu(), List.of(1)));
    assertSame(normalization(), Fusion.apply(vertices, Set.of()).get(2).node());
  }

  @Test
  void reluMovesBehindTheMaxPoolingThatAloneReadsIt() {
    vertices.add(new Vertex("pool", new MaxPooling(Window.POINT), List.of(3)));
    List<Vertex> moved = Fusion.apply(vertices, Set.of("pool"));
    assertInstanceOf(MaxPooling.class, moved.get(3).node());
    assertEquals(List.of(2), moved.get(3).inputs());
    assertInstanceOf(Relu.class, moved.get(4).node());
    assertEquals("pool", moved.get(4).name());
    assertInstanceOf(Relu.class, Fusion.apply(vertices, Set.of("relu")).get(3).node());
  }

  @Test
  void aValueTimesItsSigmoidIsSwish() {
    vertices.add(new Vertex("sigmoid", Activation.sigmoid(), List.of(2)));
    vertices.add(new Vertex("product", new Combination(Operation.MULTIPLY), List.of(4, 2)));
    Vertex joined = Fusion.apply(vertices, Set.of("product")).get(5);
    assertEquals(new Vertex("product", Activation.swish(), List.of(2)), joined);
    assertEquals(vertices.get(5), Fusion.apply(vertices, Set.of("sigmoid")).get(5));
    vertices.set(5, new Vertex("product", new Combination(Operation.MULTIPLY), List.of(4, 3)));
    assertEquals(vertices.get(5), Fusion.apply(vertices, Set.of("product")).get(5));
  }

  private Node normalization() {
    return vertices.get(2).node();
  }
}
