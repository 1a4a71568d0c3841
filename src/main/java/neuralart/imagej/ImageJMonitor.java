package neuralart.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.process.ImageProcessor;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import neuralart.host.ResultWindow;
import neuralart.optimize.Monitor;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

/**
 * Shows how a job goes on, and stops it when the user presses Escape or cancels Fiji's task:
 * progress with the time left in ImageJ's status bar, or as lines on standard error where there is
 * no display, and the picture so far in a window of its own.
 */
public final class ImageJMonitor implements Monitor, AutoCloseable {
  private static final double NANOSECONDS = 1e9;

  /** Seconds between lines on standard error. */
  private static final double LINE_INTERVAL = 10;

  /** Seconds between previews, at least. */
  private static final double PREVIEW_INTERVAL = 0.5;

  /** Share of the time that previews may take. */
  private static final double PREVIEW_SHARE = 0.05;

  /** Longer side of the preview in pixels, at least. */
  private static final int PREVIEW_SIDE = 512;

  private static final int TASK_MAXIMUM = 1000;

  private final String job;
  private final Task task;
  private final boolean preview;
  private final long start = System.nanoTime();
  private final TimeLeft timeLeft = new TimeLeft();
  private double nextLine = LINE_INTERVAL;
  private double nextPreview = PREVIEW_INTERVAL;
  private int previewSide = PREVIEW_SIDE;
  private ImagePlus window;

  /**
   * @param job what the user calls it
   * @param tasks where the job is listed
   * @param preview whether to show the picture so far
   */
  public ImageJMonitor(String job, TaskService tasks, boolean preview) {
    this.job = job;
    // In batch mode no window opens, and a new image would become the macro's active one.
    this.preview = preview && !GraphicsEnvironment.isHeadless() && !Interpreter.isBatchMode();
    task = tasks.createTask(job);
    task.setProgressMaximum(TASK_MAXIMUM);
    task.start();
  }

  /** Shows the picture so far as large as an image is shown, which the result will be like. */
  public ImageJMonitor previewLike(ImagePlus image) {
    if (image.getCanvas() != null) {
      Dimension shown = image.getCanvas().getSize();
      previewSide = Math.max(PREVIEW_SIDE, Math.max(shown.width, shown.height));
    }
    return this;
  }

  @Override
  public boolean update(Progress progress) {
    double before = seconds();
    boolean goOn = update(progress.stage(), progress.fraction());
    if (preview && before >= nextPreview) {
      showPreview(progress);
      double end = seconds();
      nextPreview = end + Math.max(PREVIEW_INTERVAL, (end - before) / PREVIEW_SHARE);
    }
    return goOn;
  }

  /**
   * Shows how far a job is that has no picture.
   *
   * @param stage what it does now
   * @param fraction how much of it is done, 0..1
   * @return whether to go on
   */
  public boolean update(String stage, double fraction) {
    double elapsed = seconds();
    timeLeft.update(elapsed, fraction);
    String status = job + ": " + stage + timeLeft.text();
    if (GraphicsEnvironment.isHeadless()) {
      printLine(status, elapsed);
    } else {
      IJ.showProgress(fraction);
      IJ.showStatus(status);
    }
    task.setProgressValue(Math.round(TASK_MAXIMUM * fraction));
    task.setStatusMessage(status);
    return !IJ.escapePressed() && !task.isCanceled();
  }

  private double seconds() {
    return (System.nanoTime() - start) / NANOSECONDS;
  }

  private void printLine(String status, double elapsed) {
    if (elapsed >= nextLine) {
      nextLine = elapsed + LINE_INTERVAL;
      System.err.println(status);
    }
  }

  /**
   * All previews are scaled to one size, since that of the picture may change as the job goes on.
   */
  private void showPreview(Progress progress) {
    ImageProcessor pixels = DisplayedImage.color(progress.preview().get());
    pixels.setInterpolationMethod(ImageProcessor.BILINEAR);
    if (window == null) {
      double scale = (double) previewSide / Math.max(pixels.getWidth(), pixels.getHeight());
      int width = (int) Math.ceil(scale * pixels.getWidth());
      int height = (int) Math.ceil(scale * pixels.getHeight());
      window = new ImagePlus(job + " (preview)", pixels.resize(width, height));
      window.show();
    } else if (window.getWindow() != null) { // else the user has closed it
      window.setProcessor(pixels.resize(window.getWidth(), window.getHeight()));
    }
  }

  /** Lets a result appear where the preview is, if there is one. */
  public void keepPlaceFor(ImagePlus result) {
    if (window != null && window.getWindow() != null) {
      ResultWindow.reserve(result, window.getWindow());
    }
  }

  /** Ends the display of progress. */
  @Override
  public void close() {
    task.finish();
    IJ.showProgress(1);
    if (!GraphicsEnvironment.isHeadless()) {
      IJ.showStatus("");
    }
    if (window != null) {
      window.changes = false;
      if (IJ.escapePressed()) {
        EventQueue.invokeLater(window::close); // there, ImageJ waits now for the end of a macro
      } else {
        window.close();
      }
    }
  }
}
