package neuralart.reference;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import neuralart.image.Picture;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays as raw little-endian single-precision numbers, which the reference scripts read. */
public final class RawImage {
  private RawImage() {}

  public static void write(Path file, INDArray array) throws IOException {
    write(file, array.dup().data().asFloat());
  }

  public static void write(Path file, Picture picture) throws IOException {
    write(file, picture.values());
  }

  public static void write(Path file, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(file, bytes.array());
  }

  public static float[] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.capacity() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
