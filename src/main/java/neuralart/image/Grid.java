package neuralart.image;

/**
 * Where the values of a map lie in an image: value {@code (i, j)} at the pixel {@code (left +
 * strideX i, top + strideY j)}. Whole numbers are the centres of pixels.
 *
 * @param width values of a row of the map
 * @param height rows of the map
 * @param left pixel, with its fraction, where the first value of a row lies
 * @param top pixel, with its fraction, where the first row lies
 * @param strideX pixels between neighbouring values of a row
 * @param strideY pixels between neighbouring rows
 */
public record Grid(int width, int height, double left, double top, double strideX, double strideY) {

  /** For each pixel of one direction, the value before it and the share of the one after it. */
  private record Weights(int[] before, float[] share) {
    static Weights of(int pixels, int values, double origin, double stride) {
      Weights weights = new Weights(new int[pixels], new float[pixels]);
      for (int i = 0; i < pixels; i++) {
        double position = Math.min(Math.max((i - origin) / stride, 0), values - 1);
        int before = Math.min((int) position, Math.max(values - 2, 0));
        weights.before[i] = before;
        weights.share[i] = (float) (position - before);
      }
      return weights;
    }
  }

  /**
   * The map at the image's own pixels: bilinear between its values, and beyond them as it ends.
   *
   * @param map {@code [height, width]}, not modified
   * @param imageWidth pixels of a row of the image
   * @param imageHeight rows of the image
   * @return {@code [imageHeight, imageWidth]}
   */
  public float[] resample(float[] map, int imageWidth, int imageHeight) {
    Weights columns = Weights.of(imageWidth, width, left, strideX);
    Weights rows = Weights.of(imageHeight, height, top, strideY);
    float[] pixels = new float[imageWidth * imageHeight];
    for (int y = 0; y < imageHeight; y++) {
      int above = rows.before[y] * width;
      int below = Math.min(rows.before[y] + 1, height - 1) * width;
      for (int x = 0; x < imageWidth; x++) {
        int before = columns.before[x];
        int after = Math.min(before + 1, width - 1);
        float share = columns.share[x];
        float high = map[above + before] + share * (map[above + after] - map[above + before]);
        float low = map[below + before] + share * (map[below + after] - map[below + before]);
        pixels[y * imageWidth + x] = high + rows.share[y] * (low - high);
      }
    }
    return pixels;
  }
}
