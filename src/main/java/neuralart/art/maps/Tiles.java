package neuralart.art.maps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import neuralart.network.FieldAxis;

/**
 * Crops of one length that cover an image in one direction so that a layer, computed crop by crop,
 * is that of the whole image. The crops overlap, since values near a cut are disturbed by padding;
 * and they are as much shorter than the image, and as far from its start, as is a whole number of
 * values in every step, so that strides and uneven padding fall as in the whole image.
 *
 * @param length pixels of a crop
 * @param tiles the crops, from the first
 */
record Tiles(int length, List<Tile> tiles) {
  /**
   * A crop and the values of the layer that are taken from it.
   *
   * @param start pixel of the image where the crop starts
   * @param value index in the layer of the first value that is taken
   * @param local index in the crop of that value
   * @param count values that are taken
   */
  record Tile(int start, int value, int local, int count) {}

  /** The image as one crop. */
  static Tiles whole(FieldAxis image) {
    return new Tiles(image.imageSize(), List.of(new Tile(0, 0, 0, image.size())));
  }

  /** The length at most {@code share} of the present one that a crop may have, if there is one. */
  static Optional<Integer> shorter(FieldAxis image, int present, double share) {
    long period = image.period();
    long less = (long) Math.ceil(present * (1 - share) / period) * period;
    return present - less >= 1 ? Optional.of((int) (present - less)) : Optional.empty();
  }

  /**
   * Cuts an image.
   *
   * @param image the layer in the whole image
   * @param crop the layer in a crop
   * @return nothing if a crop is too short to hold values that are not disturbed
   */
  static Optional<Tiles> cut(FieldAxis image, FieldAxis crop) {
    if (crop.imageSize() == image.imageSize()) {
      return Optional.of(whole(image));
    }
    int first = 0;
    while (first < crop.size() && !crop.isUndisturbed(first, true, false)) {
      first++;
    }
    int end = crop.size();
    while (end > 0 && !crop.isUndisturbed(end - 1, false, true)) {
      end--;
    }
    return cut(image, crop, first, end);
  }

  /** Lays crops whose values from {@code first} to {@code end} are not disturbed. */
  private static Optional<Tiles> cut(FieldAxis image, FieldAxis crop, int first, int end) {
    int period = (int) image.period();
    int step = (int) Math.round(period / image.stride());
    int lastStart = image.imageSize() - crop.imageSize();
    List<Tile> tiles = new ArrayList<>();
    int covered = 0;
    int start = 0;
    while (true) {
      int offset = start / period * step;
      int stop = start == lastStart ? crop.size() : end;
      if (offset + stop <= covered) {
        return Optional.empty();
      }
      tiles.add(new Tile(start, covered, covered - offset, offset + stop - covered));
      covered = offset + stop;
      if (start == lastStart) {
        return Optional.of(new Tiles(crop.imageSize(), List.copyOf(tiles)));
      }
      int periods = Math.floorDiv(covered - first, step);
      start = Math.min(periods * period, lastStart);
    }
  }
}
