package neuralart.imagej;

import ij.plugin.filter.EDM;
import ij.plugin.filter.GaussianBlur;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;

/** How the edge of a region becomes soft. */
public interface SoftEdge {
  /**
   * Makes the edge soft.
   *
   * @param mask 1 inside of the region, 0 outside; changed
   * @throws IllegalArgumentException if the edge would be wider than the image
   */
  void soften(FloatProcessor mask);

  /**
   * An edge that rises smoothly inwards, from 0 outside of the region to 1. The edge of the image
   * is none of the region.
   *
   * @param feather width of the rise in pixels, 0 for a hard edge
   * @throws IllegalArgumentException if it is negative or endless
   */
  static SoftEdge feathered(double feather) {
    if (!(feather >= 0 && feather < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("feather is " + feather + ", but must be 0 or more");
    }
    return mask -> {
      ByteProcessor inside = new ByteProcessor(mask.getWidth(), mask.getHeight());
      for (int i = 0; i < mask.getPixelCount(); i++) {
        inside.set(i, mask.getf(i) > 0 ? 255 : 0);
      }
      FloatProcessor distance = new EDM().makeFloatEDM(inside, 0, false);
      for (int i = 0; i < mask.getPixelCount(); i++) {
        mask.setf(i, rise(distance.getf(i), feather));
      }
    };
  }

  /** A smooth step from 0 at the edge to 1 where the feather ends. */
  private static float rise(float distance, double feather) {
    if (distance == 0 || distance >= feather) {
      return distance == 0 ? 0 : 1;
    }
    double share = distance / (feather + 1);
    return (float) (share * share * (3 - 2 * share));
  }

  /**
   * An edge that a Gauss filter softens to both sides.
   *
   * @param softness standard deviation of the filter in pixels, 0 for a hard edge
   */
  static SoftEdge blurred(double softness) {
    double accuracy = 0.002; // enough for an image of 8 bits
    return mask -> {
      if (!(softness >= 0 && softness <= Math.max(mask.getWidth(), mask.getHeight()))) {
        throw new IllegalArgumentException(
            "softedge is " + softness + ", but must be 0 or more, and smaller than the image");
      }
      if (softness > 0) {
        new GaussianBlur().blurGaussian(mask, softness, softness, accuracy);
      }
    };
  }
}
