package neuralart.art.maps;

import neuralart.step.Shape;

/** Sorts the values of a layer into maps, each an image of its own. */
public final class MapCollector implements FeatureMaps.Reader {
  private final int width;
  private final int channels;
  private final int[] filters;
  private final Target target;
  private final float[][] maps;

  /** Takes parts of maps. */
  public interface Target {
    /**
     * Takes values of one row of a map.
     *
     * @param map index of the filter among those that are kept
     * @param start index of the first value in the map, {@code [height, width]}
     * @param values belong to the caller
     */
    void put(int map, int start, float[] values);
  }

  /**
   * Keeps the maps.
   *
   * @param shape of the layer
   * @param filters indices of the filters whose maps are kept
   */
  public MapCollector(Shape shape, int[] filters) {
    width = shape.width();
    channels = shape.channels();
    this.filters = filters.clone();
    maps = new float[filters.length][shape.height() * shape.width()];
    target = (map, start, values) -> System.arraycopy(values, 0, maps[map], start, values.length);
  }

  /**
   * Hands the maps on.
   *
   * @param shape of the layer
   * @param filters indices of the filters whose maps are wanted
   * @param target takes them
   */
  public MapCollector(Shape shape, int[] filters, Target target) {
    width = shape.width();
    channels = shape.channels();
    this.filters = filters.clone();
    this.target = target;
    maps = new float[0][];
  }

  @Override
  public void row(int y, int x, float[] values) {
    float[] part = new float[values.length / channels];
    for (int i = 0; i < filters.length; i++) {
      for (int k = 0; k < part.length; k++) {
        part[k] = values[k * channels + filters[i]];
      }
      target.put(i, y * width + x, part);
    }
  }

  /** The maps that are kept, one for each of the filters, {@code [height, width]}; not a copy. */
  public float[][] maps() {
    return maps;
  }
}
