package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import neuralart.plan.Plan;
import neuralart.plan.cpu.Ops;
import neuralart.step.HostCopy;
import neuralart.step.Step;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Vectors in the computer's memory. */
final class HostVectors implements Vectors {
  private final LossFunction function;
  private final Preconditioner preconditioner;
  private final Map<Tensor, INDArray> arrays = new IdentityHashMap<>();
  private final Map<Tensor, FloatBuffer> buffers = new IdentityHashMap<>();
  private final Map<Object, Runnable> bound = new HashMap<>();
  private final Map<LossFunction, Vectors> inside = new IdentityHashMap<>();
  private final Tensor variables;
  private final Tensor gradient;

  HostVectors(LossFunction function, Preconditioner preconditioner) {
    this.function = function;
    this.preconditioner = preconditioner;
    variables = new Tensor(function.variables().limit());
    gradient = new Tensor(variables.dimensions());
    buffers.put(variables, function.variables());
    buffers.put(gradient, function.gradient());
  }

  /** For what is computed with variables and gradient alone. */
  HostVectors(LossFunction function) {
    this(function, Preconditioner.NONE);
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
              List<Runnable> loops = steps.get().stream().map(this::loop).toList();
              return () -> loops.forEach(Runnable::run);
            })
        .run();
  }

  private Runnable loop(Step step) {
    Step.OnHost loop = step instanceof Step.Either either ? either.loop() : (Step.OnHost) step;
    return loop.body().apply(this::values);
  }

  private FloatBuffer values(Tensor vector) {
    return buffers.containsKey(vector) ? buffers.get(vector) : HostCopy.values(array(vector));
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
  public Tensor take() {
    return take(new Tensor(function.variables().limit()));
  }

  @Override
  public Tensor take(int rows) {
    return take(new Tensor(rows, function.variables().limit()));
  }

  private Tensor take(Tensor vectors) {
    arrays.put(vectors, Nd4j.createUninitialized(DataType.FLOAT, vectors.dimensions()));
    return vectors;
  }

  INDArray array(Tensor vectors) {
    return arrays.get(vectors);
  }

  @Override
  public void readVariables(Tensor to) {
    copy(function.variables(), to);
  }

  @Override
  public void readGradient(Tensor to) {
    copy(function.gradient(), to);
  }

  private void copy(FloatBuffer values, Tensor to) {
    HostCopy.values(array(to)).put(0, values, 0, values.limit());
    HostCopy.write(array(to));
  }

  @Override
  public void writeVariables(Tensor from) {
    function.variables().put(0, values(from), 0, (int) from.length());
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    array(to).assign(array(from));
  }

  @Override
  public void scale(Tensor x, double factor) {
    array(x).muli(factor);
  }

  @Override
  public void add(Tensor from, Tensor to) {
    array(to).addi(array(from));
  }

  @Override
  public void subtract(Tensor from, Tensor to) {
    array(to).subi(array(from));
  }

  @Override
  public double product(Tensor a, Tensor b) {
    FloatBuffer left = HostCopy.values(array(a));
    FloatBuffer right = HostCopy.values(array(b));
    double sum = 0;
    for (int i = 0; i < left.limit(); i++) {
      sum += (double) left.get(i) * right.get(i);
    }
    return sum;
  }

  @Override
  public void precondition(Tensor x) {
    precondition(array(x), preconditioner);
  }

  /** Lets a preconditioner have a vector, which isn't a view. */
  static void precondition(INDArray vector, Preconditioner preconditioner) {
    preconditioner.apply(HostCopy.values(vector));
    HostCopy.write(vector);
  }

  @Override
  public void setRow(Tensor rows, int row, Tensor vector) {
    array(rows).getRow(row).assign(array(vector));
  }

  @Override
  public double[] products(Tensor rows, int used, Tensor vector) {
    double[] result = new double[used];
    try (INDArray all = Nd4j.createUninitialized(DataType.FLOAT, 1, used)) {
      INDArray left = array(vector).reshape(1, vector.length());
      Ops.matmul(left, false, used(rows, used), true, all, 1, 0).run();
      FloatBuffer values = HostCopy.values(all);
      for (int i = 0; i < used; i++) {
        result[i] = values.get(i);
      }
    }
    return result;
  }

  @Override
  public void combine(Tensor vector, double factor, Tensor rows, double[] factors) {
    float[] values = new float[factors.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) factors[i];
    }
    try (INDArray row = Nd4j.createFromArray(values)) {
      INDArray sum = array(vector).reshape(1, vector.length());
      INDArray left = row.reshape(1, values.length);
      Ops.matmul(left, false, used(rows, values.length), false, sum, -1, factor).run();
    }
  }

  private INDArray used(Tensor rows, int used) {
    INDArray all = array(rows);
    return used == all.size(0) ? all : all.get(NDArrayIndex.interval(0, used));
  }

  @Override
  public boolean haveComeBack() {
    return false;
  }

  @Override
  public void bringBack() {}

  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
    arrays.clear();
  }
}
