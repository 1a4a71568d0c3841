package neuralart.art.maps;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import neuralart.image.Picture;
import neuralart.network.MeasuredInput;
import neuralart.network.Network;
import neuralart.network.NetworkDescription;
import neuralart.network.NetworkDescription.Output;
import neuralart.network.processing.Processing;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.step.Shape;

/** Runs a described network on its image for tests, and compares with what its author got. */
public final class ReferenceRun {
  private ReferenceRun() {}

  /**
   * How far an output is from what is expected.
   *
   * @param output what the author calls it
   * @param largest the largest difference of two values
   * @param magnitude the largest expected value, without its sign
   */
  public record Difference(String output, double largest, double magnitude) {}

  /**
   * Runs the network.
   *
   * @param network with a description
   * @param input values of pixels before the preprocessing, not modified
   * @param expected for each output its values behind the postprocessing
   * @throws IllegalArgumentException if the outputs aren't those of the network, or differ in size
   * @throws IllegalStateException if memory doesn't suffice
   */
  public static List<Difference> compare(Network network, Picture input, List<Picture> expected) {
    NetworkDescription described = network.description().orElseThrow();
    List<Output> outputs = described.outputs();
    if (outputs.size() != expected.size() || outputs.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Network '%s' has %d outputs that can be computed, its package describes %d",
              network.name(),
              outputs.size(),
              expected.size()));
    }
    Set<String> layers = outputs.stream().map(Output::layer).collect(Collectors.toSet());
    Picture taken =
        new MeasuredInput(described.preprocessing()).picture(input, network.preprocessing());
    try (Plan plan =
        Draft.of(network, input.height(), input.width(), List.of(), layers).allocate()) {
      network.preprocessing().write(taken, plan.image());
      plan.forward();
      List<Difference> differences = new ArrayList<>();
      for (Output output : outputs) {
        Picture made =
            Processing.apply(output.postprocessing(), values(plan, output.layer()), input);
        differences.add(difference(output.name(), made, expected.get(differences.size())));
      }
      return differences;
    }
  }

  private static Picture values(Plan plan, String layer) {
    Shape shape = plan.shape(layer);
    FloatBuffer values = plan.activation(layer);
    return Picture.read(values, shape.height(), shape.width(), shape.channels());
  }

  private static Difference difference(String output, Picture made, Picture expected) {
    float[] first = made.values();
    float[] second = expected.values();
    boolean same = made.width() == expected.width() && made.channels() == expected.channels();
    if (!same || first.length != second.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The output '%s' has %d x %d pixels with %d channels, its array for tests %d x %d"
                  + " with %d",
              output,
              made.width(),
              made.height(),
              made.channels(),
              expected.width(),
              expected.height(),
              expected.channels()));
    }
    double largest = 0;
    double magnitude = 0;
    for (int i = 0; i < first.length; i++) {
      double apart = Math.abs((double) first[i] - second[i]);
      largest = apart <= largest ? largest : apart; // what is no number is kept
      magnitude = Math.max(magnitude, Math.abs(second[i]));
    }
    return new Difference(output, largest, magnitude);
  }
}
