package neuralart.host.input;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The images that are open, and the texts that stand for them in macros and dialogs: the title of
 * an image, or its ID where the title stands for another image or for none.
 */
public final class OpenImages {
  /** Stands for no image where one may be left out. */
  public static final String NONE = "none";

  private OpenImages() {}

  /** Returns the images in the order in which they were opened. */
  public static List<ImagePlus> all() {
    int[] ids = WindowManager.getIDList();
    return ids == null ? List.of() : IntStream.of(ids).mapToObj(WindowManager::getImage).toList();
  }

  /** Returns the text that stands for an image. */
  static String text(ImagePlus image) {
    String title = image.getTitle();
    boolean isNone = title.isBlank() || title.equals(NONE);
    boolean isAnother =
        all().stream()
            .filter(open -> open.getTitle().equals(title))
            .findFirst()
            .filter(open -> open != image)
            .isPresent();
    return isNone || isAnother ? String.valueOf(image.getID()) : title;
  }

  /** Returns the texts that stand for the images. */
  public static List<String> texts() {
    return all().stream().map(OpenImages::text).toList();
  }

  /**
   * Returns the image that a title or an ID stands for.
   *
   * @throws NoSuchElementException listing the images that are open
   */
  static ImagePlus find(String titleOrId) {
    return search(titleOrId)
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "no open image has this title or ID; the open images are " + texts()));
  }

  /** Returns the image that a title or an ID stands for, if there is one. */
  public static Optional<ImagePlus> search(String titleOrId) {
    List<Predicate<ImagePlus>> meanings =
        List.of(
            open -> open.getTitle().equals(titleOrId),
            open -> titleOrId.equals(String.valueOf(open.getID())));
    return meanings.stream().flatMap(meaning -> all().stream().filter(meaning)).findFirst();
  }
}
