package neuralart.plan.cpu;

import java.util.List;
import neuralart.step.HostCopy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * ND4J operations bound to fixed, preallocated arrays: built once, run every iteration. All arrays
 * are dense and C-ordered; ND4J's convolutions give wrong results on strided views.
 */
public final class Ops {
  static final long[] NO_INTEGERS = {};

  private Ops() {}

  /** Any ND4J operation by its name, with its arrays and arguments fixed. */
  public static Runnable op(
      String name, INDArray[] inputs, INDArray[] outputs, long[] integers, double... reals) {
    OpExecutioner executioner = Nd4j.getExecutioner();
    OpContext context = executioner.buildContext();
    context.setInputArrays(inputs);
    context.setOutputArrays(outputs);
    context.setIArguments(integers);
    context.setTArguments(reals);
    CustomOp op = DynamicCustomOp.builder(name).build();
    return () -> executioner.exec(op, context);
  }

  /** {@code z = alpha op(x) op(y) + beta z} for matrices, each transposed on request. */
  public static Runnable matmul(
      INDArray x,
      boolean transposeX,
      INDArray y,
      boolean transposeY,
      INDArray z,
      double alpha,
      double beta) {
    long[] transpose = {transposeX ? 1 : 0, transposeY ? 1 : 0, 0};
    return op("matmul", new INDArray[] {x, y}, new INDArray[] {z}, transpose, alpha, beta);
  }

  /** {@code y = max(x, 0)}. */
  static Runnable relu(INDArray x, INDArray y) {
    return op("relu", new INDArray[] {x}, new INDArray[] {y}, NO_INTEGERS, 0.0);
  }

  /**
   * A loop of Java's; on a device with memory of its own, ND4J is told what it reads and writes.
   */
  static Runnable onHost(Runnable loop, List<INDArray> reads, INDArray written) {
    return () -> {
      reads.forEach(HostCopy::read);
      loop.run();
      HostCopy.write(written);
    };
  }

  /** The first values of a flat array, without a copy. */
  public static INDArray prefix(INDArray flat, long length) {
    return flat.length() == length ? flat : slice(flat, 0, length);
  }

  private static INDArray slice(INDArray flat, long from, long to) {
    return flat.get(NDArrayIndex.interval(from, to));
  }

  /** An ND4J operation of the older kind, which holds its arrays. */
  static Runnable transform(Op op) {
    OpExecutioner executioner = Nd4j.getExecutioner();
    return () -> executioner.exec(op);
  }

  /** Adds a value for each channel, in place. */
  static Runnable addBias(INDArray x, INDArray bias) {
    return op("biasadd", new INDArray[] {x, bias}, new INDArray[] {x}, NO_INTEGERS);
  }
}
