package neuralart.art.filter;

import java.util.List;
import neuralart.art.Options;

/**
 * Everything that decides what filter images look like.
 *
 * @param recipe how an image is made
 * @param layer name of the layer
 * @param filters what each image is to excite; not used where the objective is the whole layer
 * @param objective what is maximised
 * @param negative whether it is minimised instead: what the filters respond to least; taken before
 *     the layer's activation function, since a ReLU hides it
 * @param variants how many different images to make for each filter
 * @param size side of an image in pixels
 * @param iterations steps for each image
 * @param stepSize size of a step: of the spectrum's parts where the recipe has them, else in units
 *     of the network's input
 * @param seed of the first image and of the random transforms; the same for each filter
 */
public record FilterVisualizationOptions(
    FilterVisualizationPreset recipe,
    String layer,
    List<FilterTarget> filters,
    FilterObjective objective,
    boolean negative,
    int variants,
    int size,
    int iterations,
    double stepSize,
    long seed) {
  private static final int LARGEST_SIZE = 4096;

  public FilterVisualizationOptions {
    filters = List.copyOf(filters);
    Options.require(
        objective == FilterObjective.LAYER || !filters.isEmpty(),
        "filters",
        filters,
        "at least one filter");
    Options.require(
        objective != FilterObjective.LAYER || !negative,
        "side",
        "negative",
        "positive for the objective 'layer', a sum of squares");
    Options.require(variants >= 1 && variants <= 100, "variants", variants, "1 to 100");
    Options.require(size >= 1 && size <= LARGEST_SIZE, "imagesize", size, "1 to " + LARGEST_SIZE);
    Options.require(iterations >= 1, "iterations", iterations, "1 or more");
    Options.require(stepSize > 0 && Double.isFinite(stepSize), "stepsize", stepSize, "above 0");
  }

  /** Number of images. */
  public int count() {
    return variants * (objective == FilterObjective.LAYER ? 1 : filters.size());
  }
}
