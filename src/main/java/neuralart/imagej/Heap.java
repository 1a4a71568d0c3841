package neuralart.imagej;

import ij.ImageStack;
import ij.process.ImageProcessor;
import java.io.File;
import java.util.Locale;

/** Java's memory, held against what is to be made before the work. */
final class Heap {
  /** What of the free memory the slices of a result may take; the rest is for making them. */
  private static final double SHARE = 0.5;

  /** Slices that are in memory at once where a stack is on the disk. */
  private static final int AT_ONCE = 3;

  private Heap() {}

  /** Where the slices of results are. */
  enum Place {
    /** In Java's memory. */
    MEMORY,

    /** In a temporary file. */
    DISK;

    /** An empty stack there. */
    ImageStack stack(int width, int height, int bitDepth) {
      return this == DISK ? new DiskStack(width, height, bitDepth) : new ImageStack(width, height);
    }
  }

  /**
   * Where slices are to be: in memory if they take a part of it, else on the disk.
   *
   * @param bytes of all slices
   * @param slice bytes of one slice
   * @param what needs them, in the plural
   * @param advice what the user can do
   * @throws IllegalStateException if there is no room on the disk either, or slices are too large
   *     for memory one by one
   */
  static Place place(long bytes, long slice, String what, String advice) {
    if (bytes > SHARE * free()) {
      System.gc(); // frees the disk from stacks that nobody needs any more, too
    }
    if (bytes <= SHARE * free()) {
      return Place.MEMORY;
    }
    if (slice == bytes || AT_ONCE * slice > free()) {
      require(bytes, what, advice);
      return Place.MEMORY;
    }
    File folder = DiskStack.folder();
    if (bytes > folder.getUsableSpace()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Not enough memory: %s need %.1f GB, Java has %.1f GB free, and %s for temporary"
                  + " files has %.1f GB. %s",
              what,
              bytes / 1e9,
              free() / 1e9,
              folder,
              folder.getUsableSpace() / 1e9,
              advice));
    }
    return Place.DISK;
  }

  /**
   * An empty stack for results, where there is room for all of them.
   *
   * @param first of the slices, which are all alike
   * @param count of slices
   * @throws IllegalStateException if there is no room
   */
  static ImageStack stack(ImageProcessor first, long count) {
    int width = first.getWidth();
    int height = first.getHeight();
    long slice = (long) width * height * DiskStack.bytes(first.getBitDepth());
    String what = count + " slices of " + width + " x " + height + " pixels";
    Place place =
        count == 1
            ? Place.MEMORY // where it is already
            : place(slice * count, slice, what, "Choose fewer slices, or make a smaller result");
    return place.stack(width, height, first.getBitDepth());
  }

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
