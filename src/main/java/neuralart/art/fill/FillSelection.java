package neuralart.art.fill;

import java.util.List;
import java.util.Random;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.optimize.Monitor;

/**
 * Fills holes of an image with what fits their surroundings, coarse to fine. At each size, the
 * features that a network sees in a hole are drawn to those of the surroundings that are nearest to
 * them; then patches of the surroundings are found that are most like what has come of that, and
 * take its place. So the network decides what goes where, and every pixel comes from the
 * surroundings, with their contrast, their sharpness and their noise.
 */
public final class FillSelection {
  private final Network network;
  private final FillSelectionOptions options;

  /**
   * Holes that have been filled.
   *
   * @param rgb values of 0..255; outside of the holes those of the image
   * @param copies does the same to other channels of the image
   * @param loss the mean square difference of the patches from those that they were taken from
   * @param finished whether it ran to its end
   */
  public record Result(Picture rgb, Copies copies, double loss, boolean finished) {}

  /**
   * A way to fill holes, which may be run on any images.
   *
   * @param network what sees the image; to be closed after the last run
   * @throws IllegalArgumentException if the network takes images that can't be shown
   */
  public FillSelection(Network network, FillSelectionOptions options) {
    network.requireVisibleImages();
    this.network = network;
    this.options = options;
  }

  /**
   * Fills holes.
   *
   * @param rgb RGB of 0..255, not modified
   * @param mask one channel of the image's size, above 0 in the holes
   * @param monitor is told of every step and may stop it; the hole that it is at is then filled as
   *     it has come, and later ones stay as they are
   * @throws IllegalArgumentException if there is no hole, or too little around one
   * @throws IllegalStateException if memory doesn't suffice
   */
  public Result run(Picture rgb, Picture mask, Monitor monitor) {
    Random random = new Random(options.seed());
    FeatureDescent descent = new FeatureDescent(network, options, random);
    List<HoleFilling> fillings =
        HoleCrop.all(mask, options.surroundings()).stream()
            .map(crop -> new HoleFilling(crop, descent, options.iterations(), random))
            .toList();
    int done = 0;
    boolean finished = true;
    while (done < fillings.size() && finished) {
      finished = fillings.get(done).run(rgb, monitor.part("hole", done, fillings.size()));
      done++;
    }
    List<HoleFilling> filled = fillings.subList(0, done);
    double loss = filled.stream().mapToDouble(HoleFilling::distance).average().orElse(0);
    Copies copies = new Copies(filled);
    return new Result(copies.apply(rgb), copies, loss, finished);
  }
}
