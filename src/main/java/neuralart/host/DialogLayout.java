package neuralart.host;

import ij.ImagePlus;
import ij.gui.GenericDialog;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.FlowLayout;
import java.awt.GridBagLayout;
import java.awt.Panel;
import java.awt.TextField;
import java.io.File;
import java.util.List;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/** Puts the fields of inputs into a dialog of ImageJ's, narrow ones in pairs. */
final class DialogLayout {
  private static final int TEXT_COLUMNS = 40;
  private static final int NUMBER_COLUMNS = 8;

  private final GenericDialog dialog;

  /** Whether there is room beside the last field. */
  private boolean besideLast;

  DialogLayout(GenericDialog dialog) {
    this.dialog = dialog;
  }

  /**
   * Adds the field of an input.
   *
   * @param text its value
   * @param choices what can be chosen; none for an input that isn't chosen from a list
   */
  DialogField add(ModuleItem<?> item, String text, String[] choices) {
    Class<?> type = Types.box(item.getType());
    boolean isChosen = choices.length > 0 || type == ImagePlus.class;
    boolean isWide = !isChosen && (type == String.class || type == File.class);
    if (besideLast && !isWide) {
      dialog.addToSameRow();
    }
    besideLast = !besideLast && !isWide;
    String label = label(item);
    if (type == Boolean.class) {
      dialog.addCheckbox(label, Boolean.parseBoolean(text));
      return new DialogField.CheckboxField(item, last(dialog.getCheckboxes(), Checkbox.class));
    }
    if (isChosen) {
      dialog.addChoice(label, choices, text);
      return new DialogField.ChoiceField(item, last(dialog.getChoices(), Choice.class));
    }
    if (type == File.class) {
      addFileField(item, label, text);
    } else {
      dialog.addStringField(
          label, text, Number.class.isAssignableFrom(type) ? NUMBER_COLUMNS : TEXT_COLUMNS);
    }
    return new DialogField.TextInputField(item, last(dialog.getStringFields(), TextField.class));
  }

  private void addFileField(ModuleItem<?> item, String label, String text) {
    String style = item.getWidgetStyle();
    if (style != null && style.contains("directory")) {
      dialog.addDirectoryField(label, text, TEXT_COLUMNS);
    } else {
      dialog.addFileField(label, text, TEXT_COLUMNS);
    }
  }

  /** Adds a button beside the line of text before it, as ImageJ's dialogs do for files. */
  void addButton(String label, Runnable action) {
    Button button = new Button(label);
    button.addActionListener(event -> action.run());
    button.addKeyListener(dialog); // for Escape
    TextField text = last(dialog.getStringFields(), TextField.class);
    GridBagLayout layout = (GridBagLayout) dialog.getLayout();
    Panel panel = new Panel(new FlowLayout(FlowLayout.LEFT, 0, 0));
    layout.setConstraints(panel, layout.getConstraints(text));
    panel.add(text);
    panel.add(button);
    dialog.add(panel);
  }

  private static String label(ModuleItem<?> item) {
    String label = item.getLabel();
    return label == null || label.isEmpty() ? InputText.key(item) : label;
  }

  private static <T> T last(List<?> components, Class<T> type) {
    return type.cast(components.get(components.size() - 1));
  }
}
