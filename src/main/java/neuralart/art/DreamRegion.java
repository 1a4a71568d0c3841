package neuralart.art;

import java.nio.FloatBuffer;
import neuralart.plan.cpu.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The part of an image that dreams: what a mask leaves free, and enough around it for the network
 * to see where it lies.
 */
final class DreamRegion implements AutoCloseable {
  /** Pixels around the part that may change. */
  private static final int CONTEXT = 64;

  private final INDArrayIndex[] window;
  private final INDArray mask;

  private DreamRegion(INDArrayIndex[] window, INDArray mask) {
    this.window = window;
    this.mask = mask;
  }

  /**
   * The region of a mask.
   *
   * @param mask {@code [1, H, W, 1]}, how much each pixel may change, 0..1
   * @throws IllegalArgumentException if no pixel may change
   */
  static DreamRegion of(INDArray mask) {
    int height = (int) mask.size(1);
    int width = (int) mask.size(2);
    FloatBuffer values = Ops.values(mask);
    int top = height;
    int bottom = -1;
    int left = width;
    int right = -1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (values.get(y * width + x) > 0) {
          top = Math.min(top, y);
          bottom = y;
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
      }
    }
    if (bottom < 0) {
      throw new IllegalArgumentException("The selection leaves no pixel to dream on");
    }
    INDArrayIndex[] window = {
      NDArrayIndex.all(),
      NDArrayIndex.interval(Math.max(0, top - CONTEXT), Math.min(height, bottom + 1 + CONTEXT)),
      NDArrayIndex.interval(Math.max(0, left - CONTEXT), Math.min(width, right + 1 + CONTEXT)),
      NDArrayIndex.all()
    };
    return new DreamRegion(window, mask.get(window).dup('c'));
  }

  /** The mask of this part, {@code [1, h, w, 1]}. */
  INDArray mask() {
    return mask;
  }

  /**
   * This part of an image.
   *
   * @param image {@code [1, H, W, C]}
   * @return {@code [1, h, w, C]}, for the caller to close
   */
  INDArray cut(INDArray image) {
    return image.get(window).dup('c');
  }

  /**
   * An image with this part replaced as far as the mask lets it.
   *
   * @param image {@code [1, H, W, C]}, not modified
   * @param part {@code [1, h, w, C]}, not modified
   * @return {@code [1, H, W, C]}, for the caller to close
   */
  INDArray paste(INDArray image, INDArray part) {
    INDArray result = image.dup('c');
    try (INDArray blend = cut(image)) {
      FloatBuffer values = Ops.values(blend);
      FloatBuffer painted = Ops.values(part);
      FloatBuffer weights = Ops.values(mask);
      int channels = (int) image.size(3);
      for (int i = 0; i < values.limit(); i++) {
        float weight = weights.get(i / channels);
        values.put(i, values.get(i) + weight * (painted.get(i) - values.get(i)));
      }
      result.get(window).assign(blend);
    }
    return result;
  }

  @Override
  public void close() {
    mask.close();
  }
}
