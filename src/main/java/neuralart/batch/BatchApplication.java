package neuralart.batch;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import neuralart.host.Application;
import neuralart.imagej.ResultInfo;
import sun.misc.Signal;

/** Runs a batch from a command line. */
public final class BatchApplication {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;
  private static final int MEMORY = 3;
  private static final int BROKEN = 4;

  /** What shells add to the number of a signal. */
  private static final int SIGNALLED = 128;

  private static final int MEBIBYTE = 1 << 20;

  /**
   * Bytes that Java takes beside its heap, and the libraries beside the arrays that are counted:
   * code, classes, stacks, scratch memory.
   */
  private static final long RESERVE = 160L * MEBIBYTE;

  /** Megabytes below which hardly a network has room. */
  private static final int LEAST_MEMORY = 512;

  private BatchApplication() {}

  /**
   * Runs a batch and ends the JVM, with an exit code that says how it went.
   *
   * @param args as {@code --help} lists them, behind the word {@code batch}
   */
  public static void main(String[] args) {
    List<String> words = Arrays.asList(args).subList(1, args.length);
    if (words.equals(List.of("--help")) || words.equals(List.of("-h"))) {
      System.out.println(Arguments.USAGE);
      System.exit(0);
    }
    int code;
    try {
      code = run(Arguments.of(words));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      code = WRONG_USAGE;
    } catch (Throwable e) { // whatever it is, it isn't the code of failed images
      System.err.println("The batch can't go on: " + e);
      code = FailedInputException.isWantOfMemory(e) ? MEMORY : BROKEN;
    }
    System.exit(code);
  }

  private static int run(Arguments arguments) throws Exception {
    System.setProperty("java.awt.headless", "true");
    // Loops over rows take other threads' help: as many as are asked for, this one among them.
    System.setProperty(
        "java.util.concurrent.ForkJoinPool.common.parallelism",
        String.valueOf(arguments.threads() - 1));
    limitMemory(arguments.megabytes());
    Optional<String> problem = Application.patchImageJ();
    if (problem.isPresent()) {
      throw new IllegalStateException(problem.get());
    }
    return Job.run(arguments);
  }

  /**
   * Leaves native code what the heap doesn't take.
   *
   * @param megabytes for all together; 0 for no limit
   */
  private static void limitMemory(int megabytes) {
    if (megabytes == 0) {
      return;
    }
    if (megabytes < LEAST_MEMORY) {
      throw new IllegalArgumentException(
          "--memory " + megabytes + ": expected " + LEAST_MEMORY + " MB or more");
    }
    long limit = (long) megabytes * MEBIBYTE;
    long heap = Runtime.getRuntime().maxMemory();
    long most = (limit - RESERVE) / 2;
    if (heap > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--memory %d: Java's heap may take %d MB of it, but must leave room for networks: %d"
                  + " MB are the most. Set it by JAVA_TOOL_OPTIONS=-Xmx%dm",
              megabytes,
              heap / MEBIBYTE,
              most / MEBIBYTE,
              megabytes / 4));
    }
    System.setProperty("org.bytedeco.javacpp.maxbytes", String.valueOf(limit - RESERVE - heap));
    System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", String.valueOf(limit));
  }

  /** Mentions classes that need a patched ImageJ. */
  private static final class Job {
    static int run(Arguments arguments) throws IOException, InterruptedException {
      List<Input> all = Inputs.of(arguments.inputs(), arguments.root(), arguments.output());
      List<Input> inputs = Inputs.part(all, arguments.part(), arguments.parts());
      Work work =
          arguments.command().isPresent()
              ? new CommandWork(arguments.command().get(), arguments.format())
              : new MacroWork(arguments.macro().orElseThrow());
      Hash hash = new Hash(work, ResultInfo.version());
      if (arguments.command().isPresent()) { // for a macro braces may mean something else
        all.get(0).requireColumns(arguments.options());
      }
      check(inputs, arguments.options(), work);
      try (Results results = new Results(arguments.output());
          Summary summary = new Summary(arguments.summaryFile())) {
        Batch batch = new Batch(inputs, arguments.options(), work, hash, results, summary);
        int[] signal = new int[1];
        for (String name : List.of("TERM", "INT")) {
          Signal.handle(
              new Signal(name),
              received -> {
                signal[0] = received.getNumber();
                batch.stop();
              });
        }
        batch.run(arguments.threads());
        System.out.println(batch.report() + "; " + arguments.summaryFile());
        return exitCode(batch, signal[0]);
      }
    }

    /** Finds wrong options before any input is worked on. */
    private static void check(List<Input> inputs, String options, Work work) {
      Map<String, String> places = new LinkedHashMap<>();
      for (Input input : inputs) {
        for (Variant variant : input.variants(options)) {
          places.putIfAbsent(
              variant.options(), variant.values().isEmpty() ? "" : "The row of " + input.name());
        }
      }
      work.check(places);
    }

    private static int exitCode(Batch batch, int signal) {
      if (!batch.isComplete()) {
        return SIGNALLED + signal;
      }
      if (batch.lacksMemory()) {
        return MEMORY;
      }
      return batch.isAnyFailed() ? FAILED : 0;
    }
  }
}
