package neuralart.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import ij.io.OpenDialog;
import ij.io.Opener;
import java.awt.FileDialog;
import java.awt.Frame;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  /**
   * Lets the user choose files, one or several.
   *
   * @return their paths; none if the user gave up
   */
  public static List<String> choose(String title) {
    FileDialog dialog = new FileDialog((Frame) null, title);
    String folder = OpenDialog.getDefaultDirectory();
    if (folder != null) {
      dialog.setDirectory(folder);
    }
    dialog.setMultipleMode(true);
    dialog.setVisible(true);
    return Arrays.stream(dialog.getFiles()).map(File::getPath).toList();
  }

  /** The images that are open. */
  public static List<ImagePlus> open() {
    int[] ids = WindowManager.getIDList();
    return ids == null ? List.of() : IntStream.of(ids).mapToObj(WindowManager::getImage).toList();
  }
}
