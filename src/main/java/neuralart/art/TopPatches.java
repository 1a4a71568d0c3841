package neuralart.art;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import neuralart.network.FieldAxis;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parts of images that excite filters most: real examples of what a filter looks for, which
 * tell more of it than synthetic images do (Borowski et al. 2021). Patches have the size of the
 * receptive field, don't overlap, and lie in the image where it is large enough for that: values
 * that see padding respond to it.
 */
public final class TopPatches implements AutoCloseable {
  private final Network network;
  private final String layer;
  private final Images images;
  private final Monitor monitor;
  private final Map<Integer, String> skipped = new LinkedHashMap<>();
  private FeatureMaps maps;
  private int mapsHeight;
  private int mapsWidth;
  private int done;
  private int passes;

  /** Images, each with one or several slices, that are read one after the other. */
  public interface Images {
    /** Number of images. */
    int count();

    /**
     * Reads all slices of an image.
     *
     * @param image from 0
     * @throws IllegalArgumentException saying why the image can't be read
     */
    void read(int image, Reader reader);
  }

  /** Takes the slices of an image. */
  public interface Reader {
    /**
     * Takes a slice.
     *
     * @param slice index of the slice in the image
     * @param pixels {@code [1, H, W, C]}, 0..255, closed by the caller
     */
    void slice(int slice, INDArray pixels);
  }

  /**
   * A part of an image.
   *
   * @param image index of the image
   * @param slice index of the slice in the image
   * @param value of the filter there
   * @param rows that the value sees; some may lie outside of the image
   * @param columns that the value sees; some may lie outside of the image
   */
  public record Patch(
      int image, int slice, float value, FieldAxis.Range rows, FieldAxis.Range columns) {}

