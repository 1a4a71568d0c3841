package neuralart.device;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;

/**
 * What native memory there is. ND4J may end the whole application where an allocation fails, so a
 * job is held against the memory at hand before it starts.
 */
public final class Memory {
  /**
   * Part of a plan's buffers that the libraries take beside them, for weights in the layout of the
   * processor and for partial results.
   */
  private static final double OVERHEAD = 0.15;

  private static final Path LINUX_MEMORY = Path.of("/proc/meminfo");

  private static final AtomicInteger UNLIMITED = new AtomicInteger();

  /** Bytes of plans, which JavaCPP doesn't count. */
  private static final AtomicLong TAKEN = new AtomicLong();

  private static final AtomicLong BUDGET = new AtomicLong(Long.MAX_VALUE);

  private static final AtomicReference<Consumer<String>> LISTENER =
      new AtomicReference<>(line -> {});

  private static final String[] LIMITS = {
    "org.bytedeco.javacpp.maxbytes", "org.bytedeco.javacpp.maxphysicalbytes"
  };

  private Memory() {}

  /** Lifts JavaCPP's limits, unless the user has set them. Without effect after its first use. */
  static void liftLimits() {
    for (String limit : LIMITS) {
      if (System.getProperty(limit) == null) {
        System.setProperty(limit, "0");
      }
    }
  }

  /**
   * Does a job that was refused for want of memory all the same: what is counted as taken may be
   * given back, and a system has memory on disk.
   */
  public static void unlimited(Runnable job) {
    UNLIMITED.incrementAndGet();
    try {
      job.run();
    } finally {
      UNLIMITED.decrementAndGet();
    }
  }

  /**
   * Does a job within a budget.
   *
   * @param bytes the most that plans may take together while the job runs
   * @param listener is told in a line where an image is computed in another way for want of memory
   */
  public static void within(long bytes, Consumer<String> listener, Runnable job) {
    long before = BUDGET.getAndSet(bytes);
    Consumer<String> listenerBefore = LISTENER.getAndSet(listener);
    try {
      job.run();
    } finally {
      BUDGET.set(before);
      LISTENER.set(listenerBefore);
    }
  }

  /**
   * Counts native memory that is taken, or given back.
   *
   * @param bytes negative where they are given back
   */
  public static void count(long bytes) {
    TAKEN.addAndGet(bytes);
  }

  /** Says how an image is computed. */
  public static void tell(String line) {
    LISTENER.get().accept(line);
  }

  /**
   * Holds a need against the memory at hand.
   *
   * @throws MemoryShortageException naming the need and what there is
   */
  public static void require(long bytes, String what) {
    long needed = withOverhead(bytes);
    long available = available();
    if (needed > available && UNLIMITED.get() == 0) {
      throw new MemoryShortageException(
          String.format(
              Locale.ROOT,
              "Not enough memory: %s needs %s, %s are free. Use a smaller image or a layer nearer"
                  + " to the input",
              what,
              size(needed),
              size(available)));
    }
  }

  private static String size(long bytes) {
    return bytes < 1e9
        ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  /** Whether the memory at hand suffices for a plan's buffers. */
  public static boolean suffices(long bytes) {
    return withOverhead(bytes) <= available();
  }

  private static long withOverhead(long bytes) {
    return (long) (bytes * (1 + OVERHEAD));
  }

  /**
   * Bytes that can still be taken: of the machine's memory, of JavaCPP's own limits, and of the
   * budget.
   */
  public static long available() {
    long taken = Pointer.totalBytes() + TAKEN.get();
    long allowed = left(Pointer.maxBytes(), taken);
    long physical = left(Pointer.maxPhysicalBytes(), Pointer.physicalBytes());
    long budget = left(BUDGET.get(), taken);
    return Math.max(0, Math.min(Math.min(allowed, physical), Math.min(budget, free())));
  }

  /** What is left of a limit, where there is one. */
  private static long left(long limit, long taken) {
    return limit > 0 ? limit - taken : Long.MAX_VALUE;
  }

  private static long free() {
    try {
      if (Files.exists(LINUX_MEMORY)) {
        for (String line : Files.readAllLines(LINUX_MEMORY)) {
          if (line.startsWith("MemAvailable:")) {
            return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
          }
        }
      }
    } catch (IOException e) {
      // Fall through to the figure that every system has.
    }
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    // macOS counts memory that it keeps for its own convenience as used.
    boolean mac = System.getProperty("os.name").startsWith("Mac");
    return mac ? system.getTotalMemorySize() : system.getFreeMemorySize();
  }
}
