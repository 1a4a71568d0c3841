package neuralart.imagej;

import ij.ImageListener;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Slices in a temporary file, which is gone once nothing uses the stack any more, and with the
 * application. As with any virtual stack of ImageJ, what is changed in a slice isn't kept; other
 * than most, it takes new slices.
 */
final class DiskStack extends VirtualStack {
  private static final Cleaner CLEANER = Cleaner.create();

  /** Files that are open. */
  private static final AtomicInteger FILES = new AtomicInteger();

  static {
    ImagePlus.addImageListener(new Closing());
  }

  /** Bytes that are read or written at once. */
  private static final int PIECE = 1 << 20;

  private final List<Slice> slices = new ArrayList<>();
  private final Storage storage;
  private final Cleaner.Cleanable cleanable;
  private long written;

  /** A slice lies at a multiple of its size. */
  private record Slice(long place, String label) {}

  /**
   * Looks for unused stacks soon after an image was closed, while there are any stacks. The image
   * doesn't tell any more what it had, and others may have it still: only Java knows.
   */
  private static final class Closing implements ImageListener {
    private final AtomicBoolean isLooking = new AtomicBoolean();

    @Override
    public void imageClosed(ImagePlus image) {
      if (FILES.get() > 0 && isLooking.compareAndSet(false, true)) {
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::look);
      }
    }

    private void look() {
      isLooking.set(false);
      System.gc();
    }

    @Override
    public void imageOpened(ImagePlus image) {}

    @Override
    public void imageUpdated(ImagePlus image) {}
  }

  /** The file; knows nothing of the stack, so that it can be removed when that is gone. */
  private record Storage(File path, RandomAccessFile file) implements Runnable {
    static Storage create() throws IOException {
      File path = File.createTempFile("neural-art-", ".raw", folder());
      path.deleteOnExit();
      RandomAccessFile file = new RandomAccessFile(path, "rw");
      FILES.incrementAndGet();
      path.delete(); // where a file may be deleted while it is open, nothing can leave it behind
      return new Storage(path, file);
    }

    @Override
    public void run() {
      FILES.decrementAndGet();
      try {
        file.close();
      } catch (IOException e) {
        // It goes with the application.
      }
      path.delete();
    }
  }

  /**
   * @param bitDepth 8, 16, 24 or 32
   * @throws IllegalStateException if there can't be a file
   */
  DiskStack(int width, int height, int bitDepth) {
    super(width, height, null, "");
    setBitDepth(bitDepth);
    try {
      storage = Storage.create();
    } catch (IOException e) {
      throw failure(e);
    }
    cleanable = CLEANER.register(this, storage);
  }

  /** Where the files are. */
  static File folder() {
    return new File(System.getProperty("java.io.tmpdir"));
  }

  private static IllegalStateException failure(IOException e) {
    return new IllegalStateException(
        String.format(
            Locale.ROOT,
            "A temporary file in %s can't be used (%s): give it room, or start Java with"
                + " -Djava.io.tmpdir=FOLDER",
            folder(),
            e.getMessage()),
        e);
  }

  /** Removes the file of a stack that has one, and isn't used any more. */
  static void discard(ImageStack stack) {
    if (stack instanceof DiskStack disk) {
      disk.cleanable.clean();
    }
  }

  private long sliceBytes() {
    return (long) getWidth() * getHeight() * pixelBytes();
  }

  private int pixelBytes() {
    return bytes(getBitDepth());
  }

  /** Bytes that a pixel takes. */
  static int bytes(int bitDepth) {
    return bitDepth == 24 ? Integer.BYTES : bitDepth / Byte.SIZE;
  }

  /** Adds a slice whose values are to be written. */
  void addEmpty() {
    slices.add(new Slice(written++, null));
  }

  @Override
  public void addSlice(String label, Object pixels) {
    slices.add(new Slice(written++, label));
    write(size(), 0, pixels, getWidth() * getHeight());
  }

  @Override
  public void addSlice(String label, ImageProcessor pixels) {
    addSlice(label, pixels.getPixels());
  }

  /**
   * Writes pixels of a slice.
   *
   * @param n slice, from 1
   * @param start index of the first pixel
   * @param pixels an array of the type that ImageJ has for the bit depth
   * @param count how many of its first elements
   */
  void write(int n, int start, Object pixels, int count) {
    int most = PIECE / pixelBytes();
    ByteBuffer piece = ByteBuffer.allocate(Math.min(count, most) * pixelBytes());
    for (int done = 0; done < count; done += most) {
      int part = Math.min(most, count - done);
      switch (getBitDepth()) {
        case 8 -> piece.put(0, (byte[]) pixels, done, part);
        case 16 -> piece.asShortBuffer().put((short[]) pixels, done, part);
        case 24 -> piece.asIntBuffer().put((int[]) pixels, done, part);
        default -> piece.asFloatBuffer().put((float[]) pixels, done, part);
      }
      synchronized (storage) {
        try {
          seek(n, start + (long) done);
          storage.file.write(piece.array(), 0, part * pixelBytes());
        } catch (IOException e) {
          throw failure(e);
        }
      }
    }
  }

  private void seek(int n, long pixel) throws IOException {
    storage.file.seek(slices.get(n - 1).place * sliceBytes() + pixel * pixelBytes());
  }

  @Override
  public ImageProcessor getProcessor(int n) {
    int width = getWidth();
    int height = getHeight();
    ImageProcessor slice =
        switch (getBitDepth()) {
          case 8 -> new ByteProcessor(width, height);
          case 16 -> new ShortProcessor(width, height);
          case 24 -> new ColorProcessor(width, height);
          default -> new FloatProcessor(width, height);
        };
    int place = translate(n); // of hyperstacks whose order has been changed
    read(place, slice.getPixels(), width * height);
    slice.setCalibrationTable(cTable);
    slice.setSliceNumber(place);
    return slice;
  }

  private void read(int n, Object pixels, int count) {
    int most = PIECE / pixelBytes();
    ByteBuffer piece = ByteBuffer.allocate(Math.min(count, most) * pixelBytes());
    for (int done = 0; done < count; done += most) {
      int part = Math.min(most, count - done);
      synchronized (storage) {
        try {
          seek(n, done);
          storage.file.readFully(piece.array(), 0, part * pixelBytes());
        } catch (IOException e) {
          throw failure(e);
        }
      }
      switch (getBitDepth()) {
        case 8 -> piece.get(0, (byte[]) pixels, done, part);
        case 16 -> piece.asShortBuffer().get((short[]) pixels, done, part);
        case 24 -> piece.asIntBuffer().get((int[]) pixels, done, part);
        default -> piece.asFloatBuffer().get((float[]) pixels, done, part);
      }
    }
  }

  @Override
  public int getSize() {
    return slices.size();
  }

  @Override
  public String getSliceLabel(int n) {
    return slices.get(n - 1).label;
  }

  @Override
  public void setSliceLabel(String label, int n) {
    slices.set(n - 1, new Slice(slices.get(n - 1).place, label));
  }

  /** The file keeps its length. */
  @Override
  public void deleteSlice(int n) {
    slices.remove(n - 1);
  }

  @Override
  public void reduce(int factor) {
    for (int n = size(); n > 0; n--) {
      if ((n - 1) % factor != 0) {
        deleteSlice(n);
      }
    }
  }
}
