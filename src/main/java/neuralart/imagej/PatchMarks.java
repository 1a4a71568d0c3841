package neuralart.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;

/** A copy of an image on which the places of parts are marked. */
public final class PatchMarks {
  /** Steps along the circle of colours: neighbours differ, as the golden section has it. */
  private static final float HUE_STEP = 0.618034f;

  private static final double STROKE_SHARE = 1 / 400.0;
  private static final int LABEL_SHARE = 40;
  private static final int SMALLEST_LABEL = 9;

  private PatchMarks() {}

  /**
   * Marks the places, each row in a colour of its own, as an overlay.
   *
   * @param image that the parts are of, not modified
   * @param rows the parts
   * @return the slices with parts, as they are displayed
   * @throws IllegalStateException if memory doesn't suffice
   */
  public static ImagePlus mark(ImagePlus image, List<PatchImages.Row> rows, String title) {
    List<Integer> slices =
        rows.stream()
            .flatMap(row -> row.parts().stream())
            .map(PatchImages.Part::slice)
            .distinct()
            .sorted()
            .toList();
    Heap.require(
        (long) Integer.BYTES * image.getWidth() * image.getHeight() * slices.size(),
        slices.size() + " marked slices",
        "Use mark=false");
    ImageStack stack = new ImageStack(image.getWidth(), image.getHeight());
    for (int slice : slices) {
      int z = slice % image.getNSlices() + 1;
      int t = slice / image.getNSlices() + 1;
      String label = String.format(Locale.ROOT, "slice %d, frame %d", z, t);
      stack.addSlice(label, DisplayedImage.color(DisplayedImage.picture(image, z, t)));
    }
    ImagePlus marked = new ImagePlus(title, stack);
    marked.setCalibration(DisplayedImage.calibration(image, image.getWidth(), image.getHeight()));
    marked.setOverlay(overlay(rows, slices, Math.max(image.getWidth(), image.getHeight())));
    return marked;
  }

  /**
   * The marks.
   *
   * @param slices of the image that are in the stack, in its order
   * @param side longer side of the image in pixels
   */
  private static Overlay overlay(List<PatchImages.Row> rows, List<Integer> slices, int side) {
    Overlay overlay = new Overlay();
    for (int i = 0; i < rows.size(); i++) {
      Color color = Color.getHSBColor(i * HUE_STEP, 0.85f, 1);
      for (PatchImages.Part part : rows.get(i).parts()) {
        Roi roi = new Roi(part.place());
        roi.setName(part.mark());
        roi.setStrokeColor(color);
        roi.setStrokeWidth(Math.max(2, side * STROKE_SHARE));
        roi.setPosition(slices.size() == 1 ? 0 : slices.indexOf(part.slice()) + 1);
        overlay.add(roi);
      }
    }
    overlay.drawLabels(true);
    overlay.drawNames(true);
    overlay.drawBackgrounds(true);
    overlay.setLabelColor(Color.WHITE);
    overlay.setLabelFont(
        new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(SMALLEST_LABEL, side / LABEL_SHARE)), true);
    return overlay;
  }
}
