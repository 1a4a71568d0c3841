package neuralart.art.dream;

import java.util.function.Consumer;
import neuralart.art.Options;
import neuralart.image.Picture;
import neuralart.image.Zoom;
import neuralart.optimize.Monitor;

/**
 * A film of dreams: each frame is a dream on the frame before it, zoomed and turned a little
 * (Mordvintsev et al. 2015).
 *
 * @param frames how many
 * @param zoom how much larger things become from frame to frame
 * @param rotate how far they turn from frame to frame, in degrees, clockwise
 */
public record DreamZoom(int frames, double zoom, double rotate) {
  private static final double LEAST_ZOOM = 0.5;
  private static final double LARGEST_ZOOM = 2;
  private static final double HALF_TURN = 180;
  private static final float WHITE = 255;

  public DreamZoom {
    Options.require(frames >= 1, "frames", frames, "1 or more");
    Options.require(zoom >= LEAST_ZOOM && zoom <= LARGEST_ZOOM, "zoom", zoom, "0.5 to 2");
    Options.require(Math.abs(rotate) <= HALF_TURN, "rotate", rotate, "-180 to 180");
  }

  /** Dreams on a picture. */
  public interface Dreamer {
    /** As {@link DeepDream#run(Picture, Monitor)}. */
    DeepDream.Result run(Picture rgb, Monitor monitor);
  }

  /**
   * The end of a film.
   *
   * @param objective that the last frame reached
   * @param finished whether all frames were made
   */
  public record Result(double objective, boolean finished) {}

  /**
   * Makes the frames.
   *
   * @param rgb what the first frame is a dream on, 0..255, not modified
   * @param dreamer dreams on each frame
   * @param monitor of the whole film; when it stops the film, the frame that there is is the last
   * @param screen takes each frame
   */
  public Result run(Picture rgb, Dreamer dreamer, Monitor monitor, Consumer<Picture> screen) {
    Picture next = rgb;
    for (int frame = 0; ; frame++) {
      DeepDream.Result result = dreamer.run(next, monitor.part("frame", frame, frames));
      screen.accept(result.rgb());
      if (!result.finished() || frame == frames - 1) {
        return new Result(result.objective(), result.finished());
      }
      next = Zoom.apply(clipped(result.rgb()), zoom, rotate);
    }
  }

  /** Keeps what no screen can show from growing from frame to frame. */
  private static Picture clipped(Picture rgb) {
    Picture clipped = rgb.copy();
    for (int y = 0; y < clipped.height(); y++) {
      float[] row = clipped.row(y);
      for (int i = 0; i < row.length; i++) {
        row[i] = Math.min(Math.max(row[i], 0), WHITE);
      }
    }
    return clipped;
  }
}
