package neuralart.host.browser;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.event.KeyAdapter;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.DefaultListModel;
import javax.swing.Icon;
import javax.swing.ImageIcon;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;
import javax.swing.SwingConstants;
import neuralart.host.browser.Picks.Picking;

/** The layers as cards with a picture each, of which one is selected. */
public final class LayerCards extends JList<LayerItem> {
  private static final long serialVersionUID = 1;
  private static final int PICTURE = 128;
  private static final int CARD_WIDTH = 150;
  private static final int CARD_HEIGHT = 186;
  private static final int MARGIN = 4;

  private final transient Map<String, List<BufferedImage>> images = new HashMap<>();
  private final transient Picks picks;
  private final DefaultListModel<LayerItem> items = new DefaultListModel<>();

  /**
   * @param selected is told the layer that the user selects
   * @param confirmed is told when the user picks one for good, by a double click
   */
  LayerCards(Picks picks, Consumer<LayerItem> selected, Runnable confirmed) {
    this.picks = picks;
    setModel(items);
    setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    setLayoutOrientation(HORIZONTAL_WRAP);
    setVisibleRowCount(0);
    setFixedCellWidth(CARD_WIDTH);
    setFixedCellHeight(CARD_HEIGHT);
    setCellRenderer(new Card());
    getAccessibleContext().setAccessibleName("Layers");
    addListSelectionListener(
        event -> {
          if (!event.getValueIsAdjusting() && getSelectedValue() != null) {
            pickSelected();
            selected.accept(getSelectedValue());
          }
        });
    addMouseListener(
        new MouseAdapter() {
          @Override
          public void mouseClicked(MouseEvent event) {
            if (event.getClickCount() == 2) {
              confirm(confirmed);
            }
          }
        });
    addKeyListener(
        new KeyAdapter() {
          @Override
          public void keyTyped(KeyEvent event) {
            if (event.getKeyChar() == ' ' && getSelectedValue() != null) {
              toggle();
              selected.accept(getSelectedValue());
            }
          }
        });
  }

  private void confirm(Runnable confirmed) {
    if (picks.picking() == Picking.SEVERAL && picks.of(getSelectedValue().name()).isEmpty()) {
      toggle();
    }
    confirmed.run();
  }

  /** Where one layer is picked, it is the selected one; its filters belong to the layer before. */
  private void pickSelected() {
    String name = getSelectedValue().name();
    if (picks.picking() == Picking.ONE && picks.of(name).isEmpty()) {
      picks.put(new LayerPick(name, List.of(), 1));
    }
  }

  private void toggle() {
    if (picks.picking() == Picking.SEVERAL) {
      String name = getSelectedValue().name();
      if (picks.of(name).isPresent()) {
        picks.remove(name);
      } else {
        picks.put(new LayerPick(name, List.of(), 1));
      }
      repaint();
    }
  }

  /** Shows layers, and selects the one that is picked, or else the last. */
  void fill(List<LayerItem> layers) {
    layers.forEach(items::addElement);
    if (!layers.isEmpty()) {
      int last = picks.picking() == Picking.NONE ? 0 : layers.size() - 1;
      int first = picks.first().map(names()::indexOf).filter(i -> i >= 0).orElse(last);
      setSelectedIndex(first);
      ensureIndexIsVisible(first);
    }
  }

  /** The names of all layers. */
  public List<String> names() {
    return Collections.list(items.elements()).stream().map(LayerItem::name).toList();
  }

  void give(String layer, List<BufferedImage> pictures) {
    images.put(layer, pictures);
    repaint();
  }

  /** The pictures of a layer; none if there are none yet. */
  List<BufferedImage> images(String layer) {
    return images.getOrDefault(layer, List.of());
  }

  /** A square in which there is no picture yet. */
  private record Placeholder(int side) implements Icon {
    @Override
    public void paintIcon(Component component, Graphics graphics, int x, int y) {
      Color color = component.getForeground();
      graphics.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 40));
      graphics.fillRect(x, y, side, side);
    }

    @Override
    public int getIconWidth() {
      return side;
    }

    @Override
    public int getIconHeight() {
      return side;
    }
  }

  /** Draws a layer. */
  private final class Card extends JPanel implements ListCellRenderer<LayerItem> {
    private static final long serialVersionUID = 1;
    private final JLabel picture = new JLabel("", SwingConstants.CENTER);
    private final JLabel name = new JLabel("", SwingConstants.CENTER);
    private final JLabel shows = new JLabel("", SwingConstants.CENTER);

    Card() {
      super(new BorderLayout());
      JPanel text = new JPanel(new BorderLayout());
      text.setOpaque(false);
      text.add(name);
      text.add(shows, BorderLayout.SOUTH);
      add(picture);
      add(text, BorderLayout.SOUTH);
      name.setFont(name.getFont().deriveFont(Font.BOLD));
      shows.setFont(shows.getFont().deriveFont(Font.PLAIN));
    }

    @Override
    public Component getListCellRendererComponent(
        JList<? extends LayerItem> list,
        LayerItem item,
        int index,
        boolean selected,
        boolean focused) {
      Color background = selected ? list.getSelectionBackground() : list.getBackground();
      setBackground(new Color(background.getRGB())); // look and feels may ignore their own colours
      Color text = selected ? list.getSelectionForeground() : list.getForeground();
      List.of(picture, name, shows).forEach(label -> label.setForeground(text));
      List<BufferedImage> pictures = images(item.name());
      picture.setIcon(
          pictures.isEmpty() ? new Placeholder(PICTURE) : new ImageIcon(pictures.get(0)));
      String mark = mark(item.name());
      name.setText(mark + item.name());
      shows.setText(item.shows());
      int line = focused ? 2 : 0;
      setBorder(
          BorderFactory.createCompoundBorder(
              BorderFactory.createLineBorder(text, line),
              BorderFactory.createEmptyBorder(MARGIN, MARGIN, MARGIN, MARGIN)));
      getAccessibleContext()
          .setAccessibleName(
              item.name() + ", " + item.shows() + (mark.isEmpty() ? "" : ", picked"));
      return this;
    }

    private String mark(String layer) {
      boolean marked = picks.picking() == Picking.SEVERAL && picks.of(layer).isPresent();
      return marked ? "\u2713 " : "";
    }
  }
}
