package neuralart.command;

import ij.ImagePlus;
import java.awt.Image;
import java.util.HashMap;
import java.util.Map;
import neuralart.host.input.Thumbnails;
import neuralart.image.Picture;
import neuralart.imagej.DisplayedImage;
import neuralart.imagej.SmallCopy;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import org.scijava.module.Module;

/** The small pictures of a command; network and images are kept from one to the next. */
final class NetworkThumbnails implements Thumbnails {
  /** Longer side of a picture in pixels. */
  private static final int SIDE = 160;

  /** Between pictures of how far one has come. */
  private static final double SECONDS = 0.1;

  private static final double NANOSECONDS = 1e9;

  private final Map<ImagePlus, SmallCopy> copies = new HashMap<>();
  private final KeptNetwork network = new KeptNetwork();

  @Override
  public String paint(Module command, Canvas canvas) {
    ThumbnailPainter painter = (ThumbnailPainter) command.getDelegateObject();
    if (!network.isThere()) { // which takes some time to read
      painter.subject().ifPresent(image -> canvas.show(small(image).image().getBufferedImage()));
    }
    painter.useDevice();
    Models.cancelable(
        () -> !canvas.isWanted(),
        () ->
            canvas.show(
                image(painter.thumbnail(load(painter.model()), this::small, monitor(canvas)))));
    return painter.caption();
  }

  private SmallCopy small(ImagePlus image) {
    return copies.computeIfAbsent(image, original -> SmallCopy.of(original, SIDE));
  }

  private Network load(String wanted) {
    if (KnownModel.missing(wanted).isPresent()) {
      throw new IllegalArgumentException("No preview yet: OK offers to download " + wanted);
    }
    return network.load(wanted);
  }

  private static Monitor monitor(Canvas canvas) {
    long[] last = {System.nanoTime()};
    return progress -> {
      if (System.nanoTime() - last[0] > SECONDS * NANOSECONDS) {
        canvas.show(image(progress.preview().get()));
        last[0] = System.nanoTime();
      }
      return canvas.isWanted();
    };
  }

  private static Image image(Picture rgb) {
    return DisplayedImage.color(rgb).getBufferedImage();
  }

  @Override
  public void close() {
    network.close();
  }
}
