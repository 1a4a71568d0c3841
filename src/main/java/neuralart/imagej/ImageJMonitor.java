package neuralart.imagej;

import ij.IJ;
import java.util.Locale;
import neuralart.optimize.Monitor;

/** Shows progress in ImageJ's status bar, and stops when Escape is pressed. */
public final class ImageJMonitor implements Monitor {
  private static final double NANOSECONDS = 1e9;

  private final String job;
  private final long start = System.nanoTime();

  /**
   * @param job what the status bar calls it
   */
  public ImageJMonitor(String job) {
    this.job = job;
    IJ.resetEscape();
  }

  @Override
  public boolean update(Progress progress) {
    double elapsed = (System.nanoTime() - start) / NANOSECONDS;
    double left = elapsed / progress.fraction() - elapsed;
    IJ.showProgress(progress.fraction());
    IJ.showStatus(
        String.format(
            Locale.ROOT,
            "%s: %s, loss %.4g, %.0f s left",
            job,
            progress.stage(),
            progress.loss(),
            left));
    return !IJ.escapePressed();
  }
}
