package neuralart.model.dl4j;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/** Reads the weights of a network as ND4J writes arrays. */
final class Dl4jWeights {
  private static final Map<DataType, Integer> FLOATING =
      Map.of(DataType.FLOAT, Float.BYTES, DataType.DOUBLE, Double.BYTES);

  private Dl4jWeights() {}

  /**
   * Reads two buffers: the array's shape, of no interest for a row, and its numbers.
   *
   * @param bytes that there are
   * @throws IllegalArgumentException if they are no numbers, or fewer than is said
   */
  static float[] read(DataInputStream in, long bytes) throws IOException {
    Buffer shape = Buffer.read(in);
    in.skipNBytes(shape.bytes(Long.BYTES, bytes));
    Buffer numbers = Buffer.read(in);
    DataType type = FLOATING.keySet().stream().filter(numbers::isOf).findFirst().orElse(null);
    if (type == null) {
      throw new IllegalArgumentException(
          "has weights of the type " + numbers.type + "; expected one of FLOAT, DOUBLE");
    }
    numbers.bytes(FLOATING.get(type), bytes);
    float[] values = new float[(int) numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = type == DataType.FLOAT ? in.readFloat() : (float) in.readDouble();
    }
    return values;
  }

  /** The beginning of a buffer as ND4J writes it. */
  private record Buffer(long length, String type) {
    static Buffer read(DataInputStream in) throws IOException {
      in.readUTF(); // how the memory was taken
      return new Buffer(in.readLong(), in.readUTF());
    }

    boolean isOf(DataType floating) {
      return floating.name().equals(type);
    }

    /** Its size, which must not be more than there is. */
    long bytes(int each, long available) {
      if (length < 0 || length > available / each) {
        throw new IllegalArgumentException(
            "is damaged: it says that it has " + length + " weights, which it hasn't");
      }
      return length * each;
    }
  }
}
