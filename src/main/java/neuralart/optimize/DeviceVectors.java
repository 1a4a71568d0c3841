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
import neuralart.step.DeviceException;
import neuralart.step.Executor.Execution;
import neuralart.step.Step;
import neuralart.step.Sums;
import neuralart.step.Tensor;
import neuralart.step.View;

/** Variables and vectors on the device where a plan computes the gradient. */
class DeviceVectors implements Vectors {
  /** Vectors that transforms of the image and the gradient may take besides. */
  private static final int SCRATCH = 3;

  private final Variables function;
  private final PlanDevice device;
  private final Execution execution;
  private final int length;
  private final Map<Tensor, float[]> returning;
  private final Map<Object, Runnable> bound = new HashMap<>();
  private final Map<Variables, Vectors> inside = new IdentityHashMap<>();
  private final Tensor variables;
  private final Tensor gradient;
  private final Sums summary = new Sums(TOTALS, values -> totals = values);
  private double[] totals = {};

  /** The variables as they came back last. */
  private float[] point = {};

  private boolean haveComeBack;

  /**
   * @param execution beside the plan of the function, closed with this
   */
  DeviceVectors(Variables function, PlanDevice device, Execution execution) {
    this(function, device, execution, new IdentityHashMap<>());
  }

  /**
   * @param returning what comes back with the variables, and where to
   */
  private DeviceVectors(
      Variables function, PlanDevice device, Execution execution, Map<Tensor, float[]> returning) {
    this.returning = returning;
    this.function = function;
    this.device = device;
    this.execution = execution;
    length = function.variables().limit();
    variables = function.isOfImage() ? device.image() : new Tensor(1, length);
    gradient = function.isOfImage() ? device.gradient() : new Tensor(1, length);
  }

  /** Makes vectors with memory of their own. */
  interface Making<V> {
    V make(PlanDevice device, Execution execution);
  }

  /**
   * Makes vectors beside the variables of a loss, to be closed before its plan is.
   *
   * @param count how many vectors will be taken
   * @param side how many of them lie side by side, at most
   * @return nothing if the loss isn't computed on a device, or it has no room for them
   */
  static <V> Optional<V> of(Variables function, int count, int side, Making<V> making) {
    long variables = function.variables().limit();
    long bytes = (count + SCRATCH) * variables * Float.BYTES;
    if (side * variables > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return function
        .device()
        .flatMap(
            device ->
                device.beside(bytes, side * variables).map(beside -> making.make(device, beside)));
  }

  @Override
  public void begin() {
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

  @Override
  public void leave(DeviceException failure) {
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
  public Vectors inside(Variables inner) {
    return inside.computeIfAbsent(
        inner, each -> new DeviceVectors(each, device, execution, returning));
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
    return step instanceof Step.Either either ? either.onDevice().stream() : Stream.of(step);
  }

  @Override
  public void set(Tensor numbers, double... values) {
    FloatBuffer host = execution.host(numbers);
    for (int i = 0; i < values.length; i++) {
      host.put(i, (float) values[i]);
    }
    execution.write(numbers);
  }

  @Override
  public Totals totals(Tensor x) {
    run(
        List.of("totals", x),
        () -> List.of(new Step.Begin(summary), new Step.Summarize(x, summary)));
    execution.deliverSums();
    return new Totals(totals[0], totals[1], totals[2], x.length());
  }

  @Override
  public Tensor take(float[] values) {
    Tensor vector = new Tensor(1, values.length);
    execution.host(vector).put(0, values);
    execution.write(vector);
    returning.put(vector, values);
    return vector;
  }

  @Override
  public void writeVariables(Tensor from) {
    run(
        List.of("variables", from),
        () -> List.of(new Step.Copy(View.of(from), View.of(variables))));
    device.changeImage();
  }

  @Override
  public void close() {
    device.unfollow();
    execution.close();
  }
}
