package neuralart.host.input;

import java.awt.Image;
import org.scijava.module.Module;

/**
 * Paints small pictures of what a command would make. One thread paints them, one after the other,
 * and closes this in the end.
 */
public interface Thumbnails extends AutoCloseable {
  /** Where a picture appears. */
  interface Canvas {
    /** Whether the picture is still waited for; if not, painting should end soon. */
    boolean isWanted();

    /** Shows a picture, or how far it has come. */
    void show(Image picture);
  }

  /**
   * Paints a picture.
   *
   * @param command one like that of the dialog, with the values to paint by; it is used for nothing
   *     else
   * @return how the picture differs from the result, in a sentence
   * @throws RuntimeException with a message for the user if there is no picture with these values
   */
  String paint(Module command, Canvas canvas);

  /** Gives back what is kept from picture to picture. */
  @Override
  void close();
}
