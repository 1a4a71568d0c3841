package neuralart.art.style;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import neuralart.objective.Objective;
import neuralart.optimize.LossFunction;
import neuralart.step.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The values that the parts of a loss have at each evaluation. */
final class LossCurves {
  private final Map<String, Double> sums = new LinkedHashMap<>();
  private final Map<String, List<Double>> curves = new LinkedHashMap<>();

  /** The same objective, its value counted as part of the loss. */
  Objective meter(String part, Objective objective) {
    sums.putIfAbsent(part, 0.0);
    return new Objective() {
      @Override
      public String layer() {
        return objective.layer();
      }

      @Override
      public long bytes(Shape activation) {
        return objective.bytes(activation);
      }

      @Override
      public Evaluation bind(INDArray activation, INDArray gradient) {
        Evaluation evaluation = objective.bind(activation, gradient);
        return new Evaluation() {
          @Override
          public double evaluate() {
            double value = evaluation.evaluate();
            sums.merge(part, value, Double::sum);
            return value;
          }

          @Override
          public void close() {
            evaluation.close();
          }
        };
      }
    };
  }

  /** The same function, each evaluation of which adds a point to the curves. */
  LossFunction meter(LossFunction function) {
    return new LossFunction() {
      @Override
      public FloatBuffer variables() {
        return function.variables();
      }

      @Override
      public FloatBuffer gradient() {
        return function.gradient();
      }

      @Override
      public double evaluate() {
        sums.replaceAll((part, sum) -> 0.0);
        double loss = function.evaluate();
        sums.forEach((part, sum) -> curves.computeIfAbsent(part, p -> new ArrayList<>()).add(sum));
        return loss;
      }
    };
  }

  /** The curves by the name of the part, a value for each evaluation. */
  Map<String, double[]> values() {
    Map<String, double[]> values = new LinkedHashMap<>();
    curves.forEach(
        (part, curve) ->
            values.put(part, curve.stream().mapToDouble(Double::doubleValue).toArray()));
    return values;
  }
}
