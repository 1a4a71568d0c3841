package neuralart.model.dl4j;

import java.util.Optional;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.network.node.Affine;
import neuralart.network.node.Combination;
import neuralart.network.node.Combination.Operation;
import neuralart.network.node.Concatenation;
import neuralart.network.node.Cropping;
import neuralart.network.node.Flattening;
import neuralart.network.node.Margins;
import neuralart.network.node.Node;
import neuralart.step.Shape;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** Turns DeepLearning4J's vertices without a layer, and its preprocessors, into nodes. */
final class VertexReader {
  private static final int LAST_AXIS = 3;

  private VertexReader() {}

  static Node read(GraphVertex vertex, CNN2DFormat format) throws UnsupportedLayerException {
    if (vertex instanceof MergeVertex merge) {
      return concatenation(merge, format);
    } else if (vertex instanceof ElementWiseVertex combination) {
      return new Combination(operation(combination));
    } else if (vertex instanceof ScaleVertex scale) {
      return new Affine(scale.getScaleFactor(), 0);
    } else if (vertex instanceof ShiftVertex shift) {
      return new Affine(1, shift.getShiftFactor());
    } else if (vertex instanceof PoolHelperVertex) {
      return new Cropping(new Margins(1, 0, 1, 0));
    } else if (vertex instanceof PreprocessorVertex preprocessor) {
      return preprocessor(preprocessor.getPreProcessor(), false)
          .orElseThrow(() -> new UnsupportedLayerException(vertex));
    }
    throw new UnsupportedLayerException(vertex);
  }

  private static Node concatenation(MergeVertex merge, CNN2DFormat format)
      throws UnsupportedLayerException {
    int channelAxis = format == CNN2DFormat.NCHW ? MergeVertex.DEFAULT_MERGE_DIM : LAST_AXIS;
    if (merge.getMergeAxis() != channelAxis) {
      throw new UnsupportedLayerException("concatenation along axis " + merge.getMergeAxis());
    }
    return new Concatenation(false);
  }

  private static Operation operation(ElementWiseVertex vertex) {
    return switch (vertex.getOp()) {
      case Add -> Operation.ADD;
      case Subtract -> Operation.SUBTRACT;
      case Product -> Operation.MULTIPLY;
      case Average -> Operation.AVERAGE;
      case Max -> Operation.MAXIMUM;
    };
  }

  /**
   * What a preprocessor does to an activation, if anything.
   *
   * @param onImage whether it is in front of the network, where images come as images
   */
  static Optional<Node> preprocessor(InputPreProcessor preprocessor, boolean onImage)
      throws UnsupportedLayerException {
    boolean nothing =
        preprocessor == null || onImage && preprocessor instanceof FeedForwardToCnnPreProcessor;
    if (nothing) {
      return Optional.empty();
    }
    if (preprocessor instanceof CnnToFeedForwardPreProcessor flattening
        && flattening.getNumChannels() > 0) {
      Shape input =
          new Shape(
              (int) flattening.getInputHeight(),
              (int) flattening.getInputWidth(),
              (int) flattening.getNumChannels());
      return Optional.of(new Flattening(input, flattening.getFormat() == CNN2DFormat.NCHW));
    }
    throw new UnsupportedLayerException(preprocessor);
  }
}
