package neuralart.host;

import java.awt.Component;
import java.awt.Image;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.swing.DefaultListCellRenderer;
import javax.swing.Icon;
import javax.swing.ImageIcon;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JList;
import org.scijava.module.ModuleItem;

/** A list to choose from, in the words and with the pictures of the command. */
final class ChoiceField extends DialogField {
  private static final int ROWS = 12;

  /** Height of pictures in pixels. */
  private static final int PICTURE_HEIGHT = 48;

  private final DialogHints hints;
  private final JComboBox<String> list;
  private final JLabel picture = new JLabel();
  private final Map<String, Optional<Icon>> icons = new HashMap<>();

  ChoiceField(ModuleItem<?> item, DialogHints hints, Runnable changed) {
    this(item, hints, changed, new JComboBox<>());
  }

  private ChoiceField(
      ModuleItem<?> item, DialogHints hints, Runnable changed, JComboBox<String> list) {
    super(item, list);
    this.hints = hints;
    this.list = list;
    list.setRenderer(new Renderer());
    list.setMaximumRowCount(ROWS);
    list.addActionListener(
        event -> {
          showPicture();
          changed.run();
        });
  }

  @Override
  String text() {
    return Objects.requireNonNullElse((String) list.getSelectedItem(), "");
  }

  @Override
  void show(String text) {
    list.setSelectedItem(text);
  }

  @Override
  void offer(List<String> choices) {
    List<String> present =
        IntStream.range(0, list.getItemCount()).mapToObj(list::getItemAt).toList();
    if (!present.equals(choices)) {
      String chosen = text();
      list.removeAllItems();
      choices.forEach(list::addItem);
      list.setSelectedItem(chosen);
    }
  }

  private void showPicture() {
    Icon shown = icon(text());
    picture.setIcon(shown);
    if (shown != null && picture.getParent() == null) {
      addBeside(picture);
    }
  }

  /** The picture of a value; null, as Swing has it, if there is none. */
  private Icon icon(String value) {
    return icons
        .computeIfAbsent(
            value,
            shown ->
                hints
                    .picture(item().getName(), shown)
                    .map(image -> image.getScaledInstance(-1, PICTURE_HEIGHT, Image.SCALE_SMOOTH))
                    .map(ImageIcon::new))
        .orElse(null);
  }

  /** Draws the values in the open list, and the chosen one in the closed list. */
  private final class Renderer extends DefaultListCellRenderer {
    private static final long serialVersionUID = 1;

    @Override
    public Component getListCellRendererComponent(
        JList<?> values, Object value, int index, boolean selected, boolean focused) {
      super.getListCellRendererComponent(values, value, index, selected, focused);
      String text = String.valueOf(value);
      setText(value == null ? " " : hints.label(item().getName(), text));
      setIcon(value == null || index < 0 ? null : icon(text));
      return this;
    }
  }
}
