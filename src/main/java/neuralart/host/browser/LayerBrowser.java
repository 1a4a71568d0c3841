package neuralart.host.browser;

import java.awt.BorderLayout;
import java.awt.Dialog.ModalityType;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.KeyboardFocusManager;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.WindowConstants;
import neuralart.host.browser.Picks.Picking;
import neuralart.host.dialog.DialogField;
import neuralart.host.dialog.QuitGuard;

/**
 * A window with the layers of a network, each with a picture of what it responds to, and the
 * selected one with pictures of some of its filters. Layers and pictures are read while it is open
 * already. To be used in the event thread.
 */
public final class LayerBrowser {
  private static final Dimension SIZE = new Dimension(940, 640);
  private static final int MARGIN = 8;
  private static final int WORDS_WIDTH = 500;

  /**
   * Where layers and pictures come from. Used by one thread, which is not the event thread.
   * Pictures are squares, that of the layer first, then those of its filters.
   */
  public interface Source extends AutoCloseable {
    /**
     * The layers.
     *
     * @param goOn is told what takes time, and says whether to go on
     */
    List<LayerItem> items(Predicate<String> goOn);

    /** Pictures that are there already. */
    Optional<List<BufferedImage>> find(String layer);

    /**
     * Makes pictures.
     *
     * @param goOn is told the share that is done, 0..1, and says whether to go on
     * @return nothing if it was stopped
     */
    Optional<List<BufferedImage>> make(String layer, DoublePredicate goOn);

    @Override
    void close();
  }

  private final Source source;
  private final Picks picks;
  private final JDialog dialog;
  private final LayerCards cards;
  private final LayerDetails details;
  private final JLabel message = new JLabel("Reading the network...");
  private final JButton ok = new JButton("OK");
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          job -> {
            Thread thread = new Thread(job, "Neural Art layers");
            thread.setContextClassLoader(LayerBrowser.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
          });

  /** The layer whose pictures the user waits for; empty once the window is closed. */
  private volatile String wanted = "";

  private volatile boolean isOpen = true;
  private boolean confirmed;

  private LayerBrowser(String title, Source source, List<LayerPick> picked, Picking picking) {
    this.source = source;
    picks = new Picks(picked, picking);
    cards = new LayerCards(picks, this::select, () -> ok.doClick());
    details = new LayerDetails(picks, cards::repaint);
    dialog =
        new JDialog(
            KeyboardFocusManager.getCurrentKeyboardFocusManager().getActiveWindow(),
            title,
            picking == Picking.NONE ? ModalityType.MODELESS : ModalityType.APPLICATION_MODAL);
    dialog.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
    dialog.add(new JScrollPane(cards));
    dialog.add(details, BorderLayout.EAST);
    dialog.add(buttons(picking), BorderLayout.SOUTH);
    dialog.getRootPane().setDefaultButton(ok);
    dialog
        .getRootPane()
        .registerKeyboardAction(
            event -> dialog.dispose(),
            KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
            JComponent.WHEN_IN_FOCUSED_WINDOW);
    dialog.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosed(WindowEvent event) {
            close();
          }
        });
    dialog.setSize(SIZE);
    dialog.setLocationRelativeTo(dialog.getOwner());
  }

  private JPanel buttons(Picking picking) {
    ok.setEnabled(picking == Picking.NONE);
    ok.addActionListener(
        event -> {
          confirmed = true;
          dialog.dispose();
        });
    JPanel right = new JPanel(new FlowLayout(FlowLayout.TRAILING));
    right.add(ok);
    if (picking != Picking.NONE) {
      JButton cancel = new JButton("Cancel");
      cancel.addActionListener(event -> dialog.dispose());
      right.add(cancel);
    } else {
      ok.setText("Close");
    }
    JPanel bottom = new JPanel(new BorderLayout());
    bottom.setBorder(BorderFactory.createEmptyBorder(0, MARGIN, 0, MARGIN));
    bottom.add(message);
    bottom.add(right, BorderLayout.EAST);
    return bottom;
  }

  /**
   * Lets the user pick layers.
   *
   * @param title of the window
   * @param source is closed in the end
   * @param picked what is picked at first
   * @param several whether more than one layer can be picked
   * @return what is picked in the end, in the order of the layers; nothing if the user gave up
   */
  public static Optional<List<LayerPick>> pick(
      String title, Source source, List<LayerPick> picked, boolean several) {
    Picking picking = several ? Picking.SEVERAL : Picking.ONE;
    LayerBrowser browser = new LayerBrowser(title, source, picked, picking);
    browser.open(); // until the user closes it
    return browser.confirmed
        ? Optional.of(browser.picks.inOrder(browser.cards.names()))
        : Optional.empty();
  }

  /**
   * Shows the layers in a window of its own.
   *
   * @param source is closed in the end
   */
  public static void show(String title, Source source) {
    new LayerBrowser(title, source, List.of(), Picking.NONE).open();
  }

  private void open() {
    reader.submit(this::read);
    dialog.setVisible(true);
  }

  private void close() {
    wanted = "";
    isOpen = false;
    reader.submit(source::close);
    reader.shutdown();
  }

  private void read() {
    try (QuitGuard guard = new QuitGuard(() -> isOpen = false)) {
      List<LayerItem> items = source.items(this::sayAndGoOn);
      EventQueue.invokeLater(() -> fill(items));
      for (LayerItem item : items) {
        source.find(item.name()).ifPresent(images -> give(item.name(), images));
      }
    } catch (RuntimeException e) {
      say(String.valueOf(e.getMessage()));
    }
  }

  private void fill(List<LayerItem> items) {
    ok.setEnabled(true);
    message.setText(" ");
    cards.fill(items);
    cards.requestFocusInWindow();
  }

  private void select(LayerItem item) {
    details.show(item, cards.images(item.name()));
    wanted = item.name();
    boolean unused = picks.picking() == Picking.SEVERAL && picks.of(item.name()).isEmpty();
    message.setText(unused ? item.name() + " is not used yet: tick Use this layer" : " ");
    if (!reader.isShutdown()) {
      reader.submit(() -> make(item.name()));
    }
  }

  private void make(String layer) {
    boolean missing = layer.equals(wanted) && source.find(layer).isEmpty();
    if (!missing) {
      return;
    }
    try (QuitGuard guard = new QuitGuard(() -> wanted = "")) {
      Optional<List<BufferedImage>> made =
          source.make(
              layer,
              share -> {
                say(
                    String.format(
                        Locale.ROOT, "Making pictures of %s: %d %%", layer, (int) (100 * share)));
                return layer.equals(wanted);
              });
      made.ifPresent(images -> give(layer, images));
      say(" ");
    } catch (RuntimeException e) {
      say("There is no picture of " + layer + ": " + e.getMessage());
    }
  }

  private void give(String layer, List<BufferedImage> images) {
    List<BufferedImage> copy = new ArrayList<>(images);
    EventQueue.invokeLater(
        () -> {
          cards.give(layer, copy);
          details.give(layer, copy);
        });
  }

  private boolean sayAndGoOn(String text) {
    say(text);
    return isOpen;
  }

  /** Says something in as many lines as it takes. */
  private void say(String text) {
    String shown = text.isBlank() ? text : DialogField.html(text, WORDS_WIDTH);
    EventQueue.invokeLater(() -> message.setText(shown));
  }
}
