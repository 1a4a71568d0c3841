package neuralart.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.scijava.command.CommandInfo;

/** The page of the documentation that describes a command; the jar holds a copy of it. */
final class HelpPage {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final int WIDTH = 640;

  private HelpPage() {}

  /** The page of a command, as ImageJ's dialogs show it; empty if it has none. */
  static Optional<String> html(CommandInfo command) {
    String label = command.getMenuPath().getLeaf().getName();
    String file = label.replace("...", "").replace(' ', '-').toLowerCase(Locale.ROOT) + ".md";
    try (InputStream page = HelpPage.class.getResourceAsStream("/neuralart/docs/" + file)) {
      return page == null
          ? Optional.empty()
          : Optional.of(html(new String(page.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read the page " + file, e);
    }
  }

  private static String html(String markdown) {
    String text =
        markdown.replaceAll("!\\[[^]]*]\\([^)]*\\)", ""); // the pictures aren't in the jar
    Node page = Parser.builder().extensions(EXTENSIONS).build().parse(text);
    String body = HtmlRenderer.builder().extensions(EXTENSIONS).build().render(page);
    return "<html><body width=" + WIDTH + ">" + body + "</body></html>";
  }
}
