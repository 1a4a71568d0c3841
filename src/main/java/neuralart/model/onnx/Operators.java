package neuralart.model.onnx;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.model.onnx.Value.Known;
import neuralart.model.onnx.Value.Output;
import neuralart.network.node.Identity;
import neuralart.network.node.Node;

/** The operators that are known, each with what it makes of activations. */
final class Operators {
  private static final Set<String> ARITHMETIC =
      Set.of("Add", "Sub", "Mul", "Div", "Pow", "Sum", "Mean", "Max", "Min");

  /** The types of whole numbers, from uint8 to int64. */
  private static final Set<Long> WHOLE = Set.of(2L, 3L, 4L, 5L, 6L, 7L, 9L, 12L, 13L);

  private Operators() {}

  /**
   * The output of a node that reads activations.
   *
   * @throws UnsupportedLayerException if there is none for it
   */
  static Value read(Call call) throws UnsupportedLayerException {
    if (ARITHMETIC.contains(call.operator())) {
      return Arithmetic.read(call);
    }
    return switch (call.operator()) {
      case "Conv" -> Convolving.convolution(call);
      case "ConvTranspose" -> Convolving.transposed(call);
      case "Gemm" -> Convolving.gemm(call);
      case "MatMul" -> Convolving.matrixProduct(call);
      case "BatchNormalization" -> Normalizing.batch(call);
      case "InstanceNormalization" -> Normalizing.instance(call);
      case "GroupNormalization" -> Normalizing.groups(call);
      case "LayerNormalization" -> Normalizing.layer(call);
      case "LRN" -> Normalizing.localResponse(call);
      case "MaxPool" -> Pooling.largest(call);
      case "AveragePool" -> Pooling.mean(call);
      case "GlobalAveragePool" -> Pooling.global(call, false);
      case "GlobalMaxPool" -> Pooling.global(call, true);
      case "ReduceMean", "ReduceMax", "ReduceSum" -> Pooling.reduce(call);
      default -> rearranged(call);
    };
  }

  private static Value rearranged(Call call) throws UnsupportedLayerException {
    return switch (call.operator()) {
      case "Concat" -> Cutting.concat(call);
      case "Slice" -> Cutting.slice(call);
      case "Pad" -> Cutting.pad(call);
      case "Resize", "Upsample" -> Resizing.resize(call);
      case "DepthToSpace" -> Resizing.depthToSpace(call, false);
      case "SpaceToDepth" -> Resizing.depthToSpace(call, true);
      case "Reshape" -> Arranging.reshape(call);
      case "Flatten" -> Arranging.flatten(call);
      case "Squeeze" -> Arranging.squeeze(call);
      case "Unsqueeze" -> Arranging.unsqueeze(call);
      case "Transpose" -> Arranging.transpose(call);
      case "Shape" -> shape(call);
      case "Cast" -> cast(call);
      case "Identity" -> same(call, "identity");
      case "Dropout" -> same(call, "dropout");
      default -> function(call);
    };
  }

  private static Value function(Call call) throws UnsupportedLayerException {
    Optional<List<Node>> nodes = Functions.nodes(call);
    if (nodes.isEmpty()) {
      throw new UnsupportedLayerException(call.operator());
    }
    return like(call.activation(0), call.add(call.activation(0), nodes.get().toArray(Node[]::new)));
  }

  private static Value same(Call call, String kind) throws UnsupportedLayerException {
    return like(call.activation(0), call.add(call.activation(0), new Identity(kind)));
  }

  /** An output with its channels in the groups of the input. */
  private static Output like(Output input, Output made) {
    return new Output(made.vertex(), input.axes(), input.groups());
  }

  private static Value cast(Call call) throws UnsupportedLayerException {
    if (WHOLE.contains(call.attributes().integer("to", 1))) {
      throw call.unsupported("of an image to whole numbers");
    }
    return call.activation(0);
  }

  private static Value shape(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    Attributes set = call.attributes();
    return Known.of(x.vertex(), size -> NumberArrays.part(Numbers.vector(x.dimensions(size)), set));
  }
}
