package neuralart.plan.cpu;

import java.nio.FloatBuffer;
import java.util.List;
import neuralart.step.HostCopy;
import neuralart.step.PixelFunction;
import neuralart.step.PixelFunction.Kind;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarDivision;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.strict.GELU;
import org.nd4j.linalg.api.ops.impl.transforms.strict.GELUDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Mish;
import org.nd4j.linalg.api.ops.impl.transforms.strict.MishDerivative;

/** Functions of activations as ND4J computes them. */
final class PixelFunctions {
  private static final long[] CHANNEL_AXIS = {3};

  private boolean redirecting;

  /** Lets the gradients of ReLUs be redirected, or not: see {@link #rectifierGradient}. */
  void redirectGradients(boolean redirect) {
    redirecting = redirect;
  }

  /** {@code y = function(x)}. */
  Runnable value(PixelFunction function, INDArray x, INDArray y) {
    return switch (function.kind()) {
      case RELU -> Ops.relu(x, y);
      case PIECEWISE_RELU ->
          VectorLoops.piecewise(x, y, slope(function), (float) function.parameter(1));
      case SWISH -> VectorLoops.swish(x, y);
      case MISH -> Ops.transform(new Mish(x, y));
      case GELU -> Ops.transform(new GELU(x, y));
      case SCALE -> Ops.transform(new ScalarMultiplication(x, null, y, function.parameter(0)));
      case DIVIDE -> Ops.transform(new ScalarDivision(x, null, y, function.parameter(0)));
      case SHIFT -> Ops.transform(new ScalarAdd(x, null, y, function.parameter(0)));
      case NEGATIVE_PART -> Ops.transform(new ScalarMin(x, null, y, 0));
      case SIGN -> Ops.transform(new Sign(x, y));
      default -> operation(function, operation(function.kind()), y, x);
    };
  }

  /** The gradient of a function's input: see {@link neuralart.step.Step.MapGradient}. */
  Runnable gradient(PixelFunction function, INDArray at, INDArray gradient, INDArray target) {
    return switch (function.kind()) {
      case RELU -> rectifierGradient(at, gradient);
      case PIECEWISE_RELU ->
          VectorLoops.piecewiseGradient(
              at, gradient, slope(function), (float) function.parameter(1));
      case SWISH -> VectorLoops.swishGradient(at, gradient, target);
      case MISH -> product(new MishDerivative(at, target), gradient, target);
      case GELU -> product(new GELUDerivative(at, target), gradient, target);
      case SCALE, DIVIDE, SHIFT, NEGATIVE_PART, SIGN, RESPONSE_NORMALIZATION ->
          throw new IllegalArgumentException("has no gradient as a step: " + function);
      default -> operation(function, operation(function.kind()) + "_bp", target, at, gradient);
    };
  }

  private static float slope(PixelFunction piecewise) {
    return (float) piecewise.parameter(0);
  }

  private static String operation(Kind kind) {
    return switch (kind) {
      case ELU -> "elu";
      case THRESHOLDED_RELU -> "thresholdedrelu";
      case SELU -> "selu";
      case SIGMOID -> "sigmoid";
      case HARD_SIGMOID -> "hardsigmoid";
      case TANH -> "tanh";
      case HARD_TANH -> "hardtanh";
      case SOFTPLUS -> "softplus";
      case SOFTSIGN -> "softsign";
      case CUBE -> "cube";
      case SOFTMAX -> "softmax";
      case RESPONSE_NORMALIZATION -> "lrn";
      default -> throw new IllegalArgumentException("is no single operation: " + kind);
    };
  }

  private static Runnable operation(
      PixelFunction function, String name, INDArray output, INDArray... inputs) {
    double[] reals = function.parameters().stream().mapToDouble(Double::doubleValue).toArray();
    INDArray[] outputs = {output};
    return switch (function.kind()) {
      case SOFTMAX -> Ops.op(name, inputs, outputs, CHANNEL_AXIS);
      case RESPONSE_NORMALIZATION ->
          Ops.op(name, inputs, outputs, new long[] {(long) reals[0]}, reals[1], reals[2], reals[3]);
      default -> Ops.op(name, inputs, outputs, Ops.NO_INTEGERS, reals);
    };
  }

  private static Runnable product(Op derivative, INDArray gradient, INDArray target) {
    Runnable slope = Ops.transform(derivative);
    return () -> {
      slope.run();
      target.muli(gradient);
    };
  }

  /**
   * Sets a gradient to zero where the output of a ReLU is: {@code gradient *= sign(output)}. Where
   * nothing would be left of it, and gradients are redirected, those parts stay that raise an input
   * (Olah, Mordvintsev and Schubert 2017): a descent can wake a channel that never responds.
   */
  private Runnable rectifierGradient(INDArray output, INDArray gradient) {
    FloatBuffer outputs = HostCopy.values(output);
    FloatBuffer slopes = HostCopy.values(gradient);
    Runnable mask = VectorLoops.reluGradient(output, gradient);
    Runnable redirected =
        Ops.onHost(
            () -> {
              if (isBlocked(outputs, slopes)) {
                keepRaising(slopes);
              } else {
                mask.run();
              }
            },
            List.of(output, gradient),
            gradient);
    return () -> (redirecting ? redirected : mask).run();
  }

  private static boolean isBlocked(FloatBuffer outputs, FloatBuffer slopes) {
    for (int i = 0; i < outputs.limit(); i++) {
      if (outputs.get(i) > 0 && slopes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Losses are minimised: a negative slope raises the value. */
  private static void keepRaising(FloatBuffer slopes) {
    for (int i = 0; i < slopes.limit(); i++) {
      slopes.put(i, Math.min(slopes.get(i), 0));
    }
  }
}
