package neuralart.image;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Resizing of images. */
public final class Resize {
  private Resize() {}

  /**
   * Bilinear interpolation with half-pixel centres and without anti-aliasing, as {@code
   * tf.image.resize} does it.
   *
   * @param image {@code [1, H, W, C]}, not modified
   * @param height rows of the result
   * @param width columns of the result
   * @return {@code [1, height, width, C]}, for the caller to close
   */
  public static INDArray bilinear(INDArray image, int height, int width) {
    INDArray resized = Nd4j.createUninitialized(DataType.FLOAT, 1, height, width, image.size(3));
    Nd4j.exec(
        DynamicCustomOp.builder("resize_bilinear")
            .addInputs(image)
            .addOutputs(resized)
            .addIntegerArguments(height, width)
            .addBooleanArguments(false, true)
            .build());
    return resized;
  }
}
