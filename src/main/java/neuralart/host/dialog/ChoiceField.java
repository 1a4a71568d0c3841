package neuralart.host.dialog;

import java.awt.Component;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JComboBox;
import javax.swing.JList;
import neuralart.host.input.DialogHints;
import org.scijava.module.ModuleItem;

/** A list to choose from, in the words and with the pictures of the command. */
public final class ChoiceField extends DialogField {
  private static final int ROWS = 12;

  private final DialogHints hints;
  private final ChoicePictures pictures;
  private final JComboBox<String> list;
  private final PictureStrip strip;

  ChoiceField(ModuleItem<?> item, DialogHints hints, ChoicePictures pictures, Runnable changed) {
    this(item, hints, pictures, changed, new JComboBox<>());
  }

  private ChoiceField(
      ModuleItem<?> item,
      DialogHints hints,
      ChoicePictures pictures,
      Runnable changed,
      JComboBox<String> list) {
    super(item, list);
    this.hints = hints;
    this.pictures = pictures;
    this.list = list;
    strip =
        new PictureStrip(
            value -> pictures.of(item, value).orElse(null), this::label, list::setSelectedItem);
    strip.getAccessibleContext().setAccessibleName("Pictures of " + InputLayout.label(item));
    addBelow(strip);
    list.setRenderer(new Renderer());
    list.setMaximumRowCount(ROWS);
    list.addActionListener(
        event -> {
          strip.choose(text());
          changed.run();
        });
  }

  private String label(String value) {
    return hints.label(item().getName(), value);
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
      List<String> pictured =
          choices.stream().filter(value -> pictures.of(item(), value).isPresent()).toList();
      strip.offer(pictured);
      strip.setVisible(!pictured.isEmpty());
      list.removeAllItems();
      choices.forEach(list::addItem);
      list.setSelectedItem(chosen);
    }
  }

  /** Draws the values in the open list, and the chosen one in the closed list. */
  private final class Renderer extends DefaultListCellRenderer {
    private static final long serialVersionUID = 1;

    @Override
    public Component getListCellRendererComponent(
        JList<?> values, Object value, int index, boolean selected, boolean focused) {
      super.getListCellRendererComponent(values, value, index, selected, focused);
      setText(value == null ? " " : label(String.valueOf(value)));
      return this;
    }
  }
}
