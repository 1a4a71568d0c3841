package neuralart.host.browser;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.GridLayout;
import java.awt.Image;
import java.awt.Insets;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.ImageIcon;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.JTextField;
import javax.swing.JToggleButton;
import javax.swing.SwingConstants;
import neuralart.host.browser.Picks.Picking;
import neuralart.host.dialog.DialogField;

/** The selected layer: what it is, some of its filters, and what is picked of it. */
public final class LayerDetails extends JPanel {
  private static final long serialVersionUID = 1;
  private static final int WIDTH = 310;
  private static final int COLUMNS = 3;
  private static final int PICTURE = 84;
  private static final int MARGIN = 8;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");

  /** Positions of the slider for a weight of 1, and at its ends. */
  private static final int UNIT = 20;

  private static final int LARGEST = 3;

  private final transient Picks picks;
  private final transient Runnable changed;
  private final JLabel name = new JLabel(" ");
  private final JLabel about = new JLabel(" ");
  private final JCheckBox used = new JCheckBox("Use this layer");
  private final JLabel weight = new JLabel("Weight");
  private final JSlider slider = new JSlider(-LARGEST * UNIT, LARGEST * UNIT, UNIT);
  private final JTextField filters = new JTextField();
  private final JPanel pictures = new JPanel(new GridLayout(0, COLUMNS, 2, 2));
  private final List<JToggleButton> buttons = new ArrayList<>();
  private transient Optional<LayerItem> item = Optional.empty();

  /** Whether the fields are being set, not by the user. */
  private boolean filling;

  /**
   * @param changed is told when the picks have changed
   */
  LayerDetails(Picks picks, Runnable changed) {
    super(new BorderLayout(0, MARGIN));
    this.picks = picks;
    this.changed = changed;
    setPreferredSize(new Dimension(WIDTH, 0));
    setBorder(BorderFactory.createEmptyBorder(MARGIN, MARGIN, MARGIN, MARGIN));
    name.setFont(name.getFont().deriveFont(Font.BOLD, name.getFont().getSize2D() * 1.2f));
    JPanel top = new JPanel();
    top.setLayout(new BoxLayout(top, BoxLayout.Y_AXIS));
    top.add(name);
    top.add(about);
    top.add(Box.createVerticalStrut(MARGIN));
    if (picks.picking() == Picking.SEVERAL) {
      top.add(used);
      top.add(weight);
      top.add(slider);
      slider.setAlignmentX(LEFT_ALIGNMENT);
      slider.setMajorTickSpacing(UNIT);
      slider.setPaintTicks(true);
      weight.setLabelFor(slider);
    }
    if (picks.picking() != Picking.NONE) {
      JLabel label = new JLabel("Filters (empty: all), as in 3,7-9");
      label.setLabelFor(filters);
      filters.setAlignmentX(LEFT_ALIGNMENT);
      filters.setMaximumSize(new Dimension(WIDTH, filters.getPreferredSize().height));
      top.add(label);
      top.add(filters);
    }
    add(top, BorderLayout.NORTH);
    JPanel middle = new JPanel(new BorderLayout());
    middle.add(pictures, BorderLayout.NORTH);
    add(middle);
    listen();
  }

  private void listen() {
    used.addActionListener(event -> pick());
    slider.addChangeListener(
        event -> {
          if (!filling) {
            used.setSelected(true);
            pick();
          }
        });
    filters.addActionListener(event -> pickTyped());
    filters.addFocusListener(
        new FocusAdapter() {
          @Override
          public void focusLost(FocusEvent event) {
            pickTyped();
          }
        });
  }

  /** Shows a layer. */
  void show(LayerItem shown, List<BufferedImage> images) {
    item = Optional.of(shown);
    name.setText(shown.name());
    about.setText(
        "<html><body width="
            + (WIDTH - 4 * MARGIN)
            + ">Shows "
            + shown.shows()
            + "<br>"
            + shown.about()
            + "</body></html>");
    buttons.clear();
    pictures.removeAll();
    for (int filter : shown.filters()) {
      JToggleButton button = new JToggleButton("" + filter);
      button.setVerticalTextPosition(SwingConstants.BOTTOM);
      button.setHorizontalTextPosition(SwingConstants.CENTER);
      button.setMargin(new Insets(2, 2, 2, 2));
      button.setEnabled(picks.picking() != Picking.NONE);
      button.getAccessibleContext().setAccessibleName("Filter " + filter);
      button.addActionListener(event -> toggle(filter, button.isSelected()));
      buttons.add(button);
      pictures.add(button);
    }
    give(shown.name(), images);
    refresh();
    revalidate();
    repaint();
  }

