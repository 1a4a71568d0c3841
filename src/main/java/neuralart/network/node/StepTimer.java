package neuralart.network.node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs and times steps outside a plan, on memory of its own. */
final class StepTimer implements Steps, AutoCloseable {
  private static final double NANOSECONDS = 1e9;

  private final List<Runnable> steps = new ArrayList<>();
  private final List<INDArray> arrays = new ArrayList<>();

  @Override
  public void add(String name, Supplier<Runnable> step) {
    steps.add(step.get());
  }

  @Override
  public Tensor scratch(long... dimensions) {
    Tensor tensor = new Tensor(dimensions);
    INDArray flat = Nd4j.createUninitialized(DataType.FLOAT, tensor.length());
    arrays.add(flat);
    tensor.place(flat);
    return tensor;
  }

  /** Runs all steps once; returns how long that took. */
  double seconds() {
    long start = System.nanoTime();
    steps.forEach(Runnable::run);
    return (System.nanoTime() - start) / NANOSECONDS;
  }

  @Override
  public void close() {
    arrays.forEach(INDArray::close);
  }
}
