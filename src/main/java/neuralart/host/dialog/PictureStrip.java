package neuralart.host.dialog;

import java.awt.Component;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.BorderFactory;
import javax.swing.DefaultListModel;
import javax.swing.Icon;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;

/**
 * The pictures of a list's values, side by side: a click chooses. It goes with a list of words,
 * which keyboards and screen readers use.
 */
public final class PictureStrip extends JList<String> {
  private static final long serialVersionUID = 1;
  private static final int FRAME = 3;
  private static final int CELL = PictureIcon.SIDE + 2 * FRAME;

  /** More than these take a second row. */
  private static final int COLUMNS = 12;

  private final DefaultListModel<String> values = new DefaultListModel<>();
  private final transient Function<String, Icon> pictures;
  private final transient Function<String, String> labels;

  /** Whether the selection follows the list of words. */
  private boolean following;

  /**
   * @param pictures of the values
   * @param labels what the values are called
   * @param chosen is told the value that the user clicks at
   */
  PictureStrip(
      Function<String, Icon> pictures, Function<String, String> labels, Consumer<String> chosen) {
    this.pictures = pictures;
    this.labels = labels;
    setModel(values);
    setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    setLayoutOrientation(HORIZONTAL_WRAP);
    setFixedCellWidth(CELL);
    setFixedCellHeight(CELL);
    setCellRenderer(new Renderer());
    setOpaque(false);
    setFocusable(false);
    addListSelectionListener(
        event -> {
          if (!following && getSelectedValue() != null) {
            chosen.accept(getSelectedValue());
          }
        });
  }

  /** Shows the pictures of these values. */
  void offer(List<String> offered) {
    following = true;
    values.clear();
    values.addAll(offered);
    setVisibleRowCount(Math.max(1, (offered.size() + COLUMNS - 1) / COLUMNS));
    following = false;
  }

  /** Marks the picture of a value; none where the value has no picture. */
  void choose(String value) {
    following = true;
    int index = values.indexOf(value);
    if (index < 0) {
      clearSelection();
    } else {
      setSelectedIndex(index);
    }
    following = false;
  }

  @Override
  public String getToolTipText(MouseEvent event) {
    int index = locationToIndex(event.getPoint());
    boolean inside = index >= 0 && getCellBounds(index, index).contains(event.getPoint());
    return inside ? labels.apply(values.get(index)) : null; // as Swing has it
  }

  /** Draws a picture, in a frame where it is the chosen one. */
  private final class Renderer extends JLabel implements ListCellRenderer<String> {
    private static final long serialVersionUID = 1;

    @Override
    public Component getListCellRendererComponent(
        JList<? extends String> list, String value, int index, boolean chosen, boolean focused) {
      setIcon(pictures.apply(value));
      setDisabledIcon(getIcon());
      setBorder(
          chosen
              ? BorderFactory.createLineBorder(list.getForeground(), FRAME)
              : BorderFactory.createEmptyBorder(FRAME, FRAME, FRAME, FRAME));
      getAccessibleContext().setAccessibleName(labels.apply(value));
      return this;
    }
  }
}
