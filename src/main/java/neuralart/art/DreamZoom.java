package neuralart.art;

import java.util.Locale;
import java.util.function.Consumer;
import neuralart.image.Zoom;
import neuralart.optimize.Monitor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

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
  private static final double WHITE = 255;

  public DreamZoom {
    DeepDreamOptions.require(frames >= 1, "frames", frames, "1 or more");
    DeepDreamOptions.require(zoom >= LEAST_ZOOM && zoom <= LARGEST_ZOOM, "zoom", zoom, "0.5 to 2");
    DeepDreamOptions.require(Math.abs(rotate) <= HALF_TURN, "rotate", rotate, "-180 to 180");
  }

  /** Dreams on a picture. */
  public interface Dreamer {
    /** As {@link DeepDream#dream(INDArray, Monitor)}. */
    DeepDream.Result dream(INDArray rgb, Monitor monitor);
  }

  /**
   * The end of a film.
   *
   * @param objective that the last frame reached
   * @param finished whether all frames were made
   */
  public record Outcome(double objective, boolean finished) {}

  /**
   * Makes the frames.
   *
   * @param rgb what the first frame is a dream on, {@code [1, H, W, 3]}, 0..255, not modified
   * @param dreamer dreams on each frame
   * @param monitor of the whole film; what is there when it stops it is the last frame
   * @param screen takes each frame, {@code [1, H, W, 3]}, which ends afterwards
   */
  public Outcome play(INDArray rgb, Dreamer dreamer, Monitor monitor, Consumer<INDArray> screen) {
    INDArray next = rgb.dup('c');
    try {
      for (int frame = 0; ; frame++) {
        DeepDream.Result result = dreamer.dream(next, share(monitor, frame));
        try (INDArray picture = result.rgb()) {
          screen.accept(picture);
          if (!result.finished() || frame == frames - 1) {
            return new Outcome(result.objective(), result.finished());
          }
          next.close();
          clip(picture);
          next = Zoom.apply(picture, zoom, rotate);
        }
      }
    } finally {
      next.close();
    }
  }

  /** Keeps what no screen can show from growing from frame to frame. */
  private static void clip(INDArray picture) {
    Transforms.max(picture, 0, false);
    Transforms.min(picture, WHITE, false);
  }

  /** A monitor of one frame, that tells the whole film's of its share. */
  private Monitor share(Monitor monitor, int frame) {
    return progress ->
        monitor.update(
            new Monitor.Progress(
                String.format(
                    Locale.ROOT, "frame %d of %d, %s", frame + 1, frames, progress.stage()),
                (frame + progress.fraction()) / frames,
                progress.loss(),
                progress.preview()));
  }
}
