package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import neuralart.plan.Plan;
import neuralart.step.DeviceException;
import neuralart.step.Step;
import neuralart.step.Tensor;

/** Variables and vectors in the computer's memory, as loops of Java's see them. */
class HostVectors implements Vectors {
  private final Variables function;
  private final Map<Tensor, FloatBuffer> buffers = new IdentityHashMap<>();
  private final Map<Object, Runnable> bound = new HashMap<>();
  private final Map<Variables, Vectors> inside = new IdentityHashMap<>();
  private final Tensor variables;
  private final Tensor gradient;

  HostVectors(Variables function) {
    this.function = function;
    variables = new Tensor(function.variables().limit());
    gradient = new Tensor(variables.dimensions());
    buffers.put(variables, function.variables());
    buffers.put(gradient, function.gradient());
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
    return inside.computeIfAbsent(inner, HostVectors::new);
  }

  @Override
  public double evaluate(Plan plan) {
    return plan.evaluate();
  }

  @Override
  public void run(Object key, Supplier<List<Step>> steps) {
    bound
        .computeIfAbsent(
            key,
            unknown -> {
              List<Runnable> loops = steps.get().stream().flatMap(this::loops).toList();
              return () -> loops.forEach(Runnable::run);
            })
        .run();
  }

  /** Those of a step, which the processor runs in loops of Java's. */
  private Stream<Runnable> loops(Step step) {
    List<Step> loops = step instanceof Step.Either either ? either.onProcessor() : List.of(step);
    return loops.stream().map(loop -> ((Step.OnHost) loop).body().apply(this::values));
  }

  FloatBuffer values(Tensor vector) {
    return buffers.get(vector);
  }

  @Override
  public void set(Tensor numbers, double... values) {}

  @Override
  public Totals totals(Tensor x) {
    FloatBuffer values = values(x);
    double sum = 0;
    double absolutes = 0;
    double squares = 0;
    for (int i = 0; i < values.limit(); i++) {
      float value = values.get(i);
      sum += value;
      absolutes += Math.abs(value);
      squares += (double) value * value;
    }
    return new Totals(sum, absolutes, squares, values.limit());
  }

  @Override
  public Tensor take(float[] values) {
    Tensor vector = new Tensor(values.length);
    buffers.put(vector, FloatBuffer.wrap(values));
    return vector;
  }

  @Override
  public void writeVariables(Tensor from) {
    function.variables().put(0, values(from), 0, (int) from.length());
  }

  @Override
  public void begin() {}

  @Override
  public boolean haveComeBack() {
    return false;
  }

  @Override
  public void bringBack() {}

  /** There is none. */
  @Override
  public void leave(DeviceException failure) {
    throw failure;
  }

  @Override
  public void close() {}
}
