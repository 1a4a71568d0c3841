package neuralart.imagej;

import ij.ImagePlus;
import ij.io.OpenDialog;
import ij.io.Opener;
import ij.plugin.TextReader;
import ij.process.ImageProcessor;
import java.awt.FileDialog;
import java.awt.Frame;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Image files that a command names. */
public final class ImageFiles {
  private ImageFiles() {}

  /** Files of text, in which numbers are pixels. */
  private static final Set<Integer> TEXTS = Set.of(Opener.JAVA_OR_TEXT, Opener.TEXT, Opener.TABLE);

  /**
   * Opens an image without showing it; a text image too, whose values are the numbers in a file.
   *
   * @throws IllegalArgumentException if there is no such file, or ImageJ can't read it
   */
  public static ImagePlus open(String path) {
    if (!Files.isRegularFile(Path.of(path))) {
      throw new IllegalArgumentException("There is no image file " + path);
    }
    Opener opener = new Opener();
    opener.setSilentMode(true);
    Optional<ImagePlus> image =
        TEXTS.contains(opener.getFileType(path))
            ? text(path)
            : Optional.ofNullable(opener.openImage(path));
    return image.orElseThrow(
        () -> new IllegalArgumentException("ImageJ can't read the image file " + path));
  }

  /** The lines of a file as rows of numbers, if there is a number in it. */
  private static Optional<ImagePlus> text(String path) {
    TextReader reader = new TextReader();
    reader.hideErrorMessages();
    return Optional.ofNullable(reader.open(path))
        .filter(pixels -> IntStream.range(0, pixels.getPixelCount()).anyMatch(isFinite(pixels)))
        .map(pixels -> new ImagePlus(Path.of(path).getFileName().toString(), pixels));
  }

  private static IntPredicate isFinite(ImageProcessor pixels) {
    return i -> Float.isFinite(pixels.getf(i));
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
}
