package neuralart.plan.cpu;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.IndexAccumulation;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.RandomOp;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.cpu.nativecpu.CpuAffinityManager;
import org.nd4j.linalg.cpu.nativecpu.buffer.DefaultDataBufferFactory;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;

/**
 * Makes ND4J's backend for processors treat memory as its backend for CUDA does: each buffer has a
 * copy that Java sees, and what ND4J is told of moves, nothing else. Whatever one side has not been
 * brought is not a number. ND4J takes these classes by system properties, which the build sets for
 * some of the tests.
 */
public final class TwoCopies {
  private TwoCopies() {}

  /** A buffer of the device, and what Java sees of it. */
  static final class Floats extends org.nd4j.linalg.cpu.nativecpu.buffer.FloatBuffer {
    private final Floats whole;
    private Optional<FloatBuffer> copy = Optional.empty();

    Floats(long length, boolean initialize) {
      super(length, initialize);
      whole = this;
      if (!initialize) {
        fill(super.asNioFloat());
      }
    }

    Floats(float[] data) {
      super(data, true);
      whole = this;
    }

    Floats(DataBuffer underlying, long length, long offset) {
      super(underlying, length, offset);
      whole = underlying instanceof Floats floats ? floats.whole : this;
    }

    /** Brings the values to Java, at this call only, as ND4J does. */
    @Override
    public FloatBuffer asNioFloat() {
      FloatBuffer seen = whole.read().duplicate();
      return seen.position((int) offset());
    }

    private FloatBuffer read() {
      if (copy.isEmpty()) {
        copy = Optional.of(FloatBuffer.allocate((int) length()));
      }
      copy.get().put(0, super.asNioFloat(), 0, copy.get().limit());
      return copy.get();
    }

    private void write() {
      copy.ifPresent(values -> super.asNioFloat().put(0, values, 0, values.limit()));
    }

    private void forget() {
      copy.ifPresent(Floats::fill);
    }

    private static void fill(FloatBuffer values) {
      for (int i = 0; i < values.limit(); i++) {
        values.put(i, Float.NaN);
      }
    }
  }

  /** Makes buffers with two copies. */
  public static final class Buffers extends DefaultDataBufferFactory {
    @Override
    public DataBuffer create(DataType type, long length, boolean initialize) {
      return type == DataType.FLOAT
          ? new Floats(length, initialize)
          : super.create(type, length, initialize);
    }

    @Override
    public DataBuffer create(DataBuffer underlying, long offset, long length) {
      return underlying instanceof Floats
          ? new Floats(underlying, length, offset)
          : super.create(underlying, offset, length);
    }

    @Override
    public DataBuffer createFloat(long length) {
      return new Floats(length, true);
    }

    @Override
    public DataBuffer createFloat(long length, boolean initialize) {
      return new Floats(length, initialize);
    }

    @Override
    public DataBuffer createFloat(float[] data, boolean copy) {
      return new Floats(data);
    }

    @Override
    public DataBuffer createFloat(float[] data) {
      return new Floats(data);
    }
  }

  /** Moves what ND4J is told to move. */
  public static final class Locations extends CpuAffinityManager {
    @Override
    public void ensureLocation(INDArray array, Location location) {
      if (location == Location.HOST && array.data() instanceof Floats floats) {
        floats.whole.read();
      }
    }

    @Override
    public void tagLocation(INDArray array, Location location) {
      if (location == Location.HOST && array.data() instanceof Floats floats) {
        floats.whole.write();
      }
    }
  }

  /** Runs operations on the device's side: Java knows nothing of what they write. */
  public static final class Operations extends NativeOpExecutioner {
    private static void written(Stream<INDArray> arrays) {
      arrays.forEach(
          array -> {
            if (array != null && array.data() instanceof Floats floats) {
              floats.whole.forget();
            }
          });
    }

    private static INDArray written(Op op, INDArray result) {
      written(Stream.of(op.z(), result));
      return result;
    }

    @Override
    public INDArray exec(Op op, OpContext context) {
      return written(op, super.exec(op, context));
    }

    @Override
    public INDArray exec(IndexAccumulation op, OpContext context) {
      return written(op, super.exec(op, context));
    }

    @Override
    public INDArray exec(ReduceOp op, OpContext context) {
      return written(op, super.exec(op, context));
    }

    @Override
    public INDArray exec(ScalarOp op, OpContext context) {
      return written(op, super.exec(op, context));
    }

    @Override
    public INDArray exec(BroadcastOp op, OpContext context) {
      return written(op, super.exec(op, context));
    }

    @Override
    public INDArray exec(RandomOp op, OpContext context, Random random) {
      return written(op, super.exec(op, context, random));
    }

    @Override
    public INDArray[] exec(CustomOp op) {
      INDArray[] results = super.exec(op);
      written(Arrays.stream(results));
      return results;
    }

    @Override
    public INDArray[] exec(CustomOp op, OpContext context) {
      INDArray[] results = super.exec(op, context);
      written(List.copyOf(context.getOutputArrays()).stream());
      return results;
    }
  }
}
