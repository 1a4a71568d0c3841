package neuralart.step;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The threads that share a loop of Java's over a large array. */
public final class Workers {
  private static final int ARRAYS = 4;
  private static final ThreadLocal<float[][]> MEMORY =
      ThreadLocal.withInitial(() -> new float[ARRAYS][0]);

  private Workers() {}

  /**
   * Does all pieces of a loop, each once and in no order, and returns when they are done. What the
   * pieces are should not depend on the number of threads, so that sums don't either.
   */
  public static void share(int pieces, IntConsumer piece) {
    IntStream all = IntStream.range(0, pieces);
    (pieces > 1 ? all.parallel() : all).forEach(piece);
  }

  /**
   * An array of the calling thread, which holds whatever was left in it, for the time of a piece.
   *
   * @param number which, 0..3
   * @param length of it at least
   */
  public static float[] memory(int number, int length) {
    float[][] arrays = MEMORY.get();
    if (arrays[number].length < length) {
      arrays[number] = new float[length];
    }
    return arrays[number];
  }
}
