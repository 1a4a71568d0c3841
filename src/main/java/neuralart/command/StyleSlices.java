package neuralart.command;

import java.util.List;
import neuralart.art.style.StyleRegion;
import neuralart.art.style.StyleTransfer;
import neuralart.image.Picture;
import neuralart.imagej.Slices;
import neuralart.optimize.Monitor;

/**
 * Paints slices after each other, each started from the result of the one before, so that
 * neighbours look alike.
 */
final class StyleSlices implements Slices.Painter {
  private final StyleTransfer transfer;
  private final List<StyleRegion> regions;
  private StyleTransfer.Result last;
  private boolean anew = true;

  StyleSlices(StyleTransfer transfer, List<StyleRegion> regions) {
    this.transfer = transfer;
    this.regions = regions;
  }

  @Override
  public Slices.Painting paint(Picture rgb, Monitor monitor) {
    last = anew ? transfer.run(rgb, regions, monitor) : transfer.run(rgb, regions, last, monitor);
    anew = false;
    return new Slices.Painting(last.rgb(), last.finished());
  }

  /** Lets the next slice begin as the options say. */
  void beginAnew() {
    anew = true;
  }

  /** The result of the last slice. */
  StyleTransfer.Result last() {
    return last;
  }
}
