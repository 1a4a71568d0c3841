package neuralart.art;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import neuralart.art.StyleTransferOptions.Init;
import neuralart.art.StyleTransferOptions.Pyramid;
import neuralart.image.Resize;
import neuralart.image.Tensors;
import neuralart.network.Network;
import neuralart.objective.Objective;
import neuralart.optimize.Adam;
import neuralart.optimize.LossFunction;
import neuralart.optimize.Monitor;
import neuralart.optimize.Optimizer;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.plan.cpu.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

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
  private final Monitor monitor;
  private final StyleLoss loss;
  private final LossCurves curves = new LossCurves();
  private final Adam.Moments moments = new Adam.Moments();
  private final List<INDArray> arrays = new ArrayList<>();

  /** The content at the size of the result, in its own colours and in those of the transfer. */
  private INDArray original;

  private INDArray content;

  private List<StyleRegion> regions;
  private Levels levels;

  /** The picture as the network takes it, at the size of the present level. */
  private INDArray image;

  /** The loss that ends the transfer. */
  private double lowEnough;

  private boolean fromNoise;
  private boolean stopped;

  /**
   * A style transfer.
   *
   * @param rgb {@code [1, H, W, 3]}, 0..255 and beyond, for the caller to close
   * @param loss that was reached
   * @param curves the parts of the loss at each evaluation, by name
   * @param finished whether it ran to its end
   */
  public record Result(INDArray rgb, double loss, Map<String, double[]> curves, boolean finished) {
    /** The same with a picture of its own. */
    public Result copy() {
      return new Result(rgb.dup(), loss, curves, finished);
    }
  }

  private StyleTransfer(Network network, StyleTransferOptions options, Monitor monitor) {
    this.network = options.adapt(network);
    this.options = options;
    this.monitor = monitor;
    loss = new StyleLoss(this.network, options);
  }

  /**
   * Paints an image in the style of others.
   *
   * @param network what sees content and style
   * @param content {@code [1, H, W, 3]}, 0..255, not modified
   * @param regions what to paint in which style; pixels that no region covers stay as they are
   * @param before the result for the slice before, to begin with instead of the options' start:
   *     only the full size is run, until the loss is as low as it was there, with half the
   *     iterations at most, so that slices that are alike stay so
   * @param options what the transfer looks like
   * @param monitor is told of every iteration and may stop the transfer, which then ends with what
   *     there is
   * @throws IllegalArgumentException if a layer doesn't exist, or an image is too small
   * @throws IllegalStateException if memory doesn't suffice, or the optimisation fails
   */
  public static Result transfer(
      Network network,
      INDArray content,
      List<StyleRegion> regions,
      Optional<Result> before,
      StyleTransferOptions options,
      Monitor monitor) {
    network.requireVisibleImages();
    StyleTransfer transfer = new StyleTransfer(network, options, monitor);
    try {
      transfer.prepare(content, regions, before);
      return transfer.run();
    } finally {
      transfer.arrays.forEach(INDArray::close);
      if (transfer.image != null) {
        transfer.image.close();
      }
    }
  }

  private void prepare(INDArray rgb, List<StyleRegion> given, Optional<Result> before) {
    requireFinite(rgb, "The image");
    int longer = (int) Math.max(rgb.size(1), rgb.size(2));
    int side = options.imageSize() == 0 ? longer : options.imageSize();
    int[] size = StyleLoss.fit(rgb.size(1), rgb.size(2), side);
    Tensors.requireSize(size[0], size[1], CHANNELS);
    loss.check(size[0], size[1], given);
    original = keep(Resize.bicubic(rgb, size[0], size[1]));
    content = keep(options.colors().content(original));
    regions = given.stream().map(region -> prepare(region, rgb, size)).toList();
    int iterations = options.optimization().iterations();
    levels =
        before.isPresent()
            ? Levels.of(Pyramid.NONE, size, Math.max(1, iterations / 2), this::fits)
            : Levels.of(options.pyramid(), size, iterations, this::fits);
    int[] first = levels.sizes().get(0);
    loss.check(first[0], first[1], regions);
    fromNoise = before.isEmpty() && options.init() == Init.NOISE;
    image = before.isPresent() ? input(before.get().rgb(), size) : firstImage(first);
    lowEnough = before.map(Result::loss).orElse(Double.NEGATIVE_INFINITY);
  }

  /** A region at the size of the result, its styles in the colours of the transfer. */
  private StyleRegion prepare(StyleRegion region, INDArray rgb, int[] size) {
    List<Style> styles = new ArrayList<>();
    for (Style style : region.styles()) {
      requireFinite(style.rgb(), "A style");
      int[] styleSize = loss.styleSize(style, size[0], size[1]);
      try (INDArray resized = Resize.bicubic(style.rgb(), styleSize[0], styleSize[1])) {
        styles.add(new Style(keep(options.colors().style(resized, original)), style.weight()));
      }
    }
    return new StyleRegion(
        styles, mask(region, (int) rgb.size(1), (int) rgb.size(2), size[0], size[1]));
  }

  private static void requireFinite(INDArray rgb, String what) {
    FloatBuffer values = Ops.values(rgb);
    for (int i = 0; i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw new IllegalArgumentException(what + " has a value that is no finite number");
      }
    }
  }

  private List<StyleRegion> resized(int[] size) {
    int height = (int) original.size(1);
    int width = (int) original.size(2);
    return regions.stream()
        .map(r -> new StyleRegion(r.styles(), mask(r, height, width, size[0], size[1])))
        .toList();
  }

  private static float[] mask(StyleRegion region, int rows, int columns, int height, int width) {
    return region.isEverywhere()
        ? region.mask()
        : Resize.antialiased(region.mask(), rows, columns, 1, height, width);
  }

  private boolean fits(int[] size) {
    try {
      loss.check(size[0], size[1], regions);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private INDArray firstImage(int[] size) {
    INDArray style = regions.get(0).styles().get(0).rgb();
    try (INDArray small = Resize.bicubic(content, size[0], size[1]);
        INDArray smallStyle = Resize.bicubic(style, size[0], size[1])) {
      return InitialImage.of(network, small, smallStyle, options.init(), options.seed());
    }
  }

  /** A picture as the network takes it, at another size. */
  private INDArray input(INDArray rgb, int[] size) {
    try (INDArray resized = Resize.bicubic(rgb, size[0], size[1])) {
      return network.preprocessing().toInput(resized);
    }
  }

  private INDArray keep(INDArray array) {
    arrays.add(array);
    return array;
  }

  private Result run() {
    Optimizer.Outcome outcome = null;
    for (int level = 0; level < levels.count(); level++) {
      outcome = minimize(level);
      if (stopped) {
        break;
      }
    }
    return new Result(picture(image), outcome.loss(), curves.values(), !stopped);
  }

  private Optimizer.Outcome minimize(int level) {
    int[] size = levels.sizes().get(level);
    resizeImage(size);
    List<Objective> objectives;
    try (INDArray shrunk = Resize.bicubic(content, size[0], size[1])) {
      objectives = loss.objectives(shrunk, resized(size), curves);
    }
    String stage = String.format(Locale.ROOT, "size %d of %d", level + 1, levels.count());
    try (Plan plan = Draft.of(network, size[0], size[1], objectives, Set.of()).allocate()) {
      plan.image().put(0, Ops.values(image), 0, (int) image.length());
      Iterates iterates =
          new Iterates(plan.image(), options.optimization(), network.preprocessing());
      Optimizer.Outcome outcome =
          options
              .optimization()
              .optimizer(
                  levels.iterations().get(level),
                  network.preprocessing().scale(),
                  image.length(),
                  moments,
                  options.pyramid().preconditioner(size[0], size[1], (int) image.size(3)))
              .minimize(
                  curves.meter(LossFunction.of(plan)),
                  (done, value) -> {
                    iterates.add();
                    if (fromNoise && level == 0 && done == AWAKENING) {
                      requirePicture(array(plan.image()));
                    }
                    double fraction = levels.fraction(level, done);
                    stopped =
                        !monitor.update(
                            new Monitor.Progress(
                                stage,
                                fraction,
                                value,
                                () -> preview(iterates, array(plan.image()))));
                    return !stopped && value > lowEnough;
                  });
      Ops.values(image).put(0, plan.image(), 0, (int) image.length());
      iterates.write(image);
      return outcome;
    }
  }

  /** A flat image is a minimum where smoothness counts more than content and style. */
  private void requirePicture(INDArray present) {
    if (!InitialImage.hasLeftNoise(present, network.preprocessing().scale())) {
      throw new IllegalStateException(
          "init=noise leads nowhere here: smoothness counts more than content and style, and the"
              + " image stays flat. Use a smaller tvweight, or init=content");
    }
  }

  private INDArray array(FloatBuffer values) {
    float[] copy = new float[values.limit()];
    values.get(0, copy);
    return org.nd4j.linalg.factory.Nd4j.createFromArray(copy).reshape(image.shape());
  }

  private INDArray preview(Iterates iterates, INDArray present) {
    try (INDArray averaged = present.dup()) {
      iterates.write(averaged);
      return picture(averaged);
    }
  }

  private void resizeImage(int[] size) {
    int rows = (int) image.size(1);
    int columns = (int) image.size(2);
    int channels = (int) image.size(3);
    if (rows == size[0] && columns == size[1]) {
      return;
    }
    INDArray resized = Resize.bicubic(image, size[0], size[1]);
    image.close();
    image = resized;
    moments.resize(values -> Resize.antialiased(values, rows, columns, channels, size[0], size[1]));
  }

  /** What the user sees of an image: at full size, in its colours, painted in the regions alone. */
  private INDArray picture(INDArray input) {
    int height = (int) original.size(1);
    int width = (int) original.size(2);
    try (INDArray rgb = network.preprocessing().toRgb(input);
        INDArray full = Resize.bicubic(rgb, height, width)) {
      INDArray colored = options.colors().result(full, original);
      if (regions.stream().noneMatch(StyleRegion::isEverywhere)) {
        blend(colored);
      }
      return colored;
    }
  }

  private void blend(INDArray rgb) {
    FloatBuffer values = Ops.values(rgb);
    FloatBuffer originals = Ops.values(original);
    for (int i = 0; i < values.limit(); i++) {
      float cover = 0;
      for (StyleRegion region : regions) {
        cover += region.mask()[i / CHANNELS];
      }
      float share = Math.min(cover, 1);
      values.put(i, share * values.get(i) + (1 - share) * originals.get(i));
    }
  }
}
