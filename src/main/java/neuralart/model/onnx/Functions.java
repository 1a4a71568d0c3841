package neuralart.model.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.model.onnx.Value.Output;
import neuralart.network.node.Activation;
import neuralart.network.node.Affine;
import neuralart.network.node.Node;
import neuralart.network.node.ParametricRelu;
import neuralart.network.node.PiecewiseRelu;
import neuralart.network.node.PointFunction;
import neuralart.network.node.PointFunction.Function;
import neuralart.network.node.Relu;
import neuralart.step.Weights;

/** Operators that are functions of single values, or of the channels of a pixel. */
final class Functions {
  private static final double SELU_ALPHA = 1.6732632;
  private static final double SELU_GAMMA = 1.0507010;
  private static final double SAME = 1e-6;
  private static final int SOFTMAX_BY_AXIS = 13;
  private static final int CLIP_BY_INPUTS = 11;

  private Functions() {}

  /** The nodes of an operator that is a function; nothing if it is another. */
  static Optional<List<Node>> nodes(Call call) throws UnsupportedLayerException {
    Attributes set = call.attributes();
    return switch (call.operator()) {
      case "Relu" -> one(new Relu());
      case "LeakyRelu" -> one(leaky(set.real("alpha", 0.01)));
      case "PRelu" -> one(parametric(call));
      case "Elu" -> one(Activation.elu(set.real("alpha", 1)));
      case "Celu" -> one(celu(set.real("alpha", 1)));
      case "Selu" -> Optional.of(selu(set));
      case "ThresholdedRelu" -> one(Activation.thresholdedRelu(set.real("alpha", 1)));
      case "Sigmoid" -> one(Activation.sigmoid());
      case "HardSigmoid" ->
          Optional.of(
              List.of(
                  new Affine(set.real("alpha", 0.2), set.real("beta", 0.5)),
                  new PiecewiseRelu(0, 1)));
      case "Tanh" -> one(Activation.tanh());
      case "Softplus" -> one(Activation.softplus());
      case "Softsign" -> one(Activation.softsign());
      case "Mish" -> one(Activation.mish());
      case "Swish" -> one(Activation.swish());
      case "Softmax", "LogSoftmax" -> Optional.of(softmax(call));
      case "Clip" -> one(clip(call));
      default -> smooth(call, set);
    };
  }

  private static Optional<List<Node>> smooth(Call call, Attributes set) {
    return switch (call.operator()) {
      case "HardSwish" -> one(new PointFunction(Function.HARD_SWISH, 1 / 6.0, 0.5));
      case "Erf" -> one(new PointFunction(Function.ERROR_FUNCTION));
      case "Gelu" ->
          one(
              new PointFunction(
                  set.text("approximate", "none").equals("tanh")
                      ? Function.TANH_GELU
                      : Function.GELU));
      case "Abs" -> one(new PointFunction(Function.ABSOLUTE));
      case "Exp" -> one(new PointFunction(Function.EXPONENTIAL));
      case "Log" -> one(new PointFunction(Function.LOGARITHM));
      case "Sqrt" -> one(new PointFunction(Function.POWER, 0.5, 0));
      case "Reciprocal" -> one(new PointFunction(Function.POWER, -1, 0));
      case "Neg" -> one(new Affine(-1, 0));
      default -> Optional.empty();
    };
  }

  private static Optional<List<Node>> one(Node node) {
    return Optional.of(List.of(node));
  }

  private static Node leaky(double slope) {
    return slope >= 0 ? PiecewiseRelu.leaky(slope) : new PointFunction(Function.LEAKY, slope, 0);
  }

  private static Node celu(double alpha) {
    return new PointFunction(Function.EXPONENTIAL_LINEAR, alpha, alpha);
  }

  private static List<Node> selu(Attributes set) {
    double alpha = set.real("alpha", SELU_ALPHA);
    double gamma = set.real("gamma", SELU_GAMMA);
    boolean usual = Math.abs(alpha - SELU_ALPHA) < SAME && Math.abs(gamma - SELU_GAMMA) < SAME;
    return usual
        ? List.of(Activation.selu())
        : List.of(Activation.elu(alpha), new Affine(gamma, 0));
  }

  private static List<Node> softmax(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    boolean byAxis = call.opset() >= SOFTMAX_BY_AXIS;
    char letter = x.letter(call.attributes().integer("axis", byAxis ? -1 : 1));
    boolean last = x.axes().endsWith("C") || call.extents().isPixel(x.vertex());
    if (letter != 'C' || !byAxis && !last) {
      throw call.unsupported("along another axis than that of the channels");
    }
    Node softmax = Activation.softmax();
    return call.operator().equals("Softmax")
        ? List.of(softmax)
        : List.of(softmax, new PointFunction(Function.LOGARITHM));
  }

  private static Node clip(Call call) throws UnsupportedLayerException {
    Attributes set = call.attributes();
    boolean inputs = call.opset() >= CLIP_BY_INPUTS;
    double low = inputs ? limit(call, 1) : set.real("min", Double.NEGATIVE_INFINITY);
    double high = inputs ? limit(call, 2) : set.real("max", Double.POSITIVE_INFINITY);
    if (low == 0 && high > 0) {
      return high > Float.MAX_VALUE / 2 ? new Relu() : new PiecewiseRelu(0, high);
    }
    return new PointFunction(Function.CLIP, low, high);
  }

  private static double limit(Call call, int input) throws UnsupportedLayerException {
    double otherwise = input == 1 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    return call.has(input) ? call.constant(input).only() : otherwise;
  }

  private static Node parametric(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    Numbers slopes = call.constant(1).requireFinite();
    float[] all = new float[call.channels(x)];
    if (slopes.length() != 1) {
      ByChannel.require(call, x, slopes);
    }
    if (slopes.length() == 1) {
      Arrays.fill(all, (float) slopes.get(0));
    } else {
      System.arraycopy(slopes.floats(), 0, all, 0, all.length);
    }
    return new ParametricRelu(Weights.of(all, 1, 1, 1, all.length));
  }
}
