package neuralart.art.style;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.objective.NeighborDistance;
import neuralart.objective.NeighborSearch;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.step.Shape;

/**
 * Draws the features of an image to those of the style that are nearest to them (Kolkin et al.
 * 2022, <i>Neural Neighbor Style Transfer</i>). Which these are is found at the beginning of each
 * size, and every round of the optimiser, for the mean of the content and the image so far.
 */
final class NeuralNeighbors {
  /** Features that are taken of a region's styles, in each layer. */
  static final int FEATURES = 3000;

  private final Network network;
  private final Picture content;
  private final List<Objective> searches = new ArrayList<>();

  /**
   * @param content as the network takes it, at the size of the image
   */
  NeuralNeighbors(Network network, Picture content) {
    this.network = network;
    this.content = content;
  }

  /**
   * Finds out whether there is room for a search beside other things.
   *
   * @param others bytes that these take
   * @throws IllegalStateException if memory doesn't suffice
   */
  static void check(Network network, Set<String> layers, int height, int width, long others) {
    List<Objective> searches = new ArrayList<>();
    for (String layer : layers) {
      Shape shape = network.shape(layer, height, width);
      float[] features = new float[FEATURES * shape.channels()];
      searches.addAll(NeighborSearch.of(layer, features, shape.channels(), new int[0]));
    }
    Draft.of(network, height, width, searches, Set.of()).beside(others).check();
  }

  /**
   * Makes the term of a layer.
   *
   * @param features of the style, {@code Q x C}
   * @param mask where the style applies, or empty
   */
  Objective term(String layer, double weight, float[] features, float[] mask) {
    Shape shape = network.shape(layer, content.height(), content.width());
    int[] nearest = new int[shape.height() * shape.width()];
    searches.addAll(NeighborSearch.of(layer, features, shape.channels(), nearest));
    return new NeighborDistance(layer, weight, features, nearest, mask);
  }

  /**
   * Finds the nearest features anew.
   *
   * @param image so far, as the network takes it
   */
  void renew(Picture image) {
    if (searches.isEmpty()) {
      return;
    }
    try (Plan plan =
        Draft.of(network, content.height(), content.width(), searches, Set.of()).allocate()) {
      for (int y = 0; y < image.height(); y++) {
        float[] row = image.row(y);
        float[] wanted = content.row(y);
        for (int i = 0; i < row.length; i++) {
          plan.image().put(y * row.length + i, (row[i] + wanted[i]) / 2);
        }
      }
      plan.measure();
    }
  }
}
