package neuralart.art.style;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import neuralart.objective.Objective;
import neuralart.optimize.LossFunction;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;

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
      public int neighbours() {
        return objective.neighbours();
      }

      @Override
      public Term bind(Shape activation, Steps steps) {
        Term term = objective.bind(activation, steps);
        return new Term() {
          @Override
          public void begin() {
            term.begin();
          }

          @Override
          public void accumulate(Part part) {
            term.accumulate(part);
          }

          @Override
          public void finish() {
            term.finish();
          }

          @Override
          public void differentiate(Part part, Tensor gradient) {
            term.differentiate(part, gradient);
          }

          @Override
          public double value() {
            double value = term.value();
            sums.merge(part, value, Double::sum);
            return value;
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
