package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import neuralart.plan.Plan;
import neuralart.plan.PlanDevice;
import neuralart.step.Comparison;
import neuralart.step.DeviceException;
import neuralart.step.Executor.Execution;
import neuralart.step.Step;
import neuralart.step.Sums;
import neuralart.step.Tensor;
import neuralart.step.View;

/** Vectors on the device where a plan computes the gradient. */
final class DeviceVectors implements Vectors {
  /** Vectors that transforms of the image and the gradient may take besides. */
  private static final int SCRATCH = 3;

  private final LossFunction function;
  private final PlanDevice device;
  private final Execution execution;
  private final Preconditioner preconditioner;
  private final int length;
  private final Map<Tensor, float[]> returning;
  private final Map<Object, Runnable> bound = new HashMap<>();
  private final Map<LossFunction, Vectors> inside = new IdentityHashMap<>();
  private final Tensor variables;
  private final Tensor gradient;
  private final Map<Tensor, Tensor> numbers = new IdentityHashMap<>();
  private final Tensor factor = new Tensor(1);
  private final Sums sums = new Sums(Comparison.SUMS, values -> product = values[0]);
  private final Sums summary = new Sums(TOTALS, values -> totals = values);
  private double product;
  private double[] totals = {};

  /** The variables as they came back last. */
  private float[] point = {};

  private boolean haveComeBack;

  /**
   * @param returning what comes back with the variables, and where to
   */
  private DeviceVectors(
      LossFunction function,
      PlanDevice device,
      Execution execution,
      Preconditioner preconditioner,
      Map<Tensor, float[]> returning) {
    this.returning = returning;
    this.function = function;
    this.device = device;
    this.execution = execution;
    this.preconditioner = preconditioner;
    length = function.variables().limit();
    variables = function.isOfImage() ? device.image() : take();
    gradient = function.isOfImage() ? device.gradient() : take();
  }

  /**
   * Vectors beside the variables of a loss, to be closed before its plan is.
   *
   * @param count how many vectors will be taken
   * @param side how many of them lie side by side, at most
   * @return nothing if the loss isn't computed on a device, or it has no room for them
   */
  static Optional<DeviceVectors> of(
      LossFunction function, int count, int side, Preconditioner preconditioner) {
    long variables = function.variables().limit();
    long bytes = (count + SCRATCH) * variables * Float.BYTES;
    if (side * variables > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return function
        .device()
        .flatMap(
            device ->
                device
                    .beside(bytes, side * variables)
                    .map(
                        beside ->
                            new DeviceVectors(
                                function,
                                device,
                                beside,
                                preconditioner,
                                new IdentityHashMap<>())));
  }

  /** Takes the variables to the device. */
  void begin() {
    point = new float[length];
    function.variables().get(0, point);
    if (function.isOfImage()) {
      device.takeImage();
    } else {
      execution.host(variables).put(0, point);
      execution.write(variables);
    }
    device.follow(this::comeBack);
  }

  /** What goes with an image that has come back. */
  private void comeBack() {
    returning.keySet().forEach(execution::read);
    if (!function.isOfImage()) {
      execution.read(variables);
      function.variables().put(0, execution.host(variables), 0, length);
    }
    function.variables().get(0, point);
    returning.forEach((vector, values) -> execution.host(vector).get(0, values));
    haveComeBack = true;
  }

  @Override
  public boolean haveComeBack() {
    boolean have = haveComeBack;
    haveComeBack = false;
    return have;
  }

  @Override
  public void bringBack() {
    device.changeImage();
    function.variables();
  }

  /** Leaves a device that failed: the variables are those that came back last. */
  void leave(DeviceException failure) {
    device.leave(failure);
    function.variables().put(0, point);
  }

  @Override
  public Tensor variables() {
    return variables;
  }

  @Override
  public Tensor gradient() {
    return gradient;
  }

  @Override
  public Vectors inside(LossFunction inner) {
    return inside.computeIfAbsent(
        inner, each -> new DeviceVectors(each, device, execution, preconditioner, returning));
  }

  @Override
  public double evaluate(Plan plan) {
    return device.evaluate();
  }

  @Override
  public void run(Object key, Supplier<List<Step>> steps) {
    bound
        .computeIfAbsent(
            key,
            unknown -> {
              List<Runnable> all =
                  steps.get().stream()
                      .flatMap(DeviceVectors::lowered)
                      .map(execution::bind)
                      .toList();
              return () -> all.forEach(Runnable::run);
            })
        .run();
  }

  private static Stream<Step> lowered(Step step) {
    return step instanceof Step.Either either ? either.steps().stream() : Stream.of(step);
  }

  private void run(Supplier<List<Step>> steps, Object... key) {
    run(List.of(key), steps);
  }

  @Override
  public void set(Tensor numbers, double... values) {
    for (int i = 0; i < values.length; i++) {
      execution.host(numbers).put(i, (float) values[i]);
    }
    execution.write(numbers);
  }

  @Override
  public Totals totals(Tensor x) {
    run(() -> List.of(new Step.Begin(summary), new Step.Summarize(x, summary)), "totals", x);
    execution.deliverSums();
    return new Totals(totals[0], totals[1], totals[2], x.length());
  }

  @Override
  public Tensor take(float[] values) {
    Tensor vector = take();
    execution.host(vector).put(0, values);
    execution.write(vector);
    returning.put(vector, values);
    return vector;
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
  public void writeVariables(Tensor from) {
    copy(from, variables());
    device.changeImage();
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

  @Override
  public void close() {
    device.unfollow();
    execution.close();
  }
}
