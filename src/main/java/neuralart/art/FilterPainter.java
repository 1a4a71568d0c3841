package neuralart.art;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import neuralart.network.Layer;
import neuralart.network.Network;
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
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes the images of one filter, the variants after each other. Not for several threads. */
final class FilterPainter {
  /** Steps in which ReLUs redirect their gradient. */
  private static final int WAKING_STEPS = 16;

  /**
   * How much being unlike the earlier variants counts, relative to the first variant's response.
   */
  private static final double DIVERSITY = 0.2;

  private static final int RGB = 3;

  /**
   * An image of a filter.
   *
   * @param rgb {@code [1, size, size, 3]}, 0..255, for the caller to close
   * @param objective what was maximised, for the image as it is
   * @param responds whether the layer responds to it at all
   * @param finished whether the observer let it run to its end
   */
  record Painting(INDArray rgb, double objective, boolean responds, boolean finished) {}

  /** Is told the steps done, the loss, and where a preview can be had; says whether to go on. */
  interface Observer {
    boolean step(int done, double loss, Supplier<INDArray> preview);
  }

  private final Network network;
  private final FilterVisualizationOptions options;
  private final String layer;
  private final boolean classes;
  private final Region region;
  private final int planSize;
  private final List<WeightedChannel> channels;
  private final List<float[]> grams = new ArrayList<>();
  private double firstObjective;

  FilterPainter(Network network, FilterVisualizationOptions options, FilterTarget target) {
    this.network = network;
    this.options = options;
    Layer described = network.layer(options.layer());
    boolean seesAll = described.stride() == 0;
    classes = described.role() == Role.PROBABILITIES;
    layer =
        options.negative() || classes ? network.preActivation(options.layer()) : options.layer();
    planSize = FilterCanvas.planSize(options, seesAll);
    region =
        options.objective() == FilterObjective.NEURON
            ? Region.CENTER
            : seesAll ? Region.WHOLE : options.recipe().region();
    double sign = options.negative() ? -1 : 1;
    channels =
        target.channels().stream()
            .map(c -> new WeightedChannel(c.channel(), sign * c.weight()))
            .toList();
  }

  /**
   * Finds out before the first step whether it will work.
   *
   * @throws IllegalArgumentException if the images are too small for the layer
   * @throws IllegalStateException if memory doesn't suffice
   */
  void check() {
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
    Draft.of(network, planSize, planSize, objectives(), Set.of()).check();
  }

  /** Makes the next variant, as far as the observer lets it. */
  Painting paint(int variant, Observer observer) {
    float[][] gram = new float[1][];
    List<Objective> all = new ArrayList<>(objectives());
    if (options.variants() > 1) {
      all.add(GramSimilarity.measurement(layer, values -> gram[0] = values));
    }
    try (Plan plan = Draft.of(network, planSize, planSize, all, Set.of()).allocate();
        FilterCanvas canvas =
            FilterCanvas.of(plan, network.preprocessing(), options, options.seed() + variant)) {
      plan.redirectGradients(options.recipe().isSpectral());
      Optimizer.Outcome outcome =
          canvas
              .optimizer()
              .minimize(
                  canvas.loss(),
                  (done, loss) -> {
                    if (done == WAKING_STEPS) {
                      plan.redirectGradients(false);
                    }
                    return observer.step(done, loss, () -> colored(canvas.image()));
                  });
      canvas.present();
      plan.forward();
      if (options.variants() > 1) {
        grams.add(gram[0]);
      }
      return judge(plan, canvas, outcome);
    }
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
    if (grams.size() == 1) {
      firstObjective = mean;
    }
    return new Painting(colored(canvas.image()), mean, classes || maximum > 0, !outcome.canceled());
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

  /** A grey image as one of three equal colours; closes it. */
  private static INDArray colored(INDArray image) {
    if (image.size(3) == RGB) {
      return image;
    }
    try (image) {
      float[] grey = image.data().asFloat();
      float[] rgb = new float[RGB * grey.length];
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = grey[i / RGB];
      }
      return Nd4j.createFromArray(rgb).reshape(1, image.size(1), image.size(2), RGB);
    }
  }
}
