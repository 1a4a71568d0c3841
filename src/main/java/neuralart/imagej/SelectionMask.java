package neuralart.imagej;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.filter.EDM;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The selection of an image as a mask with a soft edge. */
public final class SelectionMask {
  private static final int INSIDE = 255;

  private SelectionMask() {}

  /**
   * The mask of an image's selection: 0 outside of it, rising from its edge inwards to 1. The edge
   * of the image is none of the selection.
   *
   * @param image not modified
   * @param feather width of the rise in pixels, 0 for a hard edge
   * @return {@code [1, H, W, 1]}, for the caller to close; nothing if there is no selection
   * @throws IllegalArgumentException if the selection has no area inside the image
   */
  public static Optional<INDArray> of(ImagePlus image, double feather) {
    Roi roi = image.getRoi();
    if (!(feather >= 0 && feather < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("feather is " + feather + ", but must be 0 or more");
    }
    if (roi == null) {
      return Optional.empty();
    }
    if (!roi.isArea()) {
      throw new IllegalArgumentException(
          "The selection is a "
              + roi.getTypeAsString().toLowerCase(Locale.ROOT)
              + ", which has no area: select an area, or nothing for the whole image");
    }
    ByteProcessor selected = new ByteProcessor(image.getWidth(), image.getHeight());
    selected.setValue(INSIDE);
    selected.fill(roi);
    FloatProcessor distance = new EDM().makeFloatEDM(selected, 0, false);
    float[] mask = (float[]) distance.getPixels();
    boolean empty = true;
    for (int i = 0; i < mask.length; i++) {
      mask[i] = rise(mask[i], feather);
      empty &= mask[i] == 0;
    }
    if (empty) {
      throw new IllegalArgumentException(
          "The selection has no pixel inside the image: select an area of it, or nothing for the"
              + " whole image");
    }
    return Optional.of(
        Nd4j.createFromArray(mask).reshape(1, image.getHeight(), image.getWidth(), 1));
  }

  /** A smooth step from 0 at the edge to 1 where the feather ends. */
  private static float rise(float distance, double feather) {
    if (distance == 0 || distance >= feather) {
      return distance == 0 ? 0 : 1;
    }
    double share = distance / (feather + 1);
    return (float) (share * share * (3 - 2 * share));
  }
}
