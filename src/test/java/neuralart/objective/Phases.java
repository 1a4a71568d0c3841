package neuralart.objective;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import neuralart.objective.Objective.Part;
import neuralart.objective.Objective.Term;
import neuralart.step.Executor;
import neuralart.step.Executor.Execution;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/** Runs an objective through its phases, on an activation as a whole or in strips. */
final class Phases implements Steps {
  private final Executor executor;
  private final List<Step> steps = new ArrayList<>();
  private final List<List<Tensor>> slots = new ArrayList<>();
  private final Map<Tensor, float[]> constants = new LinkedHashMap<>();

  private Phases(Executor executor) {
    this.executor = executor;
  }

  /**
   * Evaluates an objective twice, and returns its second value; 0 for a measurement.
   *
   * @param activation {@code [H, W, C]}
   * @param gradient of the same size; the objective's is added once
   * @param strips how many rows each strip has
   */
  static double evaluate(
      Executor executor,
      Objective objective,
      Shape shape,
      float[] activation,
      float[] gradient,
      int... strips) {
    return new Phases(executor).run(objective, shape, activation, gradient, strips);
  }

  private double run(
      Objective objective, Shape shape, float[] activation, float[] gradient, int... strips) {
    Term term = objective.bind(shape, this);
    List<Part> parts = parts(objective.neighbours(), shape, strips);
    List<Tensor> slopes = parts.stream().map(part -> scratch(part.tensor().dimensions())).toList();
    term.begin();
    parts.forEach(term::accumulate);
    term.finish();
    for (int i = 0; i < parts.size(); i++) {
      term.differentiate(parts.get(i), slopes.get(i));
    }
    int row = shape.width() * shape.channels();
    try (Execution execution = executor.allocate(slots)) {
      constants.forEach(
          (tensor, values) -> {
            execution.host(tensor).put(0, values);
            execution.write(tensor);
          });
      List<Runnable> runs = steps.stream().map(execution::bind).toList();
      for (int evaluation = 0; evaluation < 2; evaluation++) {
        for (int i = 0; i < parts.size(); i++) {
          set(execution, parts.get(i).tensor(), activation, parts.get(i).top() * row);
          set(execution, slopes.get(i), gradient, parts.get(i).top() * row);
        }
        runs.forEach(Runnable::run);
      }
      for (int i = 0; i < parts.size(); i++) {
        Part part = parts.get(i);
        execution.read(slopes.get(i));
        execution
            .host(slopes.get(i))
            .get(
                (part.first() - part.top()) * row,
                gradient,
                part.first() * row,
                part.count() * row);
      }
      return objective.isDifferentiable() ? term.value() : 0;
    }
  }

  private static void set(Execution execution, Tensor tensor, float[] values, int from) {
    execution.host(tensor).put(0, values, from, (int) tensor.length());
    execution.write(tensor);
  }

  private List<Part> parts(int neighbours, Shape shape, int... strips) {
    List<Part> parts = new ArrayList<>();
    int first = 0;
    for (int count : strips) {
      int top = Math.max(0, first - neighbours);
      int bottom = Math.min(shape.height(), first + count + neighbours);
      parts.add(
          new Part(
              scratch(1, bottom - top, shape.width(), shape.channels()), top, first, count, true));
      first += count;
    }
    return parts;
  }

  @Override
  public void add(Step step) {
    executor.lower(
        step,
        new Steps() {
          @Override
          public void add(Step lowered) {
            steps.add(lowered);
          }

          @Override
          public Tensor scratch(long... dimensions) {
            return Phases.this.scratch(dimensions);
          }

          @Override
          public Tensor constant(float[] values, long... dimensions) {
            return Phases.this.constant(values, dimensions);
          }
        });
  }

  @Override
  public Tensor scratch(long... dimensions) {
    Tensor tensor = new Tensor(dimensions);
    slots.add(List.of(tensor));
    return tensor;
  }

  @Override
  public Tensor constant(float[] values, long... dimensions) {
    Tensor tensor = scratch(dimensions);
    constants.put(tensor, values);
    return tensor;
  }
}
