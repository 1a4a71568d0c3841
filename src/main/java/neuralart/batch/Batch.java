package neuralart.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import neuralart.device.Nd4jSetup;

/**
 * Works through a list of inputs. Each is computed by one thread from beginning to end, so that its
 * result doesn't depend on how many there are.
 */
final class Batch {
  private static final double NANOSECONDS = 1e9;

  private final List<Input> inputs;
  private final String options;
  private final Work work;
  private final Hash hash;
  private final Results results;
  private final Summary summary;

  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger skipped = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private volatile boolean lacksMemory;
  private volatile boolean stopped;
  private volatile Optional<Throwable> broken = Optional.empty();

  /**
   * @param options for all inputs, with the names of columns in braces
   */
  Batch(
      List<Input> inputs, String options, Work work, Hash hash, Results results, Summary summary) {
    this.inputs = inputs;
    this.options = options;
    this.work = work;
    this.hash = hash;
    this.results = results;
    this.summary = summary;
  }

  /** Ends the batch when the inputs at hand are done. */
  void stop() {
    stopped = true;
  }

  /** Whether all inputs were seen to, whatever became of them. */
  boolean isComplete() {
    return done.get() + skipped.get() + failed.get() == inputs.size();
  }

  /** Whether inputs failed. */
  boolean isAnyFailed() {
    return failed.get() > 0;
  }

  /** Whether inputs failed that might be done with more memory. */
  boolean lacksMemory() {
    return lacksMemory;
  }

  /** What was done, in one line. */
  String report() {
    return String.format(
        Locale.ROOT,
        "%d done, %d skipped, %d failed, %d left",
        done.get(),
        skipped.get(),
        failed.get(),
        inputs.size() - done.get() - skipped.get() - failed.get());
  }

  /**
   * Does all inputs.
   *
   * @throws IOException if results or the summary can't be written
   */
  void run(int threads) throws IOException, InterruptedException {
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(new Thread(this::runInOneThread, "Neural Art batch " + i));
    }
    workers.forEach(Thread::start);
    for (Thread worker : workers) {
      worker.join();
    }
    if (broken.isPresent()) {
      throw new IOException(broken.get().toString(), broken.get());
    }
  }

  private void runInOneThread() {
    try {
      Nd4jSetup.prepare();
      Nd4jSetup.useOneThread();
      for (int i = next.getAndIncrement();
          i < inputs.size() && !stopped;
          i = next.getAndIncrement()) {
        see(inputs.get(i));
      }
    } catch (Throwable e) { // whatever it is, the other threads are not to go on without this one
      broken = broken.or(() -> Optional.of(e)); // the first one is the cause of others
      stop();
    }
  }

  private void see(Input input) throws IOException {
    long start = System.nanoTime();
    String text = input.fill(options);
    String settings = "";
    String content = "";
    try {
      settings = hash.ofSettings(text);
      content = contentOf(input);
      Optional<Row> before = results.done(input);
      if (before.isPresent()
          && before.get().settings().equals(settings)
          && before.get().content().equals(content)) {
        summary.add(before.get());
        skipped.incrementAndGet();
        return;
      }
      make(input, text, settings, content, start);
    } catch (FailedInputException e) {
      fail(input, settings, content, start, e);
    } catch (IllegalArgumentException e) {
      fail(input, settings, content, start, new FailedInputException(e));
    }
  }

  private static String contentOf(Input input) throws FailedInputException {
    if (!Files.isRegularFile(input.path())) {
      throw new FailedInputException("There is no image file " + input.path());
    }
    try {
      return Hash.of(input.path());
    } catch (IOException e) {
      throw new FailedInputException(e);
    }
  }

  private void make(Input input, String text, String settings, String content, long start)
      throws IOException, FailedInputException {
    Path stem = results.stem(input);
    try {
      OptionalDouble loss = work.run(input.path(), text, stem);
      String outputs = results.publish(input, stem);
      String reached = loss.isPresent() ? String.valueOf(loss.getAsDouble()) : "";
      Row row =
          new Row(input.path().toString(), outputs, settings, content, seconds(start), reached, "");
      results.record(input, row);
      summary.add(row);
      done.incrementAndGet();
      System.out.println("done " + input.name() + " " + row.seconds() + " s");
    } finally {
      results.forget(stem);
    }
  }

  private void fail(
      Input input, String settings, String content, long start, FailedInputException problem)
      throws IOException {
    String error = problem.getMessage().lines().map(String::strip).reduce("", Batch::join);
    String path = input.path().toString();
    summary.add(new Row(path, "", settings, content, seconds(start), "", error));
    failed.incrementAndGet();
    lacksMemory |= problem.isForWantOfMemory();
    System.err.println("failed " + input.name() + ": " + error);
  }

  private static String join(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + " " + second;
  }

  private static String seconds(long start) {
    return String.format(Locale.ROOT, "%.3f", (System.nanoTime() - start) / NANOSECONDS);
  }
}
