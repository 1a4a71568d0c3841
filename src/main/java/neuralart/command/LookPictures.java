package neuralart.command;

import java.awt.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Optional;
import javax.imageio.ImageIO;

/** What the presets look like: small pictures in the plugin, made by {@code MakeLooks.ijm}. */
final class LookPictures {
  private LookPictures() {}

  /**
   * The picture of a look.
   *
   * @param command the folder of its pictures
   * @param preset its title
   * @return nothing if there is none
   */
  static Optional<Image> find(String command, String preset) {
    String name = preset.replace(' ', '_') + ".jpg";
    URL resource = LookPictures.class.getResource("looks/" + command + "/" + name);
    try {
      return resource == null ? Optional.empty() : Optional.of(ImageIO.read(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
