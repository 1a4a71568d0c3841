package neuralart.imagej;

import ij.ImagePlus;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One open image, or all files of a folder, which are opened one at a time. */
public final class ImageSet {
  private final Optional<ImagePlus> open;
  private final List<File> files = new ArrayList<>();

  private ImageSet(Optional<ImagePlus> open) {
    this.open = open;
  }

  /** An open image. */
  public static ImageSet of(ImagePlus image) {
    return new ImageSet(Optional.of(image));
  }

  /**
   * The files of a folder, by name; without subfolders and hidden files.
   *
   * @throws IllegalArgumentException if there is no such folder, or it is empty
   */
  public static ImageSet of(File folder) {
    File[] found = folder.listFiles(file -> file.isFile() && !file.isHidden());
    if (found == null) {
      throw new IllegalArgumentException("There is no folder " + folder);
    }
    if (found.length == 0) {
      throw new IllegalArgumentException("The folder " + folder + " has no files");
    }
    ImageSet set = new ImageSet(Optional.empty());
    Arrays.stream(found).sorted(Comparator.comparing(File::getName)).forEach(set.files::add);
    return set;
  }

  /** Whether it is one open image. */
  public boolean isOpen() {
    return open.isPresent();
  }

  /** Number of images. */
  public int count() {
    return open.isPresent() ? 1 : files.size();
  }

  /** What the user calls an image. */
  public String name(int index) {
    return open.map(ImagePlus::getTitle).orElseGet(() -> files.get(index).getName());
  }

  /**
   * Opens an image, if it isn't open already.
   *
   * @throws IllegalArgumentException if the file is no image that ImageJ can open
   */
  public ImagePlus open(int index) {
    return open.orElseGet(() -> open(files.get(index)));
  }

  private static ImagePlus open(File file) {
    return QuietOpener.open(file)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "ImageJ can't open " + file.getName() + " as an image"));
  }
}
