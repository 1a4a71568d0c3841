package neuralart.host;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.FlowLayout;
import java.awt.GridBagLayout;
import java.awt.Panel;
import java.awt.TextField;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.scijava.ItemVisibility;
import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/**
 * The dialog of a command: one field per input, in their {@linkplain InputOrder order}.
 *
 * <p>Changes go to the command at once, so that its callbacks can change other fields. What the
 * user confirms is recorded as macro options that give the same values again.
 */
final class CommandDialog {
  private static final int TEXT_COLUMNS = 40;
  private static final int NUMBER_COLUMNS = 8;

  private final Module module;
  private final CommandInputs inputs;
  private final GenericDialog dialog;
  private final List<DialogField> fields = new ArrayList<>();

  /** Whether there is room beside the last field: narrow ones stand in pairs. */
  private boolean besideLast;

  CommandDialog(Module module, CommandInputs inputs) {
    this.module = module;
    this.inputs = inputs;
    dialog = new GenericDialog(title(module.getInfo()));
    if (module.getDelegateObject() instanceof DialogHints command) {
      command.suggest();
    }
    List<ModuleItem<?>> unresolved = inputs.unresolved();
    for (ModuleItem<?> item : inputs.all()) {
      if (item.getVisibility() == ItemVisibility.MESSAGE) {
        dialog.addMessage(plainText(InputText.format(inputs.value(item))));
      } else if (item.getVisibility() == ItemVisibility.NORMAL && unresolved.contains(item)) {
        fields.add(addField(item));
      } else if (item.getType() == org.scijava.widget.Button.class) {
        addButton(item);
      }
    }
    if (module.getInfo() instanceof CommandInfo command) {
      HelpPage.html(command).ifPresent(dialog::addHelp);
    }
    dialog.addDialogListener((source, event) -> update());
  }

  /** The label of the command in the menu. */
  String label() {
    return label(module.getInfo());
  }

  /** The label of a command, without the dots that announce a dialog. */
  static String title(ModuleInfo info) {
    String label = label(info);
    return label.endsWith("...") ? label.substring(0, label.length() - 3) : label;
  }

  private static String label(ModuleInfo info) {
    MenuPath path = info.getMenuPath();
    return path == null || path.isEmpty() ? info.getTitle() : path.getLeaf().getName();
  }

