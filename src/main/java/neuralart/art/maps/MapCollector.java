package neuralart.art.maps;

import neuralart.step.Shape;

/** Keeps the maps of some filters, each as an image of its own. */
public final class MapCollector implements FeatureMaps.Reader {
  private final int width;
  private final int channels;
  private final int[] filters;
  private final float[][] maps;

  /**
   * @param shape of the layer
   * @param filters indices of the filters whose maps are kept
   */
  public MapCollector(Shape shape, int[] filters) {
    width = shape.width();
    channels = shape.channels();
    this.filters = filters.clone();
    maps = new float[filters.length][shape.height() * shape.width()];
  }

  @Override
  public void row(int y, int x, float[] values) {
    int start = y * width + x;
    for (int i = 0; i < filters.length; i++) {
      for (int k = 0; k < values.length / channels; k++) {
        maps[i][start + k] = values[k * channels + filters[i]];
      }
    }
  }

  /** The maps, one for each of the filters, {@code [height, width]}; not a copy. */
  public float[][] maps() {
    return maps;
  }
}
