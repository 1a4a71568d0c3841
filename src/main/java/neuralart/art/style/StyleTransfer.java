package neuralart.art.style;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import neuralart.art.Pyramid;
import neuralart.art.Pyramid.Level;
import neuralart.art.style.StyleTransferOptions.Init;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.objective.Objective;
import neuralart.optimize.Adam;
import neuralart.optimize.Iterates;
import neuralart.optimize.LossCurves;
import neuralart.optimize.LossFunction;
import neuralart.optimize.Losses;
import neuralart.optimize.Monitor;
import neuralart.optimize.Optimizer;
import neuralart.plan.Draft;
import neuralart.plan.Plan;

/**
 * Style transfer (Gatys, Ecker and Bethge 2015): the image is changed until a network sees the
 * content of one image in it and the style of others, coarse to fine where the options say so.
 */
public final class StyleTransfer {
  private static final int CHANNELS = 3;

  /** Iterations in which a start from noise becomes a picture, if it ever does. */
  private static final int AWAKENING = 50;

  private final Network network;
  private final StyleTransferOptions options;

  /**
   * A style transfer.
   *
   * @param rgb values of 0..255 and beyond
   * @param loss that was reached
   * @param losses the parts of the loss at each evaluation
   * @param finished whether it ran to its end
   */
  public record Result(Picture rgb, double loss, Losses losses, boolean finished) {}

  /**
   * A style transfer, which may be run on any images.
   *
   * @param network what sees content and style; to be closed after the last run
   * @param options what the transfer looks like
   * @throws IllegalArgumentException if the network takes images that can't be shown
   */
  public StyleTransfer(Network network, StyleTransferOptions options) {
    network.requireVisibleImages();
    this.network = options.adapt(network);
    this.options = options;
  }

  /**
   * Paints an image in the style of others.
   *
   * @param content RGB of 0..255, not modified
   * @param regions what to paint in which style; pixels that no region covers stay as they are
   * @param monitor is told of every iteration and may stop the transfer, which then ends with what
   *     there is
   * @throws IllegalArgumentException if a layer doesn't exist, or an image is too small
   * @throws IllegalStateException if memory doesn't suffice, or the optimisation fails
   */
  public Result run(Picture content, List<StyleRegion> regions, Monitor monitor) {
    Job job = new Job(content, regions, options.scales(), 1, monitor);
    Level first = job.pyramid.level(0);
    return job.run(job.firstImage(first), options.init() == Init.NOISE, Double.NEGATIVE_INFINITY);
  }

  /**
   * Paints a slice so that it looks like the slice before: begins with the result for that one
   * instead of the options' start. Only the full size is run, with half the iterations, or fewer
   * where the loss is as low as it was there.
   *
   * @param before the result for the slice before
   */
  public Result run(Picture content, List<StyleRegion> regions, Result before, Monitor monitor) {
    Job job = new Job(content, regions, Scales.NONE, 2, monitor);
    Level full = job.pyramid.level(0);
    Picture start = Resize.bicubic(before.rgb(), full.height(), full.width());
    // Where targets are searched for anew, losses of two runs can't be compared.
    boolean renews = options.formula().neighborShare() > 0;
    double lowEnough = renews ? Double.NEGATIVE_INFINITY : before.loss();
    return job.run(network.preprocessing().toInput(start), false, lowEnough);
  }

  /** Rows and columns of the result for a content of a size. */
  public int[] size(int height, int width) {
    int longer = Math.max(height, width);
    return Pyramid.fitted(height, width, options.imageSize() == 0 ? longer : options.imageSize());
  }

  /**
   * Number of iterations of a transfer, at most.
   *
   * @param height rows of the content
   * @param width columns of the content
   */
  public long iterations(int height, int width) {
    int[] size = size(height, width);
    return options
        .scales()
        .pyramid(size[0], size[1], options.optimization().iterations(), (rows, columns) -> true)
        .iterations();
  }

  /** One run. */
  private final class Job {
    private final Monitor monitor;
    private final StyleLoss loss = new StyleLoss(network, options);
    private final LossCurves curves = new LossCurves();
    private final Adam.Moments moments = new Adam.Moments();

    /** The content at the size of the result, in its own colours and in those of the transfer. */
    private final Picture original;

    private final Picture content;
    private final List<StyleRegion> regions;
    private final Pyramid pyramid;

    /** The picture as the network takes it, at the size of the present level. */
    private Picture image;

    private boolean stopped;

    /**
     * @param share the iterations are divided by this
     */
    Job(Picture rgb, List<StyleRegion> given, Scales scales, int share, Monitor monitor) {
      this.monitor = monitor;
      network.requireVisibleImages();
      requireFinite(rgb, "The image");
      int[] size = size(rgb.height(), rgb.width());
      Picture.requireSize(size[0], size[1], CHANNELS);
      loss.check(size[0], size[1], given);
      original = Resize.bicubic(rgb, size[0], size[1]);
      content = options.colors().content(original);
      regions = given.stream().map(this::prepared).toList();
      int iterations = Math.max(1, options.optimization().iterations() / share);
      pyramid =
          scales.pyramid(
              size[0], size[1], iterations, (rows, columns) -> loss.fits(rows, columns, regions));
    }

    /** A region at the size of the result, its styles in the colours of the transfer. */
    private StyleRegion prepared(StyleRegion region) {
      List<Style> styles = new ArrayList<>();
      for (Style style : region.styles()) {
        requireFinite(style.rgb(), "A style");
        int[] size = loss.styleSize(style, original.height(), original.width());
        Picture resized = Resize.bicubic(style.rgb(), size[0], size[1]);
        styles.add(new Style(options.colors().style(resized, original), style.weight()));
      }
      return new StyleRegion(styles, region.mask()).resized(original.height(), original.width());
    }

