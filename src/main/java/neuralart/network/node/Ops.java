package neuralart.network.node;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * ND4J operations bound to fixed, preallocated arrays: built once, run every iteration. All arrays
 * are dense and C-ordered; ND4J's convolutions give wrong results on strided views.
 */
public final class Ops {
  private static final long[] NO_INTEGERS = {};

  /**
   * Values handled at a time where a temporary is needed: small enough to stay in the processor's
   * cache, large enough to hide the cost of a call.
   */
  private static final long CHUNK = 1 << 19;

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

  /** {@code x = max(x, 0)}, in place. */
  static Runnable relu(INDArray x, INDArray y) {
    return op("relu", new INDArray[] {x}, new INDArray[] {y}, NO_INTEGERS, 0.0);
  }

  /**
   * Sets a gradient to zero where the output of a ReLU is zero: {@code gradient *= sign(output)}.
   *
   * @param scratch at least {@link #chunk} values
   */
  static Runnable maskBySign(INDArray output, INDArray gradient, INDArray scratch) {
    long length = output.length();
    INDArray flatOutput = output.reshape('c', new long[] {length});
    INDArray flatGradient = gradient.reshape('c', new long[] {length});
    INDArray flatScratch = scratch.reshape('c', new long[] {scratch.length()});
    OpExecutioner executioner = Nd4j.getExecutioner();
    int chunks = (int) ((length + CHUNK - 1) / CHUNK);
    Sign[] signs = new Sign[chunks];
    INDArray[] gradients = new INDArray[chunks];
    INDArray[] masks = new INDArray[chunks];
    for (int i = 0; i < chunks; i++) {
      long from = i * CHUNK;
      long to = Math.min(length, from + CHUNK);
      masks[i] = prefix(flatScratch, to - from);
      signs[i] = new Sign(slice(flatOutput, from, to), masks[i]);
      gradients[i] = slice(flatGradient, from, to);
    }
    return () -> {
      for (int i = 0; i < chunks; i++) {
        executioner.exec(signs[i]);
        gradients[i].muli(masks[i]);
      }
    };
  }

  /** Values of scratch memory that {@link #maskBySign} needs for this many values. */
  static long chunk(long length) {
    return Math.min(length, CHUNK);
  }

  /**
   * The values of a dense array that starts where its memory starts, without a copy. The memory may
   * be larger than the array; the buffer ends where the array does.
   */
  public static FloatBuffer values(INDArray array) {
    FloatBuffer values = array.data().asNioFloat();
    values.limit(Math.toIntExact(array.length()));
    return values;
  }

  /** The first values of a flat array, without a copy. */
  public static INDArray prefix(INDArray flat, long length) {
    return flat.length() == length ? flat : slice(flat, 0, length);
  }

  private static INDArray slice(INDArray flat, long from, long to) {
    return flat.get(NDArrayIndex.interval(from, to));
  }

  /** A window of rows and columns of an NHWC array: a strided view, for assignments alone. */
  static INDArray region(INDArray array, long top, long left, long height, long width) {
    return array.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(top, top + height),
        NDArrayIndex.interval(left, left + width),
        NDArrayIndex.all());
  }

  /** A range of channels of an NHWC array: a strided view, for assignments alone. */
  static INDArray channels(INDArray array, long from, long to) {
    return array.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(from, to));
  }
}