  /**
   * @param network whose filters they are
   * @param layer with a spatial extent
   * @param images where the patches are looked for
   * @param monitor is told of the progress, and may stop the search
   * @throws IllegalArgumentException if it isn't known what a value of the layer sees
   */
  public TopPatches(Network network, String layer, Images images, Monitor monitor) {
    if (network.layer(layer).receptiveField() == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A value of layer '%s' of network '%s' sees the whole image, or it isn't known what"
                  + " it sees: there are no patches of its filters",
              layer,
              network.name()));
    }
    this.network = network;
    this.layer = layer;
    this.images = images;
    this.monitor = monitor;
  }

  /**
   * Looks for the patches.
   *
   * @param choice which filters
   * @param count patches for each filter
   * @return for each of the filters its patches, the most exciting first; fewer than {@code count}
   *     where there is nothing else that excites a filter
   * @throws IllegalArgumentException if no image can be read
   * @throws IllegalStateException if the monitor stops it
   */
  public Map<Integer, List<Patch>> find(FilterChoice choice, int count) {
    passes = choice.needsStatistics() ? 2 : 1;
    int[] filters = choice.filters(this::measure);
    Map<Integer, List<Patch>> best = new LinkedHashMap<>();
    for (int filter : filters) {
      best.put(filter, new ArrayList<>());
    }
    readAll(
        (image, slice, pixels) -> {
          MapCollector collector = new MapCollector(maps.shape(), filters);
          read(pixels, collector);
          for (int i = 0; i < filters.length; i++) {
            addPatches(image, slice, collector.maps()[i], count, best.get(filters[i]));
          }
        });
    return best;
  }

  /** The images that could not be read or that are too small, with the reasons. */
  public Map<Integer, String> skipped() {
    return skipped;
  }

  private FilterStatistics measure() {
    FilterStatistics statistics = new FilterStatistics(network.layer(layer).channels());
    readAll((image, slice, pixels) -> read(pixels, statistics));
    return statistics;
  }

  /** Takes a slice of an image. */
  private interface SliceTask {
    void run(int image, int slice, INDArray pixels);
  }

  private void readAll(SliceTask task) {
    for (int i = 0; i < images.count(); i++) {
      int image = i;
      if (!skipped.containsKey(image)) {
        try {
          images.read(
              image,
              (slice, pixels) -> {
                prepare((int) pixels.size(1), (int) pixels.size(2));
                task.run(image, slice, pixels);
              });
        } catch (IllegalArgumentException e) {
          skipped.put(image, e.getMessage());
        }
      }
      done++;
    }
    if (skipped.size() == images.count()) {
      throw new IllegalArgumentException(
          skipped.values().stream().findFirst().orElse("There is no image to look at"));
    }
  }

  private void prepare(int height, int width) {
    if (maps == null || mapsHeight != height || mapsWidth != width) {
      close();
      maps = null;
      maps = new FeatureMaps(network, layer, height, width);
      mapsHeight = height;
      mapsWidth = width;
    }
  }

  private void read(INDArray pixels, FeatureMaps.Reader reader) {
    double all = (double) passes * images.count();
    boolean finished =
        maps.read(
            pixels,
            reader,
            fraction ->
                monitor.update(
                    new Monitor.Progress(
                        String.format(
                            Locale.ROOT,
                            "image %d of %d",
                            done % images.count() + 1,
                            images.count()),
                        (done + fraction) / all)));
    if (!finished) {
      throw new IllegalStateException("Top Patches was canceled");
    }
  }

  /**
   * Takes the highest values of a map, far enough from each other, into the best so far.
   *
   * @param map is overwritten
   */
  private void addPatches(int image, int slice, float[] map, int count, List<Patch> best) {
    FieldAxis rows = maps.field().rows();
    FieldAxis columns = maps.field().columns();
    clearBorder(map, rows, columns);
    for (int i = 0; i < count; i++) {
      int highest = highest(map);
      boolean better = best.size() < count || map[highest] > best.get(count - 1).value;
      if (!(map[highest] > 0) || !better) {
        return;
      }
      int y = highest / columns.size();
      int x = highest % columns.size();
      best.add(new Patch(image, slice, map[highest], rows.field(y), columns.field(x)));
      best.sort(Comparator.comparingDouble(Patch::value).reversed());
      if (best.size() > count) {
        best.remove(count);
      }
      clear(map, y, x);
    }
  }

  /** Rules out the values that see padding, unless there are no others. */
  private static void clearBorder(float[] map, FieldAxis rows, FieldAxis columns) {
    FieldAxis.Range insideY = inside(rows);
    FieldAxis.Range insideX = inside(columns);
    for (int i = 0; i < map.length; i++) {
      if (!insideY.contains(i / columns.size()) || !insideX.contains(i % columns.size())) {
        map[i] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /** The values whose fields lie in the image, or all if none does. */
  private static FieldAxis.Range inside(FieldAxis axis) {
    int first = 0;
    int last = axis.size() - 1;
    while (first <= last && axis.field(first).first() < 0) {
      first++;
    }
    while (last >= first && axis.field(last).last() >= axis.imageSize()) {
      last--;
    }
    return first <= last
        ? new FieldAxis.Range(first, last)
        : new FieldAxis.Range(0, axis.size() - 1);
  }

  private static int highest(float[] map) {
    int highest = 0;
    for (int i = 1; i < map.length; i++) {
      highest = map[i] > map[highest] ? i : highest;
    }
    return highest;
  }

  /** Rules out the values whose fields share pixels with that of a value. */
  private void clear(float[] map, int y, int x) {
    FieldAxis rows = maps.field().rows();
    FieldAxis columns = maps.field().columns();
    FieldAxis.Range height = rows.field(y);
    FieldAxis.Range width = columns.field(x);
    int reachY = (int) Math.ceil(height.length() / rows.stride());
    int reachX = (int) Math.ceil(width.length() / columns.stride());
    for (int i = Math.max(y - reachY, 0); i <= Math.min(y + reachY, rows.size() - 1); i++) {
      if (rows.field(i).overlaps(height)) {
        for (int j = Math.max(x - reachX, 0); j <= Math.min(x + reachX, columns.size() - 1); j++) {
          if (columns.field(j).overlaps(width)) {
            map[i * columns.size() + j] = Float.NEGATIVE_INFINITY;
          }
        }
      }
    }
  }

  @Override
  public void close() {
    if (maps != null) {
      maps.close();
    }
  }
}
