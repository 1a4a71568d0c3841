package neuralart.imagej;

import ij.ImageStack;
import java.util.List;
import java.util.Optional;
import neuralart.image.Grid;

/**
 * The maps of an image's slices, as many for each, with the smallest and largest value of each
 * filter. They are written bit by bit, and lie in memory or on the disk.
 */
final class KeptMaps {
  private final int filters;
  private final Grid grid;
  private final ImageStack stack;

  /** The maps of the slice that is being written, where those that are kept have other sizes. */
  private final Optional<ImageStack> coarse;

  private final ValueRanges ranges = new ValueRanges();
  private boolean isOpen;

  /**
   * @param place where they lie
   * @param filters maps of a slice
   * @param grid the extent of the maps as they are written
   * @param width of the maps as they are kept
   * @param height of the maps as they are kept
   */
  KeptMaps(Heap.Place place, int filters, Grid grid, int width, int height) {
    this.filters = filters;
    this.grid = grid;
    stack = place.stack(width, height, Float.SIZE);
    boolean same = width == grid.width() && height == grid.height();
    coarse =
        same ? Optional.empty() : Optional.of(place.stack(grid.width(), grid.height(), Float.SIZE));
  }

  private void addEmpty(ImageStack to) {
    for (int i = 0; i < filters; i++) {
      if (to instanceof DiskStack disk) {
        disk.addEmpty();
      } else {
        to.addSlice(null, new float[to.getWidth() * to.getHeight()]);
      }
    }
  }

  /**
   * Writes values of a map of the slice that is written now.
   *
   * @param filter index of the map
   * @param start index of the first value in the map
   */
  void put(int filter, int start, float[] values) {
    ImageStack to = coarse.orElse(stack);
    if (!isOpen && (coarse.isEmpty() || to.size() == 0)) {
      addEmpty(to);
    }
    isOpen = true;
    int n = to.size() - filters + filter + 1;
    if (to instanceof DiskStack disk) {
      disk.write(n, start, values, values.length);
    } else {
      System.arraycopy(values, 0, (float[]) to.getPixels(n), start, values.length);
    }
  }

  /**
   * Ends a slice, of which every value has been written.
   *
   * @param labels one for each map
   */
  void finish(List<String> labels) {
    isOpen = false;
    for (int i = 0; i < filters; i++) {
      if (coarse.isPresent()) {
        float[] map = (float[]) coarse.get().getPixels(i + 1);
        stack.addSlice(null, grid.resample(map, stack.getWidth(), stack.getHeight()));
      }
      int n = coarse.isPresent() ? stack.size() : stack.size() - filters + i + 1;
      stack.setSliceLabel(labels.get(i), n);
      ranges.widen(i, stack.getProcessor(n));
    }
  }

  /** Maps of a slice. */
  int filters() {
    return filters;
  }

  /** A map, {@code [height, width]}; not to be changed. */
  float[] map(int slice, int filter) {
    return (float[]) stack.getPixels(slice * filters + filter + 1);
  }

  String label(int slice, int filter) {
    return stack.getSliceLabel(slice * filters + filter + 1);
  }

  /** The smallest and the largest value of each filter's maps. */
  ValueRanges ranges() {
    return ranges;
  }

  /** All maps, those of a slice after each other. */
  ImageStack stack() {
    return stack;
  }

  /** Leaves no file. */
  void discard() {
    DiskStack.discard(stack);
    coarse.ifPresent(DiskStack::discard);
  }
}
