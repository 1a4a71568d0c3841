package neuralart.network.node;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import neuralart.network.node.PointFunction.Function;
import neuralart.step.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Activation functions against their formulas. */
class ActivationTest {
  private static final Shape INPUT = new Shape(7, 12, 3);

  static Stream<Arguments> functions() {
    return Stream.of(
        function(PiecewiseRelu.leaky(0.2), x -> x < 0 ? 0.2 * x : x),
        function(PiecewiseRelu.leaky(0), x -> Math.max(x, 0)),
        function(new PiecewiseRelu(0, 2), x -> Math.min(Math.max(x, 0), 2)),
        function(new PiecewiseRelu(0.1, 1.5), x -> x < 0 ? 0.1 * x : Math.min(x, 1.5)),
        function(new Relu(), x -> Math.max(x, 0)),
        function(Activation.elu(1), x -> x < 0 ? Math.expm1(x) : x),
        function(Activation.elu(0.5), x -> x < 0 ? 0.5 * Math.expm1(x) : x),
        function(Activation.thresholdedRelu(0.7), x -> x > 0.7 ? x : 0),
        function(
            Activation.selu(),
            x -> 1.0507009873554804934 * (x < 0 ? 1.6732632423543772848 * Math.expm1(x) : x)),
        function(Activation.sigmoid(), ActivationTest::sigmoid),
        function(Activation.hardSigmoid(), x -> Math.min(Math.max(0.2 * x + 0.5, 0), 1)),
        function(Activation.tanh(), Math::tanh),
        function(Activation.hardTanh(), x -> Math.min(Math.max(x, -1), 1)),
        function(Activation.softplus(), x -> Math.log1p(Math.exp(x))),
        function(Activation.softsign(), x -> x / (1 + Math.abs(x))),
        function(Activation.cube(), x -> x * x * x),
        function(Activation.swish(), x -> x * sigmoid(x)),
        function(Activation.mish(), x -> x * Math.tanh(Math.log1p(Math.exp(x)))),
        function(Activation.gelu(), x -> x * sigmoid(1.702 * x)),
        function(new PointFunction(Function.CLIP, -1, 2), x -> Math.min(Math.max(x, -1), 2)),
        function(new PointFunction(Function.POWER, 3, 0), x -> x * x * x),
        function(new PointFunction(Function.ABSOLUTE), Math::abs),
        function(new PointFunction(Function.EXPONENTIAL), Math::exp),
        function(new PointFunction(Function.LEAKY, -0.5, 0), x -> x < 0 ? -0.5 * x : x),
        function(
            new PointFunction(Function.EXPONENTIAL_LINEAR, 2, 0.5),
            x -> x < 0 ? 2 * Math.expm1(x / 0.5) : x),
        function(
            new PointFunction(Function.HARD_SWISH, 1 / 6.0, 0.5),
            x -> x * Math.min(Math.max(x / 6 + 0.5, 0), 1)),
        function(new PointFunction(Function.ERROR_FUNCTION), ActivationTest::erf),
        function(new PointFunction(Function.GELU), x -> x * (1 + erf(x * Math.sqrt(0.5))) / 2),
        function(
            new PointFunction(Function.TANH_GELU),
            x -> x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2),
        function(new Affine(0.3, 0), x -> 0.3 * x),
        function(new Affine(1, -2), x -> x - 2),
        function(new Identity("dropout"), x -> x));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void functionEqualsFormula(Node node, DoubleUnaryOperator formula) {
    new NodeCheck().scaled(4).check(node, INPUT, x -> DoubleStream.of(x[0]).map(formula).toArray());
  }

  @Test
  void softmaxEqualsFormula() {
    new NodeCheck()
        .scaled(4)
        .check(
            Activation.softmax(),
            INPUT,
            x -> {
              double[] y = new double[x[0].length];
              for (int i = 0; i < y.length; i++) {
                int pixel = i / 3 * 3;
                double sum = 0;
                for (int c = 0; c < 3; c++) {
                  sum += Math.exp(x[0][pixel + c]);
                }
                y[i] = Math.exp(x[0][i]) / sum;
              }
              return y;
            });
  }

  /** By the series whose terms have one sign. */
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static Arguments function(Node node, DoubleUnaryOperator formula) {
    return Arguments.of(node, formula);
  }
}
