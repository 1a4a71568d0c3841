package neuralart.reference;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The values of buffers, and of parts of arrays. */
public final class Buffers {
  private Buffers() {}

  /** A copy of all values. */
  public static float[] floats(FloatBuffer buffer) {
    float[] values = new float[buffer.limit()];
    buffer.get(0, values);
    return values;
  }

  /** A copy of all values of an array, in C order. */
  public static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  /** A copy of all values. */
  public static double[] doubles(FloatBuffer buffer) {
    double[] values = new double[buffer.limit()];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.get(i);
    }
    return values;
  }
}