  /** Takes the pictures of a layer, which it shows if that is the present one. */
  void give(String layer, List<BufferedImage> images) {
    boolean present = item.map(LayerItem::name).filter(layer::equals).isPresent();
    for (int i = 0; present && i < buttons.size() && i + 1 < images.size(); i++) {
      Image small = images.get(i + 1).getScaledInstance(PICTURE, PICTURE, Image.SCALE_SMOOTH);
      ImageIcon icon = new ImageIcon(small);
      buttons.get(i).setIcon(icon);
      buttons.get(i).setDisabledIcon(icon);
    }
  }

  /** Shows what is picked. */
  private void refresh() {
    filling = true;
    Optional<LayerPick> pick = item.flatMap(shown -> picks.of(shown.name()));
    used.setSelected(pick.isPresent());
    slider.setValue((int) Math.round(UNIT * pick.map(LayerPick::weight).orElse(1.0)));
    weight.setText("Weight " + number(pick.map(LayerPick::weight).orElse(1.0)));
    List<Integer> chosen = pick.map(LayerPick::filters).orElse(List.of());
    filters.setText(text(chosen));
    filters.setForeground(getForeground());
    for (JToggleButton button : buttons) {
      button.setSelected(chosen.contains(Integer.valueOf(button.getText())));
    }
    filling = false;
    changed.run();
  }

  private void pick() {
    item.ifPresent(
        shown -> {
          if (used.isSelected()) {
            List<Integer> kept = picks.of(shown.name()).map(LayerPick::filters).orElse(List.of());
            picks.put(new LayerPick(shown.name(), kept, (double) slider.getValue() / UNIT));
          } else {
            picks.remove(shown.name());
          }
          refresh();
        });
  }

  private void toggle(int filter, boolean chosen) {
    item.ifPresent(
        shown -> {
          TreeSet<Integer> all =
              new TreeSet<>(picks.of(shown.name()).map(LayerPick::filters).orElse(List.of()));
          if (chosen) {
            all.add(filter);
          } else {
            all.remove(filter);
          }
          pickFilters(shown, List.copyOf(all));
        });
  }

  /** Takes the numbers that the user typed; marks them where they are none of the layer's. */
  private void pickTyped() {
    item.ifPresent(
        shown -> {
          Optional<List<Integer>> numbers = numbers(filters.getText(), shown.count());
          if (numbers.isEmpty()) {
            filters.setForeground(DialogField.errorColor());
            filters.setToolTipText("Filters 0 to " + (shown.count() - 1) + ", as in 3,7-9");
          } else if (!text(numbers.get()).equals(text(chosen(shown)))) {
            pickFilters(shown, numbers.get());
          }
        });
  }

  private List<Integer> chosen(LayerItem shown) {
    return picks.of(shown.name()).map(LayerPick::filters).orElse(List.of());
  }

  private void pickFilters(LayerItem shown, List<Integer> numbers) {
    double before = picks.of(shown.name()).map(LayerPick::weight).orElse(1.0);
    picks.put(new LayerPick(shown.name(), numbers, before));
    refresh();
  }

  private static Optional<List<Integer>> numbers(String text, int count) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (String entry : text.isBlank() ? new String[0] : text.split(",", -1)) {
      Matcher range = RANGE.matcher(entry.replaceAll("\\s", ""));
      if (!range.matches()) {
        return Optional.empty();
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first > last || last >= count) {
        return Optional.empty();
      }
      for (int i = first; i <= last; i++) {
        numbers.add(i);
      }
    }
    return Optional.of(List.copyOf(numbers));
  }

  private static String text(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }
}
