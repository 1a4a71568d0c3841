package neuralart.imagej;

import java.util.Locale;

/** Java's memory, held against what is to be made before the work. */
final class Heap {
  private Heap() {}

  /**
   * Finds out whether there is memory.
   *
   * @param what needs it, in the plural
   * @param advice what the user can do
   * @throws IllegalStateException naming the need, what there is, and the advice
   */
  static void require(long bytes, String what, String advice) {
    if (bytes > free()) {
      System.gc(); // what nobody needs any more counts as taken until then
    }
    long free = free();
    if (bytes > free) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Not enough memory: %s need %.1f GB, Java has %.1f GB free. %s",
              what,
              bytes / 1e9,
              free / 1e9,
              advice));
    }
  }

  private static long free() {
    Runtime java = Runtime.getRuntime();
    return java.maxMemory() - java.totalMemory() + java.freeMemory();
  }
}
