package neuralart.host;

import ij.ImagePlus;
import ij.gui.ImageWindow;
import java.awt.Rectangle;

/** The window of a result, which takes the place of its preview's. */
public final class ResultWindow {
  private static final String PREVIEW = "neuralart.preview";

  /** Difference between the sides' ratios of two pictures that count as one shape. */
  private static final double TOLERANCE = 0.02;

  private ResultWindow() {}

  /**
   * Keeps the place of a preview for a result.
   *
   * @param result that is not shown yet
   */
  public static void reserve(ImagePlus result, ImageWindow preview) {
    result.setProperty(PREVIEW, preview.getBounds());
  }

  /**
   * Shows an image. Where a preview kept a place for it, it appears there, and enlarged to the size
   * of the preview if it is smaller.
   */
  public static void show(ImagePlus image) {
    Object place = image.getProperty(PREVIEW);
    image.setProperty(PREVIEW, null);
    image.show();
    ImageWindow window = image.getWindow();
    if (!(place instanceof Rectangle preview) || window == null) {
      return;
    }
    double ratio = (double) image.getWidth() / image.getHeight();
    boolean smaller = window.getWidth() < preview.width && window.getHeight() < preview.height;
    if (smaller && isAbout(ratio, window, preview)) {
      window.setLocationAndSize(preview.x, preview.y, preview.width, preview.height);
    } else {
      window.setLocation(preview.x, preview.y);
    }
    window.repaint(); // the subtitle that was drawn for the other size would stay
  }

  /** Whether a window around a picture of some ratio could have the size of the preview. */
  private static boolean isAbout(double ratio, ImageWindow window, Rectangle preview) {
    int borderWidth = window.getWidth() - window.getCanvas().getWidth();
    int borderHeight = window.getHeight() - window.getCanvas().getHeight();
    double other = (double) (preview.width - borderWidth) / (preview.height - borderHeight);
    return Math.abs(other / ratio - 1) < TOLERANCE;
  }
}