  /**
   * Shows the dialog, and gives the command the values that the user confirms.
   *
   * @return false if the user canceled
   */
  boolean ask() {
    Recorder.resetCommandOptions(); // those of a dialog before this one
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      Recorder.setCommand(null);
      return false;
    }
    for (DialogField field : fields) {
      inputs.resolve(field.item(), field.text());
    }
    if (IJ.recording()) {
      record();
    }
    return true;
  }

  /** Records the options; where there is no form of one, a comment that says so. */
  private void record() {
    List<DialogField> given =
        fields.stream().filter(field -> !InputText.leavesOut(field.item(), field.text())).toList();
    try {
      given.forEach(field -> MacroOptions.quote(InputText.key(field.item()), field.text()));
    } catch (IllegalArgumentException e) {
      Recorder.setCommand(null);
      Recorder.recordString("// " + label() + " is not recorded: " + e.getMessage() + "\n");
      return;
    }
    given.forEach(CommandDialog::record);
  }

  private static void record(DialogField field) {
    String key = InputText.key(field.item());
    String value = Recorder.fixString(MacroOptions.quote(key, field.text()));
    // The recorder puts brackets around a value with a space, whether it has some or not.
    boolean addsBrackets = value.contains(" ");
    Recorder.recordOption(key, addsBrackets ? value.substring(1, value.length() - 1) : value);
  }

  private DialogField addField(ModuleItem<?> item) {
    String label = label(item);
    String text = InputText.format(inputs.value(item));
    Class<?> type = Types.box(item.getType());
    String[] choices = choices(item);
    boolean isWide = choices.length == 0 && (type == String.class || type == File.class);
    if (besideLast && !isWide) {
      dialog.addToSameRow();
    }
    besideLast = !besideLast && !isWide;
    if (type == Boolean.class) {
      dialog.addCheckbox(label, Boolean.parseBoolean(text));
      return new DialogField.CheckboxField(item, last(dialog.getCheckboxes(), Checkbox.class));
    }
    if (choices.length > 0 || type == ImagePlus.class) {
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

  /** Adds a button beside the line of text before it, as ImageJ's dialogs do for files. */
  private void addButton(ModuleItem<?> item) {
    Button button = new Button(item.getLabel());
    button.addActionListener(event -> press(item));
    button.addKeyListener(dialog); // for Escape
    TextField text = last(dialog.getStringFields(), TextField.class);
    GridBagLayout layout = (GridBagLayout) dialog.getLayout();
    Panel panel = new Panel(new FlowLayout(FlowLayout.LEFT, 0, 0));
    layout.setConstraints(panel, layout.getConstraints(text));
    panel.add(text);
    panel.add(button);
    dialog.add(panel);
  }

  private void press(ModuleItem<?> button) {
    try {
      button.callback(module);
      showValues();
    } catch (MethodCallException e) {
      IJ.handleException(e);
    }
  }

  private void addFileField(ModuleItem<?> item, String label, String text) {
    String style = item.getWidgetStyle();
    if (style != null && style.contains("directory")) {
      dialog.addDirectoryField(label, text, TEXT_COLUMNS);
    } else {
      dialog.addFileField(label, text, TEXT_COLUMNS);
    }
  }

  /**
   * Hands changed values to the command, shows what its callbacks change, and tells whether all
   * values are valid.
   */
  private boolean update() {
    try {
      List<DialogField> changed = new ArrayList<>();
      String problem = "";
      for (DialogField field : fields) {
        String complaint = complaint(field);
        field.mark(!complaint.isEmpty());
        problem = problem.isEmpty() ? complaint : problem;
        if (complaint.isEmpty() && !Objects.equals(value(field), inputs.value(field.item()))) {
          changed.add(field);
        }
      }
      for (DialogField field : changed) {
        module.setInput(field.item().getName(), value(field));
        field.item().callback(module);
      }
      showValues();
      IJ.showStatus(problem);
      return problem.isEmpty();
    } catch (IllegalArgumentException | MethodCallException e) {
      IJ.showStatus(String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** Shows what the command has; a text that is no value is left for the user to correct. */
  private void showValues() {
    for (DialogField field : fields) {
      field.offer(choices(field.item()));
      Object value = inputs.value(field.item());
      if (complaint(field).isEmpty() && !Objects.equals(value, value(field))) {
        field.show(InputText.format(value));
      }
    }
  }

  /** What is wrong with the text of a field; empty if nothing is. */
  private static String complaint(DialogField field) {
    try {
      value(field);
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private static Object value(DialogField field) {
    return InputText.leavesOut(field.item(), field.text())
        ? null
        : InputText.parse(field.item(), field.text());
  }

  private String[] choices(ModuleItem<?> item) {
    if (item.getType() == ImagePlus.class) {
      Stream<String> none = item.isRequired() ? Stream.empty() : Stream.of(InputText.NO_IMAGE);
      return Stream.concat(none, Arrays.stream(InputText.imageTitles())).toArray(String[]::new);
    }
    return inputs.choices(item).stream().map(InputText::format).toArray(String[]::new);
  }

  private static String label(ModuleItem<?> item) {
    String label = item.getLabel();
    return label == null || label.isEmpty() ? InputText.key(item) : label;
  }

  private static String plainText(String html) {
    return html.replaceAll("(?i)<br\\s*/?>|</p>", "\n").replaceAll("<[^>]+>", "").strip();
  }

  private static <T> T last(List<?> components, Class<T> type) {
    return type.cast(components.get(components.size() - 1));
  }
}
