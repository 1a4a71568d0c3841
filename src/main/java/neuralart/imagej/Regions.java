package neuralart.imagej;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import neuralart.image.Picture;

/** The regions of an image that ROIs mark, as masks with soft edges. */
public final class Regions {
  /**
   * A region.
   *
   * @param name of the ROI, empty if it has none
   * @param mask weights of the image's pixels, one channel of 0..1
   */
  public record Region(String name, Picture mask) {}

  private Regions() {}

  /**
   * The mask of the selection of an image, if it has one that is an area.
   *
   * @param image not modified
   * @throws IllegalArgumentException if it has no pixel in the image
   */
  public static Optional<Picture> selection(ImagePlus image, SoftEdge edge) {
    Roi roi = image.getRoi();
    return roi == null || !roi.isArea()
        ? Optional.empty()
        : Optional.of(
            mask(
                roi,
                edge,
                uncovered(image),
                "The selection has no pixel inside the image: select an area of it, or nothing for"
                    + " the whole image"));
  }

  /**
   * Finds out whether a selection, if there is one, is an area.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static void requireArea(ImagePlus image) {
    Roi roi = image.getRoi();
    if (roi != null && !roi.isArea()) {
      throw new IllegalArgumentException(
          "The selection is a "
              + roi.getTypeAsString().toLowerCase(Locale.ROOT)
              + ", which has no area: select an area, or nothing for the whole image");
    }
  }

  /**
   * The mask of the selection of an image, which must have one: an area, or a line with its width.
   *
   * @param image not modified
   * @return one channel, 1 in the selection, else 0
   * @throws IllegalArgumentException if it has none, or none that covers pixels of the image
   */
  public static Picture required(ImagePlus image) {
    Roi roi = image.getRoi();
    if (roi == null) {
      throw new IllegalArgumentException(
          "'" + image.getTitle() + "' has no selection: select what is to be filled");
    }
    if (!roi.isArea() && !roi.isLine()) {
      throw new IllegalArgumentException(
          "The selection is a "
              + roi.getTypeAsString().toLowerCase(Locale.ROOT)
              + ", which covers no pixels: select an area, or a line");
    }
    Roi area = roi.isArea() ? roi : Roi.convertLineToArea((Roi) roi.clone());
    return mask(
        area,
        SoftEdge.feathered(0),
        uncovered(image),
        "The selection has no pixel inside the image: select an area of it");
  }

  /**
   * The areas in the overlay of an image. Where some overlap, the last one is on top, so that the
   * masks add up to 1 at most.
   *
   * @throws IllegalArgumentException if there is none, or one has no pixel in the image
   */
  public static List<Region> overlay(ImagePlus image, SoftEdge edge) {
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
    ByteProcessor covered = uncovered(image);
    List<Region> regions = new ArrayList<>();
    for (int i = rois.size() - 1; i >= 0; i--) {
      Roi roi = rois.get(i);
      String empty =
          "The region '" + roi.getName() + "' has no pixel in the image that others leave to it";
      String name = roi.getName() == null ? "" : roi.getName();
      regions.add(0, new Region(name, mask(roi, edge, covered, empty)));
    }
    return regions;
  }

  /** The part of an image that no region covers; its mask is what theirs leave of 1. */
  public static Region rest(List<Region> regions) {
    Picture first = regions.get(0).mask;
    Picture mask = new Picture(first.height(), first.width(), 1);
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        float cover = 0;
        for (Region region : regions) {
          cover += region.mask.get(y, x, 0);
        }
        mask.row(y)[x] = Math.max(0, 1 - cover);
      }
    }
    return new Region("", mask);
  }

  private static ByteProcessor uncovered(ImagePlus image) {
    return new ByteProcessor(image.getWidth(), image.getHeight());
  }

  /**
   * The mask of an ROI without the pixels that are covered already; it covers its own.
   *
   * @param empty what is said where it has no pixel
   */
  private static Picture mask(Roi roi, SoftEdge edge, ByteProcessor covered, String empty) {
    FloatProcessor mask = new FloatProcessor(covered.getWidth(), covered.getHeight());
    Rectangle bounds = roi.getBounds();
    ImageProcessor shape = roi.getMask();
    boolean isEmpty = true;
    for (int y = Math.max(bounds.y, 0); y < bounds.y + bounds.height; y++) {
      for (int x = Math.max(bounds.x, 0); x < bounds.x + bounds.width; x++) {
        boolean inside = x < mask.getWidth() && y < mask.getHeight();
        boolean marked = shape == null || shape.get(x - bounds.x, y - bounds.y) != 0;
        if (inside && marked && covered.get(x, y) == 0) {
          covered.set(x, y, 1);
          mask.setf(x, y, 1);
          isEmpty = false;
        }
      }
    }
    if (isEmpty) {
      throw new IllegalArgumentException(empty);
    }
    edge.soften(mask);
    return Picture.of(mask.getHeight(), mask.getWidth(), 1, (float[]) mask.getPixels());
  }
}
