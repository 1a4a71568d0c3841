package neuralart.model.keras;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * The size of the images that a network takes.
 *
 * @param height rows, or 0 where there may be any number
 * @param width columns, or 0 where there may be any number
 * @param channels channels
 */
record InputShape(int height, int width, int channels) {
  private static final int IMAGE_RANK = 4;
  private static final int LARGEST_RANK = 8;
  private static final int LARGEST_SIDE = 1 << 16;

  /**
   * The size that dimensions say, of which the first is that of the batch.
   *
   * @throws IllegalArgumentException if they aren't those of an image with a number of channels
   */
  static InputShape of(JsonNode shape, Dialect dialect) {
    int channels = dialect.channelsFirst() ? 1 : IMAGE_RANK - 1;
    boolean image = shape.size() == IMAGE_RANK && shape.path(channels).isInt();
    for (int i = 1; image && i < IMAGE_RANK; i++) {
      JsonNode extent = shape.get(i);
      image = extent.isNull() || extent.isInt() && extent.asInt() > 0;
      image &= extent.asInt() <= LARGEST_SIDE;
    }
    if (!image) {
      throw new IllegalArgumentException(
          "takes "
              + describe(shape)
              + ", not one image of up to "
              + LARGEST_SIDE
              + " pixels a side");
    }
    int row = dialect.channelsFirst() ? 2 : 1;
    return new InputShape(
        shape.get(row).asInt(), shape.get(row + 1).asInt(), shape.get(channels).asInt());
  }

  private static String describe(JsonNode shape) {
    List<String> extents = new ArrayList<>();
    shape.forEach(extent -> extents.add(extent.isNull() ? "any" : extent.toString()));
    boolean numbers = extents.stream().allMatch(extent -> extent.matches("any|-?\\d{1,12}"));
    return numbers && !extents.isEmpty() && extents.size() <= LARGEST_RANK
        ? extents.toString()
        : "something unknown";
  }
}
