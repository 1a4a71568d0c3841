package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.IdentityHashMap;
import java.util.Map;
import neuralart.plan.cpu.Ops;
import neuralart.step.HostCopy;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The vectors of L-BFGS as arrays of ND4J. */
final class HostAlgebra extends HostVectors implements Algebra {
  private final Variables function;
  private final Preconditioner preconditioner;
  private final Map<Tensor, INDArray> arrays = new IdentityHashMap<>();

  HostAlgebra(Variables function, Preconditioner preconditioner) {
    super(function);
    this.function = function;
    this.preconditioner = preconditioner;
  }

  @Override
  FloatBuffer values(Tensor vector) {
    return arrays.containsKey(vector) ? HostCopy.values(array(vector)) : super.values(vector);
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
  public void close() {
    arrays.values().forEach(INDArray::close);
    arrays.clear();
  }
}
