package neuralart.host.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import neuralart.host.input.SciJava;
import org.junit.jupiter.api.Test;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

/** The pages that <i>Help</i> shows. */
class HelpPageTest {
  private static final Pattern PICTURE =
      Pattern.compile("<img src=\"([^\"]+)\"[^>]*? width=\"(\\d+)\" height=\"(\\d+)\"");
  private static final int WIDTH = 640;

  @Test
  void everyCommandHasAPageWithItsPictures() throws IOException {
    for (CommandInfo command : ourCommands()) {
      String page = HelpPage.html(command).orElseThrow();
      List<MatchResult> pictures = PICTURE.matcher(page).results().toList();
      assertEquals(page.split("<img ", -1).length - 1, pictures.size(), command.getClassName());
      assertFalse(pictures.isEmpty(), command.getClassName());
      for (MatchResult picture : pictures) {
        assertTrue(Integer.parseInt(picture.group(2)) <= WIDTH, picture.group());
        assertTrue(ImageIO.read(URI.create(picture.group(1)).toURL()) != null, picture.group());
      }
    }
  }

  /** ImageJ would open a relative link as an address. */
  @Test
  void linksLeadToAddresses() {
    for (CommandInfo command : ourCommands()) {
      String page = HelpPage.html(command).orElseThrow();
      for (String link : page.split("<a href=\"", -1)) {
        assertTrue(link.startsWith("http") || link.startsWith("<html>"), link);
      }
    }
  }

  private static List<CommandInfo> ourCommands() {
    return SciJava.own().service(CommandService.class).getCommands().stream()
        .filter(command -> command.getClassName().startsWith("neuralart.command."))
        .toList();
  }
}