    private Picture firstImage(Level size) {
      Picture style = regions.get(0).styles().get(0).rgb();
      return InitialImage.of(
          network,
          Resize.bicubic(content, size.height(), size.width()),
          Resize.bicubic(style, size.height(), size.width()),
          options.init(),
          options.seed());
    }

    /**
     * @param start the first image, as the network takes it
     * @param lowEnough the loss that ends the transfer
     */
    Result run(Picture start, boolean fromNoise, double lowEnough) {
      image = start;
      double reached = Double.NaN;
      for (int level = 0; level < pyramid.count() && !stopped; level++) {
        reached = minimize(level, fromNoise && level == 0, lowEnough);
      }
      return new Result(picture(image), reached, curves.losses(), !stopped);
    }

    private double minimize(int index, boolean fromNoise, double lowEnough) {
      Level level = pyramid.level(index);
      resizeImage(level);
      curves.nextSize();
      List<Objective> objectives =
          loss.objectives(
              Resize.bicubic(content, level.height(), level.width()),
              regions.stream().map(r -> r.resized(level.height(), level.width())).toList(),
              curves);
      long variables = (long) level.height() * level.width() * image.channels();
      try (Plan plan =
          Draft.of(network, level.height(), level.width(), objectives, Set.of())
              .beside(options.optimization().bytes(variables))
              .allocate()) {
        image.write(plan.image());
        Iterates iterates = iterates(plan.image());
        double reached =
            descend(
                level,
                plan,
                iterates,
                (done, value) -> {
                  if (fromNoise && done >= AWAKENING) { // some steps take two evaluations
                    requirePicture(plan.image());
                  }
                  double fraction = pyramid.fraction(index, done);
                  stopped =
                      !monitor.update(
                          new Monitor.Progress(
                              pyramid.stage(index, done),
                              fraction,
                              value,
                              () -> picture(result(plan, iterates))));
                  return !stopped && value > lowEnough;
                });
        image = result(plan, iterates);
        return reached;
      }
    }

    /** Minimises the loss at a size, in rounds between which targets may change. */
    private double descend(Level level, Plan plan, Iterates iterates, Optimizer.Observer observer) {
      LossFunction function = curves.meter(LossFunction.of(plan), 1);
      int all = level.iterations();
      int round = options.optimization().round();
      int interval = loss.renewsTargets() && round > 0 ? round : all;
      Optimizer.Outcome outcome = new Optimizer.Outcome(Double.NaN, false);
      for (int before = 0; before < all && !outcome.canceled(); before += interval) {
        loss.renewTargets(result(plan, iterates));
        int earlier = before;
        outcome =
            optimizer(level, Math.min(interval, all - before), iterates)
                .minimize(function, (done, value) -> observer.iteration(earlier + done, value));
      }
      return outcome.loss();
    }

    /** What becomes of the pixels after each step, as the options say. */
    private Iterates iterates(FloatBuffer values) {
      Preprocessing preprocessing = network.preprocessing();
      boolean isBounded = options.optimization().bounded();
      float[] lowest = isBounded ? preprocessing.black() : new float[0];
      float[] highest = lowest.clone();
      for (int c = 0; c < lowest.length; c++) {
        highest[c] += preprocessing.range(c);
      }
      return new Iterates(lowest, highest, options.optimization().averaging(), values);
    }

    private Optimizer optimizer(Level level, int iterations, Iterates iterates) {
      return options
          .optimization()
          .optimizer(
              iterations,
              network.preprocessing().scale(),
              (long) level.height() * level.width() * image.channels(),
              moments,
              iterates,
              options.scales().preconditioner(level.height(), level.width(), image.channels()));
    }

    private Picture result(Plan plan, Iterates iterates) {
      float[] values = iterates.result(plan.image());
      return Picture.of(image.height(), image.width(), image.channels(), values);
    }

    /** A flat image is a minimum where smoothness counts more than content and style. */
    private void requirePicture(FloatBuffer present) {
      if (!InitialImage.hasLeftNoise(present, network.preprocessing().scale())) {
        throw new IllegalStateException(
            "init=noise leads nowhere here: smoothness counts more than content and style, and the"
                + " image stays flat. Use a smaller tvweight, or init=content");
      }
    }

    private void resizeImage(Level size) {
      int rows = image.height();
      int columns = image.width();
      int channels = image.channels();
      if (rows == size.height() && columns == size.width()) {
        return;
      }
      image = Resize.bicubic(image, size.height(), size.width());
      moments.resize(
          values ->
              Resize.antialiased(
                      Picture.of(rows, columns, channels, values), size.height(), size.width())
                  .values());
    }

    /** What the user sees: at full size, in its colours, painted in the regions alone. */
    private Picture picture(Picture input) {
      Picture rgb = network.preprocessing().toRgb(input);
      Picture full = Resize.bicubic(rgb, original.height(), original.width());
      Picture colored = options.colors().result(full, original);
      return regions.stream().anyMatch(StyleRegion::isEverywhere) ? colored : blended(colored);
    }

    private Picture blended(Picture rgb) {
      Picture blended = rgb.copy();
      for (int y = 0; y < rgb.height(); y++) {
        float[] row = blended.row(y);
        for (int i = 0; i < row.length; i++) {
          float cover = 0;
          for (StyleRegion region : regions) {
            cover += region.mask().row(y)[i / CHANNELS];
          }
          float share = Math.min(cover, 1);
          row[i] = share * row[i] + (1 - share) * original.row(y)[i];
        }
      }
      return blended;
    }
  }

  private static void requireFinite(Picture rgb, String what) {
    for (int y = 0; y < rgb.height(); y++) {
      for (float value : rgb.row(y)) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(what + " has a value that is no finite number");
        }
      }
    }
  }
}
