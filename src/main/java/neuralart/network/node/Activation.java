package neuralart.network.node;

import java.util.List;
import java.util.function.BiFunction;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.transforms.strict.GELU;
import org.nd4j.linalg.api.ops.impl.transforms.strict.GELUDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Mish;
import org.nd4j.linalg.api.ops.impl.transforms.strict.MishDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Swish;
import org.nd4j.linalg.api.ops.impl.transforms.strict.SwishDerivative;

/**
 * An activation function that ND4J has an operation for, with its derivative.
 *
 * @param kind what the field calls it
 * @param function the operations
 */
public record Activation(String kind, Function function) implements Node {
  private static final long CHANNEL_AXIS = 3;
  private static final String SOFTMAX = "softmax";

  /** A function and its derivative, bound to arrays. */
  public interface Function {
    /** Computes {@code y} from {@code x}, which may be the same array. */
    Runnable value(INDArray x, INDArray y);

    /** Computes the gradient of {@code x} from that of {@code y}. */
    Runnable gradient(INDArray x, INDArray ofY, INDArray ofX);
  }

  /** A pair of operations, of which the second takes the input and the output's gradient. */
  private record Pair(String forward, String backward, long[] integers, double... reals)
      implements Function {
    @Override
    public Runnable value(INDArray x, INDArray y) {
      return Ops.op(forward, new INDArray[] {x}, new INDArray[] {y}, integers, reals);
    }

    @Override
    public Runnable gradient(INDArray x, INDArray ofY, INDArray ofX) {
      return Ops.op(backward, new INDArray[] {x, ofY}, new INDArray[] {ofX}, integers, reals);
    }
  }

  /** A function and its derivative as operations on the input alone. */
  private record Transforms(
      BiFunction<INDArray, INDArray, Op> value, BiFunction<INDArray, INDArray, Op> derivative)
      implements Function {
    @Override
    public Runnable value(INDArray x, INDArray y) {
      return Ops.transform(value.apply(x, y));
    }

    @Override
    public Runnable gradient(INDArray x, INDArray ofY, INDArray ofX) {
      Runnable slope = Ops.transform(derivative.apply(x, ofX));
      return () -> {
        slope.run();
        ofX.muli(ofY);
      };
    }
  }

  private static Activation pair(String kind, String operation, double... reals) {
    for (double real : reals) {
      if (!Double.isFinite(real)) {
        throw new IllegalArgumentException(
            "is a " + kind + " with the parameter " + real + "; expected is a number");
      }
    }
    return new Activation(kind, new Pair(operation, operation + "_bp", Ops.NO_INTEGERS, reals));
  }

  /** {@code alpha (exp(x) - 1)} where x is negative, else x. */
  public static Activation elu(double alpha) {
    return pair("ELU", "elu", alpha);
  }

  /** {@code x} where it exceeds {@code theta}, else 0. */
  public static Activation thresholdedRelu(double theta) {
    return pair("thresholded ReLU", "thresholdedrelu", theta);
  }

  public static Activation selu() {
    return pair("SELU", "selu");
  }

  public static Activation sigmoid() {
    return pair("sigmoid", "sigmoid");
  }

  /** {@code min(max(0.2 x + 0.5, 0), 1)}. */
  public static Activation hardSigmoid() {
    return pair("hard sigmoid", "hardsigmoid");
  }

  public static Activation tanh() {
    return pair("tanh", "tanh");
  }

  /** {@code min(max(x, -1), 1)}. */
  public static Activation hardTanh() {
    return pair("hard tanh", "hardtanh");
  }

  /** {@code log(1 + exp(x))}. */
  public static Activation softplus() {
    return pair("softplus", "softplus");
  }

  /** {@code x / (1 + |x|)}. */
  public static Activation softsign() {
    return pair("softsign", "softsign");
  }

  public static Activation cube() {
    return pair("cube", "cube");
  }

  /** {@code exp(x) / sum of exp(x)} over the channels of each pixel. */
  public static Activation softmax() {
    return new Activation(SOFTMAX, new Pair("softmax", "softmax_bp", new long[] {CHANNEL_AXIS}));
  }

  /** {@code x sigmoid(x)}. */
  public static Activation swish() {
    return new Activation("swish", new Transforms(Swish::new, SwishDerivative::new));
  }

  /** {@code x tanh(softplus(x))}. */
  public static Activation mish() {
    return new Activation("mish", new Transforms(Mish::new, MishDerivative::new));
  }

  /** {@code x sigmoid(1.702 x)}. */
  public static Activation gelu() {
    return new Activation("GELU", new Transforms(GELU::new, GELUDerivative::new));
  }

  @Override
  public Role role() {
    return kind.equals(SOFTMAX) ? Role.PROBABILITIES : Role.NONLINEAR;
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public boolean backwardReadsInputs() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(kind, () -> function.value(inputs.get(0).array(), output.array()));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target ->
            steps.add(
                kind + " gradient",
                () -> function.gradient(inputs.get(0).array(), gradient.array(), target.array())));
  }
}
