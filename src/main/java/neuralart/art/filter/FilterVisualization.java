package neuralart.art.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import neuralart.device.Nd4jSetup;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.optimize.Monitor;

/**
 * Filter visualisation: images that excite chosen filters of a network (Erhan et al. 2009; C. Olah,
 * A. Mordvintsev and L. Schubert, Feature Visualization, 2017). Several filters are worked on side
 * by side, each by one thread on a plan of its own: for small images that is much faster than all
 * threads on one plan.
 */
public final class FilterVisualization {
  private final Network network;
  private final FilterVisualizationOptions options;
  private final List<FilterTarget> targets;

  /**
   * An image of a filter.
   *
   * @param target which of the options' filters it shows, from 0
   * @param label what it shows, for instance {@code block3_conv1 filter 5}
   * @param rgb square, 0..255
   * @param objective what was maximised, for the image as it is
   * @param finished whether it went through all steps
   */
  public record FilterImage(
      int target, String label, Picture rgb, double objective, boolean finished) {}

  /**
   * The images of all filters, in the order of the options. Of a job that was stopped, those that
   * were finished, or one that wasn't if none was.
   *
   * @param finished whether the job was not stopped
   */
  public record Result(List<FilterImage> images, boolean finished) {
    public Result {
      images = List.copyOf(images);
    }
  }

  /**
   * A visualisation of filters.
   *
   * @param network whose filters they are; to be closed after the last run
   */
  public FilterVisualization(Network network, FilterVisualizationOptions options) {
    this.network = network;
    this.options = options;
    boolean layer = options.objective() == FilterObjective.LAYER;
    targets = layer ? List.of(new FilterTarget(List.of())) : options.filters();
  }

  /**
   * Makes images of filters.
   *
   * @param monitor is told of every step, by several threads but never by two at once, and may stop
   *     the job
   * @throws IllegalArgumentException if the layer doesn't exist, or the images are too small for it
   * @throws IllegalStateException if memory doesn't suffice
   */
  public Result run(Monitor monitor) {
    Job job = new Job(monitor);
    FilterPainter first = new FilterPainter(network, options, targets.get(0));
    int threads = threads(first.copies());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<List<FilterImage>>> parts = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      int index = i;
      parts.add(pool.submit(() -> paint(job, index, first, threads > 1)));
    }
    try {
      List<FilterImage> images = new ArrayList<>();
      for (Future<List<FilterImage>> part : parts) {
        images.addAll(part.get());
      }
      return result(images);
    } catch (ExecutionException e) {
      await(job, parts);
      if (e.getCause() instanceof Error error) {
        throw error; // Java's memory, mostly
      }
      throw (RuntimeException) e.getCause(); // nothing else is thrown
    } catch (InterruptedException e) {
      await(job, parts);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Filter visualization was interrupted", e);
    } finally {
      pool.shutdown();
    }
  }

  /** One for each processor and filter, where there is memory for as many plans. */
  private int threads(int plans) {
    int processors = Runtime.getRuntime().availableProcessors();
    return Math.min(Math.min(processors, targets.size()), plans);
  }

  private Result result(List<FilterImage> images) {
    List<FilterImage> kept = images.stream().filter(FilterImage::finished).toList();
    boolean finished = kept.size() == targets.size() * options.variants();
    return kept.isEmpty() && !images.isEmpty()
        ? new Result(images.subList(0, 1), finished)
        : new Result(kept, finished);
  }

  /** Ends all parts: none may go on once the caller closes the network. */
  private static void await(Job job, List<Future<List<FilterImage>>> parts) {
    job.stop();
    for (Future<List<FilterImage>> part : parts) {
      try {
        part.get();
      } catch (ExecutionException | InterruptedException e) {
        // What ended the first part is reported.
      }
    }
  }

  /** The images of one filter, the last one perhaps unfinished. */
  private List<FilterImage> paint(Job job, int target, FilterPainter first, boolean alone) {
    if (alone) {
      Nd4jSetup.useOneThread();
    }
    FilterPainter painter =
        target == 0 ? first : new FilterPainter(network, options, targets.get(target));
    List<FilterImage> images = new ArrayList<>();
    for (int variant = 0; variant < options.variants() && !job.isCanceled(); variant++) {
      int current = variant;
      FilterPainter.Painting painting =
          painter.paint(
              variant, (done, loss, preview) -> job.update(target, current, done, loss, preview));
      images.add(image(target, current, painting));
    }
    job.finish();
    return images;
  }

  private FilterImage image(int target, int variant, FilterPainter.Painting painting) {
    String state = !painting.finished() ? " (unfinished)" : painting.responds() ? "" : silence();
    String label = label(target, variant) + state;
    return new FilterImage(
        target, label, painting.rgb(), painting.objective(), painting.finished());
  }

  /** How far one run is. */
  private final class Job {
    private final Monitor monitor;
    private final double[] progress = new double[targets.size()];
    private int finished;
    private boolean canceled;

    Job(Monitor monitor) {
      this.monitor = monitor;
    }

    synchronized boolean update(
        int target, int variant, int done, double loss, Supplier<Picture> preview) {
      progress[target] =
          (variant + (double) done / options.iterations()) / options.variants() / targets.size();
      double all = 0;
      for (double part : progress) {
        all += part;
      }
      String stage =
          targets.size() == 1
              ? String.format(
                  Locale.ROOT,
                  "%s, step %d of %d",
                  label(target, variant),
                  done,
                  options.iterations())
              : String.format(
                  Locale.ROOT,
                  "%s, %d of %d done",
                  label(target, variant),
                  finished,
                  targets.size());
      canceled |= !monitor.update(new Monitor.Progress(stage, all, loss, preview));
      return !canceled;
    }

    synchronized void finish() {
      finished++;
    }

    synchronized void stop() {
      canceled = true;
    }

    synchronized boolean isCanceled() {
      return canceled;
    }
  }

  private String label(int target, int variant) {
    String title = targets.get(target).title();
    String filter = title.isEmpty() ? "" : title.contains("+") ? "filters " : "filter ";
    String side = options.negative() ? "negative" : "";
    String number = options.variants() == 1 ? "" : "variant " + (variant + 1);
    return String.join(
        " ",
        Stream.of(options.layer(), filter + title, side, number)
            .filter(part -> !part.isEmpty())
            .toList());
  }

  private String silence() {
    return options.negative()
        ? " (never below zero from this start)"
        : " (no response from this start)";
  }
}
