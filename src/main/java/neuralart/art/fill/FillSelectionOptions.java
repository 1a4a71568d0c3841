package neuralart.art.fill;

import java.util.List;
import neuralart.art.Options;

/**
 * Everything that decides what a filled place looks like.
 *
 * @param layers of the network, whose features are drawn to those of the surroundings
 * @param iterations steps of the descent at each size; 0 for patches alone
 * @param surroundings pixels around a hole that it may be filled from
 * @param seed of the order in which patches are tried
 */
public record FillSelectionOptions(
    List<String> layers, int iterations, int surroundings, long seed) {

  /** Narrower surroundings have hardly a patch. */
  private static final int LEAST_SURROUNDINGS = 16;

  public FillSelectionOptions {
    layers = List.copyOf(layers);
    Options.require(!layers.isEmpty(), "layers", layers, "at least one layer");
    Options.require(iterations >= 0, "iterations", iterations, "0 or more");
    Options.require(
        surroundings >= LEAST_SURROUNDINGS,
        "surroundings",
        surroundings,
        LEAST_SURROUNDINGS + " or more");
  }
}
