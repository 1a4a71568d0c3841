package neuralart.step;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What Java sees of ND4J's arrays. On a processor it is their memory; ND4J's backend for CUDA has a
 * copy of its own on the GPU, and moves only what it is told of.
 */
public final class HostCopy {
  private HostCopy() {}

  /**
   * The values of a dense array that starts where its memory starts, as they are now. The memory
   * may be larger than the array; the buffer ends where the array does. It stays the same one:
   * {@link #read} and {@link #write} move what changes later.
   */
  public static FloatBuffer values(INDArray array) {
    FloatBuffer values = array.data().asNioFloat();
    values.limit(Math.toIntExact(array.length()));
    return values;
  }

  /** Makes the values of the array those that Java reads. */
  public static void read(INDArray array) {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
  }

  /**
   * Makes the values that Java has written those of the array. They are moved at once: an operation
   * that writes a part of an array would else take what it leaves from before.
   */
  public static void write(INDArray array) {
    AffinityManager affinity = Nd4j.getAffinityManager();
    affinity.tagLocation(array, Location.HOST);
    affinity.ensureLocation(array, Location.DEVICE);
  }
}
