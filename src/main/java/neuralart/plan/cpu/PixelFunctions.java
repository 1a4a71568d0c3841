package neuralart.plan.cpu;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import neuralart.step.PixelFunction;
import neuralart.step.PixelFunction.Kind;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarDivision;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarReverseSubtraction;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.strict.GELU;
import org.nd4j.linalg.api.ops.impl.transforms.strict.GELUDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Mish;
import org.nd4j.linalg.api.ops.impl.transforms.strict.MishDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Swish;
import org.nd4j.linalg.api.ops.impl.transforms.strict.SwishDerivative;
import org.nd4j.linalg.factory.Nd4j;

/** Functions of activations as ND4J computes them. */
final class PixelFunctions implements AutoCloseable {
  private static final long[] CHANNEL_AXIS = {3};

  private Optional<INDArray> scratch = Optional.empty();
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
          Ops.chunked(
              List.of(x, y),
              scratch(),
              (chunks, below) -> piecewise(function, chunks.get(0), chunks.get(1), below));
      case SWISH -> Ops.transform(new Swish(x, y));
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
          Ops.chunked(
              List.of(at, gradient),
              scratch(),
              (chunks, factor) ->
                  piecewiseGradient(function, chunks.get(0), chunks.get(1), factor));
      case SWISH -> product(new SwishDerivative(at, target), gradient, target);
      case MISH -> product(new MishDerivative(at, target), gradient, target);
      case GELU -> product(new GELUDerivative(at, target), gradient, target);
      case SCALE, DIVIDE, SHIFT, NEGATIVE_PART, SIGN, RESPONSE_NORMALIZATION ->
          throw new IllegalArgumentException("has no gradient as a step: " + function);
      default -> operation(function, operation(function.kind()) + "_bp", target, at, gradient);
    };
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
    Runnable mask =
        Ops.chunked(
            List.of(output, gradient),
            scratch(),
            (chunks, sign) -> {
              Runnable signs = Ops.transform(new Sign(chunks.get(0), sign));
              INDArray part = chunks.get(1);
              return () -> {
                signs.run();
                part.muli(sign);
              };
            });
    FloatBuffer outputs = Ops.values(output);
    FloatBuffer slopes = Ops.values(gradient);
    return () -> {
      if (redirecting && isBlocked(outputs, slopes)) {
        keepRaising(slopes);
      } else {
        mask.run();
      }
    };
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

  /**
   * {@code below = min(x, 0) slope, y = min(max(x, 0), maximum) + below}. ND4J's own operations
   * branch on each value, which costs twenty times as much.
   */
  private static Runnable piecewise(
      PixelFunction function, INDArray x, INDArray y, INDArray below) {
    double slope = function.parameter(0);
    double maximum = function.parameter(1);
    Runnable negative = Ops.transform(new ScalarMin(x, null, below, 0));
    Runnable tilt = Ops.transform(new ScalarMultiplication(below, null, below, slope));
    Runnable rectify = Ops.transform(new ScalarMax(x, null, y, 0));
    Runnable limit = Ops.transform(new ScalarMin(y, null, y, maximum));
    return () -> {
      if (slope != 0) {
        negative.run();
        tilt.run();
      }
      rectify.run();
      if (!Double.isInfinite(maximum)) {
        limit.run();
      }
      if (slope != 0) {
        y.addi(below);
      }
    };
  }

  /** Multiplies by {@code slope + (1 - slope) sign(max(y, 0))} and {@code sign(maximum - y)}. */
  private static Runnable piecewiseGradient(
      PixelFunction function, INDArray y, INDArray gradient, INDArray factor) {
    double slope = function.parameter(0);
    double maximum = function.parameter(1);
    Runnable rectify = Ops.transform(new RectifiedLinear(y, factor));
    Runnable sign = Ops.transform(new Sign(factor, factor));
    Runnable compress = Ops.transform(new ScalarMultiplication(factor, null, factor, 1 - slope));
    Runnable lift = Ops.transform(new ScalarAdd(factor, null, factor, slope));
    Runnable distance = Ops.transform(new ScalarReverseSubtraction(y, null, factor, maximum));
    return () -> {
      rectify.run();
      sign.run();
      if (slope != 0) {
        compress.run();
        lift.run();
      }
      gradient.muli(factor);
      if (!Double.isInfinite(maximum)) {
        distance.run();
        sign.run();
        gradient.muli(factor);
      }
    };
  }

  /** Memory for chunks, which steps share as they run one after the other. */
  private INDArray scratch() {
    if (scratch.isEmpty()) {
      scratch = Optional.of(Nd4j.createUninitialized(DataType.FLOAT, Ops.CHUNK));
    }
    return scratch.get();
  }

  @Override
  public void close() {
    scratch.ifPresent(INDArray::close);
  }
}
