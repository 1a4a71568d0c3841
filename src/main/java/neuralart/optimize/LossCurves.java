package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import neuralart.objective.Objective;
import neuralart.plan.PlanDevice;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/** Records the values that the parts of a loss have at each evaluation. */
public final class LossCurves {
  private final Map<String, Double> sums = new LinkedHashMap<>();
  private final Map<String, List<Double>> curves = new LinkedHashMap<>();
  private final List<Integer> sizes = new ArrayList<>();
  private int size;

  /**
   * Lets the evaluations that follow be of the next size of the image; before, none is recorded.
   */
  public void nextSize() {
    size++;
  }

  /** The same objective, its value counted as part of the loss. */
  public Objective meter(String part, Objective objective) {
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

  /**
   * The same function, each evaluation of which adds a point to the curves.
   *
   * @param tiles how often an evaluation evaluates each objective; the curves have the mean
   */
  public LossFunction meter(LossFunction function, int tiles) {
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
      public Optional<PlanDevice> device() {
        return function.device();
      }

      @Override
      public boolean isOfImage() {
        return function.isOfImage();
      }

      @Override
      public double evaluate() {
        return recorded(function::evaluate);
      }

      @Override
      public double evaluate(Vectors vectors) {
        return recorded(() -> function.evaluate(vectors));
      }

      private double recorded(DoubleSupplier evaluation) {
        sums.replaceAll((part, sum) -> 0.0);
        double loss = evaluation.getAsDouble();
        if (size > 0) {
          sizes.add(size);
          sums.forEach(
              (part, sum) -> curves.computeIfAbsent(part, p -> new ArrayList<>()).add(sum / tiles));
        }
        return loss;
      }
    };
  }

  /** What has been recorded. */
  public Losses losses() {
    Map<String, double[]> values = new LinkedHashMap<>();
    curves.forEach(
        (part, curve) ->
            values.put(part, curve.stream().mapToDouble(Double::doubleValue).toArray()));
    return new Losses(values, sizes.stream().mapToInt(Integer::intValue).toArray());
  }
}
