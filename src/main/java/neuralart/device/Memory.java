package neuralart.device;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
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

  /** Bytes of networks and plans, which JavaCPP doesn't count. */
  private static final AtomicLong TAKEN = new AtomicLong();

  /** That of a thread, and of those that it starts. */
  private static final InheritableThreadLocal<Job> JOB = new InheritableThreadLocal<>();

  private static final String[] LIMITS = {
    "org.bytedeco.javacpp.maxbytes", "org.bytedeco.javacpp.maxphysicalbytes"
  };

  /** What a thread does within a budget of its own; several may run at the same time. */
  public static final class Job {
    private static final Job NONE = new Job(Long.MAX_VALUE, line -> {}, false);

    private final long budget;
    private final Consumer<String> listener;
    private final boolean isUnlimited;
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean isDone;

    private Job(long budget, Consumer<String> listener, boolean isUnlimited) {
      this.budget = budget;
      this.listener = listener;
      this.isUnlimited = isUnlimited;
    }

    /** The job of this thread. */
    public static Job current() {
      Job job = JOB.get();
      return job == null || job.isDone ? NONE : job;
    }

    /**
     * Counts native memory that a network or a plan takes, or gives back.
     *
     * @param bytes negative where they are given back
     */
    public void count(long bytes) {
      taken.addAndGet(bytes);
      TAKEN.addAndGet(bytes);
    }

    private long left() {
      return Memory.left(budget, taken.get());
    }

    private void run(Runnable work) {
      Job before = JOB.get();
      JOB.set(this);
      try {
        work.run();
      } finally {
        isDone = true;
        JOB.set(before);
      }
    }
  }

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
    Job own = Job.current();
    new Job(own.budget, own.listener, true).run(job);
  }

  /**
   * Does a job within a budget, which is this job's alone.
   *
   * @param bytes the most that its plans and networks may take together while the job runs
   * @param listener is told in a line where an image is computed in another way for want of memory
   */
  public static void within(long bytes, Consumer<String> listener, Runnable job) {
    new Job(bytes, listener, Job.current().isUnlimited).run(job);
  }

  /** Says how an image is computed. */
  public static void tell(String line) {
    Job.current().listener.accept(line);
  }

  /**
   * Holds a need against the memory at hand.
   *
   * @throws MemoryShortageException naming the need and what there is
   */
  public static void require(long bytes, String what) {
    long needed = withOverhead(bytes);
    long available = available();
    if (needed > available && !Job.current().isUnlimited) {
      throw new MemoryShortageException(
          String.format(
              Locale.ROOT,
              "Not enough memory: %s needs %s, %s are free. Use a smaller image or a layer nearer"
                  + " to the input",
              what,
              size(needed),
              left(available)));
    }
  }

  /** What there is, of what the user allows if that is what limits it. */
  private static String left(long available) {
    Job job = Job.current();
    return Math.max(0, job.left()) > available || job.taken.get() == 0
        ? size(available)
        : size(available) + " of the given " + size(job.budget);
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

  /** How often the memory at hand suffices for a plan's buffers, 1 at least. */
  public static int times(long bytes) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, available() / withOverhead(bytes)));
  }

  private static long withOverhead(long bytes) {
    return (long) (bytes * (1 + OVERHEAD));
  }

  /**
   * Bytes that can still be taken: of the machine's memory, of JavaCPP's own limits, and of the
   * budget of this thread's job.
   */
  public static long available() {
    long allowed = left(Pointer.maxBytes(), Pointer.totalBytes() + TAKEN.get());
    long physical = left(Pointer.maxPhysicalBytes(), Pointer.physicalBytes());
    long budget = Job.current().left();
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
