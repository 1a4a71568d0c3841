package neuralart.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.io.Opener;
import java.io.File;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.Set;

/**
 * Opens files of which some may be damaged. ImageJ's readers then throw exceptions, show them, or
 * report errors that end the macro; here they go to the log at most.
 */
public final class QuietOpener {
  /** Of other types ImageJ reports an error, or reads text as pixels. */
  private static final Set<Integer> TYPES =
      Set.of(
          Opener.TIFF,
          Opener.DICOM,
          Opener.FITS,
          Opener.PGM,
          Opener.JPEG,
          Opener.GIF,
          Opener.BMP,
          Opener.ZIP,
          Opener.PNG,
          Opener.TIFF_AND_DICOM);

  private QuietOpener() {}

  /** The image in a file, if ImageJ can open it. */
  public static Optional<ImagePlus> open(File file) {
    Object interpreter = exchange(IJ.class, "macroInterpreter", null);
    Object aborted = exchange(Macro.class, "abort", false);
    IJ.setExceptionHandler(exception -> {});
    IJ.redirectErrorMessages(true);
    try {
      return read(file).filter(image -> image.getProcessor() != null);
    } catch (RuntimeException e) {
      return Optional.empty();
    } finally {
      IJ.redirectErrorMessages(false);
      IJ.setExceptionHandler(null);
      exchange(Macro.class, "abort", aborted);
      exchange(IJ.class, "macroInterpreter", interpreter);
    }
  }

  private static Optional<ImagePlus> read(File file) {
    Opener opener = new Opener();
    opener.setSilentMode(true);
    return TYPES.contains(opener.getFileType(file.getPath()))
        ? Optional.ofNullable(opener.openImage(file.getPath()))
        : Optional.empty();
  }

  /** Sets what ImageJ knows of the running macro and offers no method for, and returns the old. */
  private static Object exchange(Class<?> owner, String name, Object value) {
    try {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      Object before = field.get(null);
      field.set(null, value);
      return before;
    } catch (ReflectiveOperationException e) {
      return value; // an ImageJ that ends macros in another way
    }
  }
}
