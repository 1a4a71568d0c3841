package neuralart.host;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.util.ArrayList;
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
import org.scijava.widget.Button;

/**
 * The dialog of a command: one field per input, in their {@linkplain InputOrder order}.
 *
 * <p>Changes go to the command at once, so that its callbacks can change other fields. What the
 * user confirms is recorded as macro options that give the same values again.
 */
final class CommandDialog {
  private final Module module;
  private final CommandInputs inputs;
  private final GenericDialog dialog;
  private final List<DialogField> fields = new ArrayList<>();

  CommandDialog(Module module, CommandInputs inputs) {
    this.module = module;
    this.inputs = inputs;
    dialog = new GenericDialog(title(module.getInfo()));
    if (module.getDelegateObject() instanceof DialogHints command) {
      command.suggest();
    }
    DialogLayout layout = new DialogLayout(dialog);
    List<ModuleItem<?>> unresolved = inputs.unresolved();
    for (ModuleItem<?> item : inputs.all()) {
      if (item.getVisibility() == ItemVisibility.MESSAGE) {
        dialog.addMessage(plainText(InputText.format(inputs.value(item))));
      } else if (item.getVisibility() == ItemVisibility.NORMAL && unresolved.contains(item)) {
        fields.add(layout.add(item, InputText.format(inputs.value(item)), choices(item)));
      } else if (item.getType() == Button.class) {
        layout.addButton(item.getLabel(), () -> press(item));
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

  private void press(ModuleItem<?> button) {
    try {
      button.callback(module);
      showValues();
    } catch (MethodCallException e) {
      IJ.handleException(e);
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
  private String complaint(DialogField field) {
    try {
      value(field);
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private Object value(DialogField field) {
    return InputText.leavesOut(field.item(), field.text())
        ? null
        : inputs.parse(field.item(), field.text());
  }

  private String[] choices(ModuleItem<?> item) {
    if (item.getType() == ImagePlus.class) {
      Stream<String> none = item.isRequired() ? Stream.empty() : Stream.of(OpenImages.NONE);
      Stream<String> offered = inputs.choices(item).stream().map(InputText::format);
      return Stream.of(none, OpenImages.texts().stream(), offered)
          .flatMap(part -> part)
          .distinct()
          .toArray(String[]::new);
    }
    return inputs.choices(item).stream().map(InputText::format).toArray(String[]::new);
  }

  private static String plainText(String html) {
    return html.replaceAll("(?i)<br\\s*/?>|</p>", "\n").replaceAll("<[^>]+>", "").strip();
  }
}
