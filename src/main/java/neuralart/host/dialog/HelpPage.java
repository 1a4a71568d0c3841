package neuralart.host.dialog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.swing.ImageIcon;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.scijava.command.CommandInfo;

/**
 * The page of the documentation that describes a command; the jar holds a copy of it, and of its
 * pictures.
 */
public final class HelpPage {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final String FOLDER = "/neuralart/docs/";
  private static final int WIDTH = 640;

  private HelpPage() {}

  /** The page of a command, as ImageJ's dialogs show it; empty if it has none. */
  static Optional<String> html(CommandInfo command) {
    String label = command.getMenuPath().getLeaf().getName();
    String file = label.replace("...", "").replace(' ', '-').toLowerCase(Locale.ROOT) + ".md";
    try (InputStream page = HelpPage.class.getResourceAsStream(FOLDER + file)) {
      return page == null
          ? Optional.empty()
          : Optional.of(html(new String(page.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read the page " + file, e);
    }
  }

  private static String html(String markdown) {
    Node page = Parser.builder().extensions(EXTENSIONS).build().parse(markdown);
    page.accept(new Narrow());
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .attributeProviderFactory(context -> HelpPage::findPicture)
            .build();
    return "<html><body width=" + WIDTH + ">" + renderer.render(page) + "</body></html>";
  }

  /** Lets a picture come from the jar, no wider than the page. */
  private static void findPicture(Node node, String tag, Map<String, String> attributes) {
    if (!(node instanceof Image image)) {
      return;
    }
    String name = image.getDestination();
    URL file = HelpPage.class.getResource(FOLDER + name);
    if (file == null) {
      throw new IllegalStateException("The picture " + name + " isn't in the jar");
    }
    ImageIcon picture = new ImageIcon(file);
    int width = Math.min(WIDTH, picture.getIconWidth());
    int height = width * picture.getIconHeight() / picture.getIconWidth();
    attributes.put("src", file.toString());
    attributes.put("width", String.valueOf(width));
    attributes.put("height", String.valueOf(height));
  }

  /**
   * Keeps the text alone of links to other pages, which ImageJ's dialogs can't open, and puts
   * pictures one below the other, since side by side they would widen the page.
   */
  private static final class Narrow extends AbstractVisitor {
    @Override
    public void visit(Image image) {
      image.insertAfter(new HardLineBreak());
    }

    @Override
    public void visit(Link link) {
      visitChildren(link);
      if (link.getDestination().contains("://")) {
        return;
      }
      while (link.getFirstChild() != null) {
        link.insertBefore(link.getFirstChild());
      }
      link.unlink();
    }
  }
}
