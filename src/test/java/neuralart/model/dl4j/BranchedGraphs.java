package neuralart.model.dl4j;

import java.util.List;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.nd4j.linalg.activations.Activation;

/** DeepLearning4J graphs with branches, dense layers and layers that have no node of their own. */
final class BranchedGraphs {
  private BranchedGraphs() {}

  static void addTo(List<GraphDefinition> all) {
    combinations(all);
    dense(all);
    foreign(all);
  }

  private static void combinations(List<GraphDefinition> all) {
    for (ElementWiseVertex.Op op : ElementWiseVertex.Op.values()) {
      all.add(
          new GraphDefinition(
              "elementwise " + op,
              true,
              v -> {
                v.conv("a", "image", 4);
                v.conv("b", "image", 4);
                v.graph().addVertex("out", new ElementWiseVertex(op), "a", "b");
              }));
    }
    all.add(
        new GraphDefinition(
            "residual block",
            true,
            v -> {
              v.conv("a", "image", 3);
              v.graph()
                  .addVertex(
                      "sum",
                      new ElementWiseVertex(ElementWiseVertex.Op.Add),
                      "image",
                      "a",
                      "image");
              v.graph().addVertex("scale", new ScaleVertex(0.3), "sum");
              v.graph().addVertex("shift", new ShiftVertex(0.4), "scale");
              v.graph().addVertex("out", new MergeVertex(), "shift", "a");
            }));
  }

  private static void dense(List<GraphDefinition> all) {
    for (PoolingType type : List.of(PoolingType.AVG, PoolingType.MAX)) {
      all.add(
          new GraphDefinition(
              "classifier with global pooling " + type,
              true,
              v -> {
                v.conv("conv", "image", 5);
                v.layer("pool", new GlobalPoolingLayer.Builder(type).build(), "conv");
                v.layer(
                    "out",
                    new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build(),
                    "pool");
              }));
    }
    all.add(
        new GraphDefinition(
            "flattening",
            true,
            v -> {
              v.conv("conv", "image", 2);
              v.layer(
                  "dense",
                  new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build(),
                  "conv");
              v.layer("bn", new BatchNormalization.Builder().build(), "dense");
              v.layer(
                  "out",
                  new DenseLayer.Builder()
                      .nOut(4)
                      .hasBias(false)
                      .activation(Activation.IDENTITY)
                      .build(),
                  "bn");
            }));
  }

  private static void foreign(List<GraphDefinition> all) {
    for (boolean shared : new boolean[] {true, false}) {
      PReLULayer.Builder relu =
          new PReLULayer.Builder()
              .inputShape(4, 8, 9)
              .weightInit(new UniformDistribution(0.1, 0.6));
      Layer layer = shared ? relu.sharedAxes(2, 3).build() : relu.build();
      all.add(
          new GraphDefinition(
              "parametric ReLU, shared " + shared,
              false,
              v -> {
                v.conv("conv", "image", 4);
                v.layer("out", layer.clone(), "conv");
              }));
    }
    all.add(
        new GraphDefinition(
            "space to depth",
            false,
            v -> {
              v.conv("conv", "image", 4);
              v.layer("crop", new Cropping2D.Builder(0, 0, 0, 1).build(), "conv");
              v.layer("out", new SpaceToDepthLayer.Builder(2).build(), "crop");
            }));
  }
}
