package neuralart.host.dialog;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.UIManager;
import org.scijava.module.ModuleItem;

/** The part of a dialog that holds one input of a command: a control, and what stands beside it. */
public abstract class DialogField {
  private static final int GAP = 6;
  private static final int FRAME = 1;
  private static final int TOOL_TIP_WIDTH = 300;

  /** For a look and feel that names no colour of errors; it is seen on light and on dark. */
  private static final Color ERROR = new Color(0xd9, 0x3f, 0x3f);

  private final ModuleItem<?> item;
  private final JComponent control;
  private final JLabel label;
  private final JPanel frame = new JPanel(new BorderLayout());
  private final JPanel row = new JPanel();
  private Optional<JComponent> below = Optional.empty();

  /**
   * @param control what holds the value
   */
  DialogField(ModuleItem<?> item, JComponent control) {
    this.item = item;
    this.control = control;
    label = new JLabel(control instanceof JCheckBox ? "" : InputLayout.label(item));
    label.setLabelFor(control);
    frame.add(control);
    row.setLayout(new BoxLayout(row, BoxLayout.LINE_AXIS));
    row.add(frame);
    mark(false);
    control.getAccessibleContext().setAccessibleName(InputLayout.label(item));
    String description = item.getDescription();
    if (description != null && !description.isEmpty()) {
      label.setToolTipText(html(description, TOOL_TIP_WIDTH));
      control.setToolTipText(label.getToolTipText());
      control.getAccessibleContext().setAccessibleDescription(description);
    }
  }

  /** A plain text as Swing shows it in several lines. */
  public static String html(String text, int width) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    return "<html><div width=" + width + ">" + escaped + "</div></html>";
  }

  /** The colour of what is wrong. */
  public static Color errorColor() {
    Color named = UIManager.getColor("Component.error.focusedBorderColor");
    return named == null ? ERROR : named;
  }

  final ModuleItem<?> item() {
    return item;
  }

  /** The label of the control; without text where the control has its own. */
  final JLabel label() {
    return label;
  }

  /** The control and what is beside it. */
  final JComponent row() {
    return row;
  }

  /** What stands in the row below. */
  final Optional<JComponent> below() {
    return below;
  }

  final JComponent control() {
    return control;
  }

  /** Gives the control no more room than it needs. */
  final void keepNarrow() {
    Dimension size = frame.getPreferredSize();
    frame.setMinimumSize(size);
    frame.setMaximumSize(size);
  }

  /** Adds a component behind the control. */
  final void addBeside(JComponent component) {
    row.add(Box.createHorizontalStrut(GAP));
    row.add(component);
  }

  /** Adds a component in the row below. */
  final void addBelow(JComponent component) {
    below = Optional.of(component);
  }

  /** Adds a button behind the control. */
  final void addButton(String text, Runnable action) {
    JButton button = new JButton(text);
    button.addActionListener(event -> action.run());
    button.getAccessibleContext().setAccessibleName(text + " " + InputLayout.label(item));
    addBeside(button);
  }

  /** Returns what the control holds, as macro options would give it. */
  abstract String text();

  /** Makes the control hold another value. */
  abstract void show(String text);

  /** Replaces what can be chosen, if there is something to choose from and it has changed. */
  void offer(List<String> choices) {}

  /** Says what an empty field stands for, if it can be empty. */
  void prompt(String text) {}

  /** Shows whether the value is none that can be used. */
  final void mark(boolean wrong) {
    frame.setBorder(
        wrong
            ? BorderFactory.createLineBorder(errorColor(), FRAME)
            : BorderFactory.createEmptyBorder(FRAME, FRAME, FRAME, FRAME));
  }

  /** Lets the user change the value, or not. */
  final void enable(boolean used) {
    label.setEnabled(used);
    control.setEnabled(used);
    below.ifPresent(component -> component.setEnabled(used));
    Arrays.stream(row.getComponents()).forEach(component -> component.setEnabled(used));
  }

  /** A check box. */
  static final class CheckboxField extends DialogField {
    private final JCheckBox checkbox;

    CheckboxField(ModuleItem<?> item, Runnable changed) {
      super(item, new JCheckBox(InputLayout.label(item)));
      checkbox = (JCheckBox) control();
      checkbox.addItemListener(event -> changed.run());
    }

    @Override
    String text() {
      return String.valueOf(checkbox.isSelected());
    }

    @Override
    void show(String text) {
      checkbox.setSelected(Boolean.parseBoolean(text));
    }
  }
}
