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
import java.util.stream.Collectors;
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
  private final AtomicInteger replaced = new AtomicInteger();
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
        "%d done, %d skipped, %d failed, %d left%s",
        done.get(),
        skipped.get(),
        failed.get(),
        inputs.size() - done.get() - skipped.get() - failed.get(),
        replaced.get() == 0
            ? ""
            : "; " + replaced + " of those done replaced results of other settings or images");
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
    List<Variant> variants = input.variants(options);
    String path = input.path().toString();
    Row row = new Row(path, "", title(variants), hash.ofSettings(variants), "", "", "", "");
    try {
      row = row.withContent(contentOf(input));
      Optional<Row> before = results.done(input);
      if (before.isPresent() && before.get().isSameWork(row)) {
        summary.add(before.get());
        skipped.incrementAndGet();
      } else {
        make(input, variants, row, start);
        before.ifPresent(old -> tellOfReplaced(input, old));
      }
    } catch (FailedInputException e) {
      fail(input, row, start, e);
    } catch (IllegalArgumentException e) {
      fail(input, row, start, new FailedInputException(e));
    }
  }

  private String title(List<Variant> variants) {
    return variants.stream()
        .map(variant -> work.title(variant.options()))
        .collect(Collectors.joining(" | "));
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

  private void make(Input input, List<Variant> variants, Row row, long start)
      throws IOException, FailedInputException {
    Path stem = results.stem(input);
    try {
      String loss = run(input, variants, stem);
      String outputs = results.publish(input, stem);
      Row made = row.withResult(outputs, seconds(start), loss);
      results.keepSettings(row.settings(), () -> hash.settings(variants));
      results.record(input, made);
      summary.add(made);
      done.incrementAndGet();
      System.out.println("done " + input.name() + " " + made.seconds() + " s");
    } finally {
      results.forget(stem);
    }
  }

  /** Makes the files of all variants; returns their losses. */
  private String run(Input input, List<Variant> variants, Path stem)
      throws IOException, FailedInputException {
    if (variants.size() == 1) {
      return text(work.run(input.path(), variants.get(0).options(), stem));
    }
    VariantFiles files = new VariantFiles(stem);
    List<String> losses = new ArrayList<>();
    for (Variant variant : variants) {
      Path part = files.next();
      losses.add(text(work.run(input.path(), variant.options(), part)));
      files.take(variant, part);
    }
    files.writeTables();
    return losses.stream().allMatch(String::isEmpty) ? "" : String.join("|", losses);
  }

  private static String text(OptionalDouble loss) {
    return loss.isPresent() ? String.valueOf(loss.getAsDouble()) : "";
  }

  private void tellOfReplaced(Input input, Row old) {
    replaced.incrementAndGet();
    System.out.println(
        "replaced the result of " + input.name() + ", which was that of: " + old.command());
  }

  private void fail(Input input, Row row, long start, FailedInputException problem)
      throws IOException {
    String error = problem.getMessage().lines().map(String::strip).reduce("", Batch::join);
    summary.add(row.withError(seconds(start), error));
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
