package neuralart.art;

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
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Filter visualisation: images that excite chosen filters of a network (Erhan et al. 2009; C. Olah,
 * A. Mordvintsev and L. Schubert, Feature Visualization, 2017). Several filters are worked on side
 * by side, each by one thread on a plan of its own: for small images that is much faster than all
 * threads on one plan.
 */
public final class FilterVisualization {
  private final Network network;
  private final FilterVisualizationOptions options;
  private final Monitor monitor;
  private final List<FilterTarget> targets;
  private final double[] progress;
  private int finished;
  private boolean canceled;

  /**
   * An image of a filter.
   *
   * @param target which of the options' filters it shows, from 0
   * @param label what it shows, for instance {@code block3_conv1 filter 5}
   * @param rgb {@code [1, size, size, 3]}, 0..255
   * @param objective what was maximised, for the image as it is
   * @param finished whether it went through all steps
   */
  public record Picture(
      int target, String label, INDArray rgb, double objective, boolean finished) {}

  /**
   * The images of all filters, in the order of the options. Of a job that was stopped, those that
   * were finished, or one that wasn't if none was.
   *
   * @param complete whether the job was not stopped
   */
  public record Result(List<Picture> pictures, boolean complete) implements AutoCloseable {
    public Result {
      pictures = List.copyOf(pictures);
    }

    @Override
    public void close() {
      pictures.forEach(picture -> picture.rgb.close());
    }
  }

  private FilterVisualization(
      Network network, FilterVisualizationOptions options, Monitor monitor) {
    this.network = network;
    this.options = options;
    this.monitor = monitor;
    boolean layer = options.objective() == FilterObjective.LAYER;
    targets = layer ? List.of(new FilterTarget(List.of())) : options.filters();
    progress = new double[targets.size()];
  }

  /**
   * Makes images of filters.
   *
   * @param monitor is told of every step, by several threads but never by two at once, and may stop
   *     the job
   * @throws IllegalArgumentException if the layer doesn't exist, or the images are too small for it
   * @throws IllegalStateException if memory doesn't suffice
   */
  public static Result visualize(
      Network network, FilterVisualizationOptions options, Monitor monitor) {
    return new FilterVisualization(network, options, monitor).run();
  }

  private Result run() {
    new FilterPainter(network, options, targets.get(0)).check();
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), targets.size());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<List<Picture>>> jobs = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      int index = i;
      jobs.add(pool.submit(() -> paint(index, threads > 1)));
    }
    try {
      List<Picture> pictures = new ArrayList<>();
      for (Future<List<Picture>> job : jobs) {
        pictures.addAll(job.get());
      }
      return result(pictures);
    } catch (ExecutionException e) {
      discard(jobs);
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      discard(jobs);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Filter visualization was interrupted", e);
    } finally {
      pool.shutdown();
    }
  }

  private Result result(List<Picture> pictures) {
    List<Picture> kept = new ArrayList<>(pictures.stream().filter(Picture::finished).toList());
    boolean complete = kept.size() == targets.size() * options.variants();
    for (Picture picture : pictures) {
      if (!picture.finished && kept.isEmpty()) {
        kept.add(picture);
      } else if (!picture.finished) {
        picture.rgb.close();
      }
    }
    return new Result(kept, complete);
  }

  /** Ends all jobs: none may go on once the caller closes the network. */
  private void discard(List<Future<List<Picture>>> jobs) {
    stop();
    for (Future<List<Picture>> job : jobs) {
      try {
        job.get().forEach(picture -> picture.rgb.close());
      } catch (ExecutionException | InterruptedException e) {
        // What ended the first job is reported.
      }
    }
  }

  /** The images of one filter, the last one perhaps unfinished. */
  private List<Picture> paint(int target, boolean alone) {
    if (alone) {
      Nd4jSetup.useOneThread();
    }
    FilterPainter painter = new FilterPainter(network, options, targets.get(target));
    List<Picture> pictures = new ArrayList<>();
    for (int variant = 0; variant < options.variants() && !isCanceled(); variant++) {
      int current = variant;
      FilterPainter.Painting painting =
          painter.paint(
              variant, (done, loss, preview) -> update(target, current, done, loss, preview));
      pictures.add(picture(target, current, painting));
    }
    finish();
    return pictures;
  }

  private Picture picture(int target, int variant, FilterPainter.Painting painting) {
    String state = !painting.finished() ? " (unfinished)" : painting.responds() ? "" : silence();
    String label = label(target, variant) + state;
    return new Picture(target, label, painting.rgb(), painting.objective(), painting.finished());
  }

  private synchronized boolean update(
      int target, int variant, int done, double loss, Supplier<INDArray> preview) {
    progress[target] =
        (variant + (double) done / options.iterations()) / options.variants() / targets.size();
    double all = 0;
    for (double part : progress) {
      all += part;
    }
    String stage =
        String.format(
            Locale.ROOT, "%s, %d of %d done", label(target, variant), finished, targets.size());
    canceled |= !monitor.update(new Monitor.Progress(stage, all, loss, preview));
    return !canceled;
  }

  private synchronized void finish() {
    finished++;
  }

  private synchronized void stop() {
    canceled = true;
  }

  private synchronized boolean isCanceled() {
    return canceled;
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
    return options.negative() ? " (dead: never below zero)" : " (dead: no response)";
  }
}
