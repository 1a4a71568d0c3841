package neuralart.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import ij.io.Opener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Images that a command names: files, and those that are open. */
public final class ImageFiles {
  private ImageFiles() {}

  /**
   * Opens an image without showing it.
   *
   * @throws IllegalArgumentException if there is no such file, or ImageJ can't read it
   */
  public static ImagePlus open(String path) {
    if (!Files.isRegularFile(Path.of(path))) {
      throw new IllegalArgumentException("There is no image file " + path);
    }
    Opener opener = new Opener();
    opener.setSilentMode(true);
    ImagePlus image = opener.openImage(path);
    if (image == null) {
      throw new IllegalArgumentException("ImageJ can't read the image file " + path);
    }
    return image;
  }

  /** The images that are open. */
  public static List<ImagePlus> open() {
    int[] ids = WindowManager.getIDList();
    return ids == null ? List.of() : IntStream.of(ids).mapToObj(WindowManager::getImage).toList();
  }
}
