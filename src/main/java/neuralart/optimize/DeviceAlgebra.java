package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import neuralart.plan.PlanDevice;
import neuralart.step.Comparison;
import neuralart.step.Executor.Execution;
import neuralart.step.Step;
import neuralart.step.Sums;
import neuralart.step.Tensor;
import neuralart.step.View;

/** The vectors of L-BFGS on a device. */
final class DeviceAlgebra extends DeviceVectors implements Algebra {
  private final Execution execution;
  private final Preconditioner preconditioner;
  private final long length;
  private final Map<Tensor, Tensor> numbers = new IdentityHashMap<>();
  private final Tensor factor = new Tensor(1);
  private final Sums sums = new Sums(Comparison.SUMS, values -> product = values[0]);
  private double product;

  /**
   * @param execution beside the plan of the function, closed with this
   */
  DeviceAlgebra(
      Variables function, PlanDevice device, Execution execution, Preconditioner preconditioner) {
    super(function, device, execution);
    this.execution = execution;
    this.preconditioner = preconditioner;
    length = function.variables().limit();
  }

  private void run(Supplier<List<Step>> steps, Object... key) {
    run(List.of(key), steps);
  }

  @Override
  public Tensor take() {
    return new Tensor(1, length);
  }

  /** Rows that aren't set yet are zeros, so that all can be read. */
  @Override
  public Tensor take(int rows) {
    Tensor vectors = new Tensor(rows, length);
    execution.bind(new Step.Fill(View.of(vectors), 0)).run();
    return vectors;
  }

  @Override
  public void readVariables(Tensor to) {
    copy(variables(), to);
  }

  @Override
  public void readGradient(Tensor to) {
    copy(gradient(), to);
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    run(() -> List.of(new Step.Copy(View.of(from), View.of(to))), "copy", from, to);
  }

  @Override
  public void scale(Tensor x, double number) {
    set(factor, number);
    View repeated = View.of(factor).repeated(0, length);
    run(() -> List.of(combine(Step.Operation.MULTIPLY, repeated, x)), "scale", x);
  }

  @Override
  public void add(Tensor from, Tensor to) {
    run(() -> List.of(combine(Step.Operation.ADD, View.of(from), to)), "add", from, to);
  }

  @Override
  public void subtract(Tensor from, Tensor to) {
    run(() -> List.of(combine(Step.Operation.SUBTRACT, View.of(from), to)), "subtract", from, to);
  }

  private static Step combine(Step.Operation operation, View from, Tensor to) {
    return new Step.Combine(operation, from, View.of(to, 0, to.length()));
  }

  @Override
  public double product(Tensor a, Tensor b) {
    run(
        () ->
            List.of(
                new Step.Begin(sums),
                new Step.Measure(Comparison.COSINE, View.of(a), View.of(b), sums)),
        "product",
        a,
        b);
    execution.deliverSums();
    return product;
  }

  @Override
  public void precondition(Tensor x) {
    run(() -> preconditioner.steps(x), "precondition", x);
  }

  @Override
  public void setRow(Tensor rows, int row, Tensor vector) {
    View target = View.of(rows).rows(row, 1);
    run(() -> List.of(new Step.Copy(View.of(vector), target)), "row", rows, row, vector);
  }

  @Override
  public double[] products(Tensor rows, int used, Tensor vector) {
    Tensor all = numbers(rows);
    run(
        () ->
            List.of(
                new Step.Multiply(View.of(vector), false, View.of(rows), true, View.of(all), 1, 0)),
        "products",
        rows,
        vector);
    execution.read(all);
    FloatBuffer values = execution.host(all);
    double[] result = new double[used];
    for (int i = 0; i < used; i++) {
      result[i] = values.get(i);
    }
    return result;
  }

  @Override
  public void combine(Tensor vector, double number, Tensor rows, double[] factors) {
    Tensor all = numbers(rows);
    FloatBuffer values = execution.host(all);
    for (int i = 0; i < values.limit(); i++) {
      values.put(i, i < factors.length ? (float) factors[i] : 0);
    }
    execution.write(all);
    if (number != 1) {
      scale(vector, number);
    }
    run(
        () ->
            List.of(
                new Step.Multiply(
                    View.of(all), false, View.of(rows), false, View.of(vector), -1, 1)),
        "combine",
        rows,
        vector);
  }

  /** A number for each of some rows. */
  private Tensor numbers(Tensor rows) {
    return numbers.computeIfAbsent(rows, key -> new Tensor(1, rows.size(0)));
  }
}
