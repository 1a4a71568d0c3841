package neuralart.art.maps;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.optimize.Monitor;

/**
 * The parts of images that excite filters most: real examples of what a filter looks for, which
 * tell more of it than synthetic images do (Borowski et al. 2021). Patches have the size of the
 * receptive field, don't overlap, and lie in the image where it is large enough for that: values
 * that see padding respond to it.
 */
public final class TopPatches {
  private final Network network;
  private final String layer;
  private final FilterChoice choice;
  private final int count;

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
     * @param pixels with the channels of the network, 0..255
     */
    void slice(int slice, Picture pixels);
  }

  /**
   * The patches that were found.
   *
   * @param patches of each filter, the most exciting first; fewer than were asked for where there
   *     is nothing else that excites a filter
   * @param skipped the images that could not be read or that are too small, with the reasons
   */
  public record Result(Map<Integer, List<Patch>> patches, Map<Integer, String> skipped) {}

  /**
   * A search for patches, which may be run on any images.
   *
   * @param network whose filters they are
   * @param layer with a spatial extent
   * @param choice which filters
   * @param count patches for each filter
   * @throws IllegalArgumentException if it isn't known what a value of the layer sees
   */
  public TopPatches(Network network, String layer, FilterChoice choice, int count) {
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
    this.choice = choice;
    this.count = count;
  }

  /**
   * Looks for the patches.
   *
   * @param images where they are looked for
   * @param monitor is told of the progress, and may stop the search
   * @throws IllegalArgumentException if no image can be read
   * @throws IllegalStateException if the monitor stops it
   */
  public Result run(Images images, Monitor monitor) {
    try (Search search = new Search(images, monitor)) {
      return search.run();
    }
  }

  /** Takes a slice of an image. */
  private interface SliceTask {
    void run(int image, int slice, Picture pixels);
  }

  /** One search: all images are read once, or twice where the filters are chosen by them. */
  private final class Search implements AutoCloseable {
    private final Images images;
    private final Monitor monitor;
    private final Map<Integer, String> skipped = new LinkedHashMap<>();
    private final int passes = choice.needsStatistics() ? 2 : 1;
    private FeatureMaps maps;
    private int mapsHeight;
    private int mapsWidth;
    private int done;

    Search(Images images, Monitor monitor) {
      this.images = images;
      this.monitor = monitor;
    }

    Result run() {
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
              PatchMap map = new PatchMap(collector.maps()[i], maps.field());
              map.addTo(best.get(filters[i]), count, image, slice);
            }
          });
      return new Result(best, skipped);
    }

    private FilterStatistics measure() {
      FilterStatistics statistics = new FilterStatistics(network.layer(layer).channels());
      readAll((image, slice, pixels) -> read(pixels, statistics));
      return statistics;
    }

    private void readAll(SliceTask task) {
      for (int i = 0; i < images.count(); i++) {
        int image = i;
        if (!skipped.containsKey(image)) {
          try {
            images.read(
                image,
                (slice, pixels) -> {
                  prepare(pixels.height(), pixels.width());
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

    private void read(Picture pixels, FeatureMaps.Reader reader) {
      double all = (double) passes * images.count();
      String stage =
          String.format(Locale.ROOT, "image %d of %d", done % images.count() + 1, images.count());
      boolean finished =
          maps.run(
              pixels,
              reader,
              progress ->
                  monitor.update(new Monitor.Progress(stage, (done + progress.fraction()) / all)));
      if (!finished) {
        throw new IllegalStateException("Top Patches was canceled");
      }
    }

    @Override
    public void close() {
      if (maps != null) {
        maps.close();
      }
    }
  }
}
