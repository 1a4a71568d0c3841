package neuralart.art.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import neuralart.art.filter.FilterRecipe.Phase;
import neuralart.art.filter.FilterRecipe.Pixels;
import neuralart.art.filter.FilterRecipe.Spectrum;
import neuralart.image.Picture;
import neuralart.network.Classifier;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.node.Role;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.ChannelResponse;
import neuralart.objective.ChannelResponse.Region;
import neuralart.objective.ChannelResponse.WeightedChannel;
import neuralart.objective.GramSimilarity;
import neuralart.objective.Objective;
import neuralart.optimize.Optimizer;
import neuralart.plan.Draft;
import neuralart.plan.Plan;

/** Makes the images of one filter, the variants after each other. Not for several threads. */
final class FilterPainter {
  /** Steps in which ReLUs redirect their gradient. */
  private static final int WAKING_STEPS = 16;

  /**
   * How much being unlike the earlier variants counts, relative to the first variant's response.
   */
  private static final double DIVERSITY = 0.2;

  /**
   * An image of a filter.
   *
   * @param rgb of the size of the options, 0..255
   * @param objective what was maximised, for the image as it is
   * @param responds whether the layer responds to it at all
   * @param finished whether the observer let it run to its end
   * @param gram the layer's Gram matrix, where there are variants
   */
  record Painting(
      Picture rgb, double objective, boolean responds, boolean finished, float[] gram) {}

  /** Is told the steps done, the loss, and where a preview can be had; says whether to go on. */
  interface Observer {
    boolean step(int done, double loss, Supplier<Picture> preview);
  }

  private final Network network;
  private final FilterVisualizationOptions options;
  private final String layer;
  private final boolean classes;
  private final Region region;
  private final int planSize;
  private final Draft first;
  private final List<WeightedChannel> channels;
  private final List<float[]> grams = new ArrayList<>();
  private double firstObjective;

  /** The Gram matrix of the image that was shown last, where there are variants. */
  private float[] gram = {};

  /**
   * Draws up the first variant's plan, so that a long job doesn't fail half-way.
   *
   * @throws IllegalArgumentException if the images are too small for the layer
   * @throws IllegalStateException if memory doesn't suffice
   */
  FilterPainter(Network network, FilterVisualizationOptions options, FilterTarget target) {
    this.network = network;
    this.options = options;
    Layer described = network.layer(options.layer());
    boolean seesAll = described.stride() == 0;
    classes = described.role() == Role.PROBABILITIES || isClassifier(network, described);
    layer =
        options.negative() || classes ? network.preActivation(options.layer()) : options.layer();
    planSize = planSize(seesAll);
    region =
        options.objective() == FilterObjective.NEURON
            ? Region.CENTER
            : seesAll ? Region.WHOLE : options.recipe().recipe().region();
    double sign = options.negative() ? -1 : 1;
    channels =
        target.channels().stream()
            .map(c -> new WeightedChannel(c.channel(), sign * c.weight()))
            .toList();
    checkSize();
    first = draft().check();
  }

  private static boolean isClassifier(Network network, Layer layer) {
    return Classifier.of(network, 0).filter(c -> c.output().equals(layer.name())).isPresent();
  }

  private int planSize(boolean seesAll) {
    FilterRecipe recipe = options.recipe().recipe();
    if (recipe instanceof Pixels pixels) {
      return PixelCanvas.planSize(options.size(), pixels);
    }
    return recipe instanceof Phase
        ? PhaseCanvas.planSize(options.size(), seesAll)
        : SpectralCanvas.planSize(options.size(), seesAll);
  }

  /** Rows, and columns, of the image that the network sees. */
  int planSize() {
    return planSize;
  }

  /** How many of the plans there is memory for at the same time, 1 at least. */
  int copies() {
    return first.copies();
  }

  private void checkSize() {
    network.requireVisibleImages();
    try {
      response().requireSize(network.shape(layer, planSize, planSize));
    } catch (IllegalArgumentException e) {
      if (planSize == options.size()) {
        throw e;
      }
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "With imagesize %d, the network sees %d x %d pixels. %s",
              options.size(),
              planSize,
              planSize,
              e.getMessage()),
          e);
    }
  }

  /** The next variant's plan. */
  Draft draft() {
    List<Objective> all = new ArrayList<>(objectives());
    if (options.variants() > 1) {
      all.add(GramSimilarity.measurement(layer, values -> gram = values));
    }
    return Draft.of(network, planSize, planSize, all, Set.of(layer));
  }

  /**
   * Makes the next variant, as far as the observer lets it. Where the layer doesn't respond to what
   * pixels end as, they begin once more as those of the recipe's other start.
   */
  Painting paint(int variant, Observer observer) {
    FilterRecipe recipe = options.recipe().recipe();
    Draft draft = variant == 0 ? first : draft();
    Painting painting = paint(draft, recipe, variant, observer);
    if (recipe instanceof Pixels pixels && !painting.responds && painting.finished) {
      Painting other = paint(draft, pixels.otherStart(), variant, observer);
      painting = other.responds ? other : painting;
    }
    if (options.variants() > 1) {
      grams.add(painting.gram);
    }
    if (grams.size() == 1) {
      firstObjective = painting.objective;
    }
    return painting;
  }

  private Painting paint(Draft draft, FilterRecipe recipe, int variant, Observer observer) {
    try (Plan plan = draft.allocate();
        FilterCanvas canvas = canvas(plan, recipe, options.seed() + variant)) {
      plan.redirectGradients(!(recipe instanceof Pixels));
      Optimizer.Outcome outcome =
          canvas
              .optimizer()
              .minimize(
                  canvas.loss(),
                  (done, loss) -> {
                    if (done == WAKING_STEPS) {
                      plan.redirectGradients(false);
                    }
                    return observer.step(done, loss, canvas::image);
                  });
      canvas.present();
      plan.forward();
      return judge(plan, canvas, outcome);
    }
  }

  /** A canvas with its first image. */
  FilterCanvas canvas(Plan plan, FilterRecipe recipe, long seed) {
    Preprocessing preprocessing = network.preprocessing();
    if (recipe instanceof Phase phase) {
      return new PhaseCanvas(plan, planSize, preprocessing, options, phase, seed);
    }
    return recipe instanceof Spectrum spectrum
        ? new SpectralCanvas(plan, planSize, preprocessing, options, spectrum, seed)
        : new PixelCanvas(plan, preprocessing, options, (Pixels) recipe, seed);
  }

  private Painting judge(Plan plan, FilterCanvas canvas, Optimizer.Outcome outcome) {
    double mean = -outcome.loss();
    double maximum = mean;
    if (options.objective() != FilterObjective.LAYER) {
      ChannelResponse.Response response =
          response().measure(plan.shape(layer), plan.activation(layer));
      mean = response.mean();
      maximum = response.maximum();
    }
    boolean responds = classes || maximum > 0;
    return new Painting(canvas.image(), mean, responds, !outcome.canceled(), gram);
  }

  /** The terms of the next variant's loss. */
  List<Objective> objectives() {
    List<Objective> objectives = new ArrayList<>();
    if (options.objective() == FilterObjective.LAYER) {
      objectives.add(new ActivationEnergy(layer, -1, 0, Mean.LAYER));
    } else {
      objectives.add(response());
    }
    if (!grams.isEmpty()) {
      double weight = DIVERSITY * Math.abs(firstObjective) / grams.size();
      objectives.add(new GramSimilarity(layer, weight, grams));
    }
    return objectives;
  }

  private ChannelResponse response() {
    return new ChannelResponse(layer, -1, channels, region);
  }
}
