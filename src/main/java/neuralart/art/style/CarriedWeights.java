package neuralart.art.style;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.objective.Objective;
import neuralart.optimize.LossCurves;
import neuralart.optimize.LossFunction;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.step.Shape;

/**
 * Carries the weights of published recipes, which are VGG19's, over to other networks: each term is
 * multiplied by its energy on VGG19 by its energy here, both for one reference picture. The energy
 * of a term is its value with a target of zeros. A layer counts as that of VGG19's block with the
 * same stride. On VGG19 and VGG16 the weights are as published.
 */
final class CarriedWeights {
  /** Rows and columns of the reference picture. */
  private static final int SIDE = 192;

  private static final int GRATINGS = 48;
  private static final double GOLDEN_ANGLE = 2.399963;
  private static final Set<String> ORIGINAL = Set.of("vgg19", "vgg16");

  private final Network network;
  private final StyleFormula formula;

  CarriedWeights(Network network, StyleFormula formula) {
    this.network = network;
    this.formula = formula;
  }

  /**
   * What the terms of a formula are on VGG19 with the weight 1, for the reference picture, by block
   * from 1 to 5. Estimated by {@code src/test/python/vgg19_energies.py}.
   *
   * @param content of activations
   * @param style of Gram matrices
   * @param contentGain how much more the content counts on other networks: with fewer channels it
   *     is lost earlier
   * @param variationGain how much more the total variation counts on other networks: they leave
   *     more noise
   */
  private record Energies(
      List<Double> content, List<Double> style, double contentGain, double variationGain) {}

  /** The energies of the terms on VGG19, if their weights are made for it. */
  private static Optional<Energies> energies(StyleFormula formula) {
    return switch (formula) {
      case CHOLLET ->
          Optional.of(
              new Energies(
                  List.of(6.65e9, 3.44e10, 8.13e9, 1.49e11, 3.45e7),
                  List.of(2.65e8, 9.22e9, 5.42e8, 7.83e10, 1.98e4),
                  800,
                  1));
      case NEURAL_STYLE ->
          Optional.of(
              new Energies(
                  List.of(2.82e3, 2.92e4, 1.38e4, 5.06e5, 468.0),
                  List.of(569.0, 1.98e4, 1.16e3, 1.68e5, 0.68),
                  2,
                  1));
      case SCALED ->
          Optional.of(
              new Energies(
                  List.of(1.7, 4.17, 2.98, 18.1, 0.561),
                  List.of(0.719, 6.43, 3.53, 121.0, 0.254),
                  3,
                  1));
      case TENSORFLOW ->
          Optional.of(
              new Energies(
                  List.of(2.82e3, 2.92e4, 1.38e4, 5.06e5, 468.0),
                  List.of(2.33e6, 3.24e8, 7.62e7, 4.4e10, 1.78e5),
                  6,
                  30));
      case RELATIVE, NEIGHBORS, GRAM_AND_NEIGHBORS -> Optional.empty();
    };
  }

  /** The layers that hold the content, with weights for this network. */
  List<LayerWeight> content(List<LayerWeight> layers) {
    return energies(formula)
        .map(vgg19 -> carried(layers, true, vgg19.content(), vgg19.contentGain()))
        .orElse(layers);
  }

  /** The layers that hold the style, with weights for this network. */
  List<LayerWeight> style(List<LayerWeight> layers) {
    return energies(formula).map(vgg19 -> carried(layers, false, vgg19.style(), 1)).orElse(layers);
  }

  /** The weight of the total variation for this network. */
  double variation(double weight) {
    boolean original = ORIGINAL.contains(network.name());
    return original ? weight : weight * energies(formula).map(Energies::variationGain).orElse(1.0);
  }

  private List<LayerWeight> carried(
      List<LayerWeight> layers, boolean content, List<Double> energies, double gain) {
    if (ORIGINAL.contains(network.name()) || layers.isEmpty()) {
      return layers;
    }
    List<LayerWeight> carried = new ArrayList<>();
    Map<String, Double> own = measure(layers, content);
    for (LayerWeight layer : layers) {
      double here = own.get(layer.layer());
      double factor = here > 0 ? gain * energies.get(block(layer.layer())) / here : 1;
      carried.add(new LayerWeight(layer.layer(), factor * layer.weight()));
    }
    return carried;
  }

  /** The block of VGG19 with the stride of a layer, from 0. */
  private int block(String layer) {
    int stride = Math.max(1, network.layer(layer).stride());
    return Math.min(4, (int) Math.round(Math.log(stride) / Math.log(2)));
  }

  private Map<String, Double> measure(List<LayerWeight> layers, boolean content) {
    LossCurves curves = new LossCurves();
    List<Objective> objectives = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    layers.forEach(layer -> names.add(layer.layer()));
    for (String name : names) {
      objectives.add(curves.meter(name, term(name, content)));
    }
    curves.nextSize();
    try (Plan plan = Draft.of(network, SIDE, SIDE, objectives, Set.of()).allocate()) {
      network.preprocessing().write(reference(), plan.image());
      curves.meter(LossFunction.of(plan), 1).evaluate();
    }
    Map<String, Double> values = new HashMap<>();
    curves.losses().parts().forEach((name, curve) -> values.put(name, curve[0]));
    return values;
  }

  /** The term of a layer with the weight 1 and a target of zeros. */
  private Objective term(String name, boolean content) {
    Shape shape = network.shape(name, SIDE, SIDE);
    LayerWeight layer = new LayerWeight(name, 1);
    float[] none = {};
    return content
        ? formula.content(layer, new float[(int) shape.length()], network.preprocessing())
        : formula.style(
            layer,
            new float[shape.channels() * shape.channels()],
            none,
            (long) SIDE * SIDE,
            network.preprocessing());
  }

  /**
   * A picture with structures of all sizes, as photographs have them: waves in all directions, as
   * many in each octave.
   */
  private static Picture reference() {
    double[][] waves = new double[GRATINGS][];
    for (int k = 0; k < GRATINGS; k++) {
      double frequency = 2 * Math.PI / SIDE * Math.pow(2, 1 + 5.0 * k / GRATINGS);
      double angle = GOLDEN_ANGLE * k;
      waves[k] = new double[] {frequency * Math.cos(angle), frequency * Math.sin(angle)};
    }
    Picture picture = new Picture(SIDE, SIDE, 3);
    for (int y = 0; y < SIDE; y++) {
      float[] row = picture.row(y);
      for (int i = 0; i < row.length; i++) {
        double sum = 0;
        for (int k = 0; k < GRATINGS; k++) {
          double phase = 0.7 * k * k + 0.2 * (i % 3);
          sum += Math.cos(waves[k][0] * (i / 3) + waves[k][1] * y + phase);
        }
        row[i] = (float) (127.5 + 90 * Math.tanh(0.15 * sum));
      }
    }
    return picture;
  }
}
