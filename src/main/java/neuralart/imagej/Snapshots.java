package neuralart.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import java.util.Optional;
import neuralart.optimize.Monitor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Collects the picture after every so many iterations, and hands on what another monitor says. */
public final class Snapshots implements Monitor {
  private final Monitor monitor;
  private final int interval;
  private ImageStack stack;
  private int iterations;

  /**
   * @param monitor that is told and asked
   * @param interval iterations between pictures; 0 for none
   */
  public Snapshots(Monitor monitor, int interval) {
    this.monitor = monitor;
    this.interval = interval;
    if (interval < 0) {
      throw new IllegalArgumentException("every is " + interval + ", but must be 0 or more");
    }
  }

  @Override
  public boolean update(Progress progress) {
    iterations++;
    if (interval > 0 && iterations % interval == 0) {
      try (INDArray rgb = progress.preview().get()) {
        if (stack == null) {
          stack = new ImageStack((int) rgb.size(2), (int) rgb.size(1));
        }
        stack.addSlice("iteration " + iterations, DisplayedImage.color(rgb));
      }
    }
    return monitor.update(progress);
  }

  /** The pictures as a stack, if there are any. */
  public Optional<ImagePlus> stack(String title) {
    return Optional.ofNullable(stack).map(pictures -> new ImagePlus(title, pictures));
  }
}
