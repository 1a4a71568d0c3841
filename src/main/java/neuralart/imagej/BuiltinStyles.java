package neuralart.imagej;

import ij.ImagePlus;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;

/** The pictures in the plugin that a style can be taken from, drawn by this project's programs. */
public final class BuiltinStyles {
  /** The style that is taken where none is named. */
  public static final String DEFAULT = "swirl";

  private static final List<String> NAMES =
      List.of(
          "coral",
          "dots",
          "dusk",
          "embroidery",
          "glass",
          "hatching",
          "ink",
          "marble",
          "mosaic",
          "swirl",
          "watercolor",
          "wave");

  private static final Map<String, ImagePlus> OPENED = new ConcurrentHashMap<>();

  private BuiltinStyles() {}

  /** Returns their names, sorted. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Returns the picture of a style as an RGB image with its name for a title, which isn't shown;
   * each time the same image, not to be modified.
   *
   * @throws IllegalArgumentException if there is no style of that name; lists those that there are
   */
  public static ImagePlus open(String name) {
    return OPENED.computeIfAbsent(name, wanted -> new ImagePlus(wanted, read(wanted)));
  }

  private static BufferedImage read(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "There is no built-in style '" + name + "': there are " + String.join(", ", NAMES));
    }
    URL resource = BuiltinStyles.class.getResource("/neuralart/styles/" + name + ".jpg");
    try {
      return ImageIO.read(Objects.requireNonNull(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
