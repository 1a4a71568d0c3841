package neuralart.imagej;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.GaussianBlur;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The regions of an image that ROIs mark, with soft edges. */
public final class Regions {
  /** Of the softening, where it is accurate enough for an image of 8 bits. */
  private static final double ACCURACY = 0.002;

  /**
   * A region.
   *
   * @param name of the ROI, empty if it has none
   * @param mask {@code H x W} weights of the image's pixels, 0..1
   */
  public record Region(String name, float[] mask) {}

  private Regions() {}

  /**
   * The selection of an image, if it has one that is an area.
   *
   * @param softness standard deviation of the Gauss filter that softens the edge, in pixels
   * @throws IllegalArgumentException if it has no pixel in the image
   */
  public static Optional<Region> selection(ImagePlus image, double softness) {
    Roi roi = image.getRoi();
    return roi == null || !roi.isArea()
        ? Optional.empty()
        : Optional.of(regions(image, List.of(roi), softness).get(0));
  }

  /**
   * The areas in the overlay of an image. Where some overlap, the last one is on top, so that the
   * masks add up to 1 at most.
   *
   * @param softness standard deviation of the Gauss filter that softens the edges, in pixels
   * @throws IllegalArgumentException if there is none, or one has no pixel in the image
   */
  public static List<Region> overlay(ImagePlus image, double softness) {
    Overlay overlay = image.getOverlay();
    List<Roi> rois = new ArrayList<>();
    for (int i = 0; overlay != null && i < overlay.size(); i++) {
      if (overlay.get(i).isArea()) {
        rois.add(overlay.get(i));
      }
    }
    if (rois.isEmpty()) {
      throw new IllegalArgumentException(
          "The overlay of '" + image.getTitle() + "' has no area; add some by Image > Overlay");
    }
    return regions(image, rois, softness);
  }

  /** The part of an image that no region covers; its mask is what theirs leave of 1. */
  public static Region rest(List<Region> regions) {
    float[] mask = new float[regions.get(0).mask.length];
    for (int i = 0; i < mask.length; i++) {
      float cover = 0;
      for (Region region : regions) {
        cover += region.mask[i];
      }
      mask[i] = Math.max(0, 1 - cover);
    }
    return new Region("", mask);
  }

  private static List<Region> regions(ImagePlus image, List<Roi> rois, double softness) {
    if (!(softness >= 0 && softness <= Math.max(image.getWidth(), image.getHeight()))) {
      throw new IllegalArgumentException(
          "softedge is " + softness + ", but must be 0 or more, and smaller than the image");
    }
    ByteProcessor covered = new ByteProcessor(image.getWidth(), image.getHeight());
    List<Region> regions = new ArrayList<>();
    for (int i = rois.size() - 1; i >= 0; i--) {
      Roi roi = rois.get(i);
      String name = roi.getName() == null ? "" : roi.getName();
      regions.add(0, new Region(name, mask(roi, covered, softness)));
    }
    return regions;
  }

  /** The mask of an ROI without the pixels that are covered already; it covers its own. */
  private static float[] mask(Roi roi, ByteProcessor covered, double softness) {
    FloatProcessor mask = new FloatProcessor(covered.getWidth(), covered.getHeight());
    Rectangle bounds = roi.getBounds();
    ImageProcessor shape = roi.getMask();
    boolean empty = true;
    for (int y = Math.max(bounds.y, 0); y < bounds.y + bounds.height; y++) {
      for (int x = Math.max(bounds.x, 0); x < bounds.x + bounds.width; x++) {
        boolean inside = x < mask.getWidth() && y < mask.getHeight();
        boolean marked = shape == null || shape.get(x - bounds.x, y - bounds.y) != 0;
        if (inside && marked && covered.get(x, y) == 0) {
          covered.set(x, y, 1);
          mask.setf(x, y, 1);
          empty = false;
        }
      }
    }
    if (empty) {
      throw new IllegalArgumentException(
          "The region '" + roi.getName() + "' has no pixel in the image that others leave to it");
    }
    if (softness > 0) {
      new GaussianBlur().blurGaussian(mask, softness, softness, ACCURACY);
    }
    return (float[]) mask.getPixels();
  }
}
