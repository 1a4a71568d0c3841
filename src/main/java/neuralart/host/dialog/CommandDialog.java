package neuralart.host.dialog;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.frame.Recorder;
import java.awt.EventQueue;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import neuralart.host.input.CommandDefaults;
import neuralart.host.input.CommandInputs;
import neuralart.host.input.DialogHints;
import neuralart.host.input.InputText;
import neuralart.host.input.MacroOptions;
import org.scijava.ItemVisibility;
import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/**
 * The dialog of a command: one field per input, in their {@linkplain InputOrder order}, and a small
 * picture that follows them.
 *
 * <p>What the user confirms is remembered for the next dialog of the command, and recorded as the
 * fewest macro options that give the same values again.
 */
public final class CommandDialog {
  private final ModuleService modules;
  private final Module module;
  private final CommandInputs inputs;
  private final CommandDefaults defaults;
  private final RememberedInputs remembered;
  private final DialogHints hints;
  private final ChoicePictures pictures;
  private Optional<ThumbnailView> thumbnail = Optional.empty();
  private Optional<DialogView> view = Optional.empty();
  private Optional<String> help = Optional.empty();

  public CommandDialog(ModuleService modules, CommandInputs inputs) {
    this.modules = modules;
    this.inputs = inputs;
    module = inputs.module();
    defaults = new CommandDefaults(modules, inputs);
    remembered = new RememberedInputs(inputs);
    hints = hints(module);
    pictures = new ChoicePictures(hints);
  }

  private static DialogHints hints(Module module) {
    return module.getDelegateObject() instanceof DialogHints command
        ? command
        : new DialogHints() {};
  }

  /** The label of the command in the menu. */
  public String label() {
    return label(module.getInfo());
  }

  /** The label of a command, without the dots that announce a dialog. */
  public static String title(ModuleInfo info) {
    String label = label(info);
    return label.endsWith("...") ? label.substring(0, label.length() - 3) : label;
  }

  /** The command's title, and that of the active image where it works on it. */
  private String title() {
    String image =
        inputs.all().stream()
            .filter(inputs::isActiveImage)
            .map(inputs::value)
            .filter(ImagePlus.class::isInstance)
            .map(active -> " - " + ((ImagePlus) active).getTitle())
            .findFirst()
            .orElse("");
    return title(module.getInfo()) + image;
  }

  private static String label(ModuleInfo info) {
    MenuPath path = info.getMenuPath();
    return path == null || path.isEmpty() ? info.getTitle() : path.getLeaf().getName();
  }

  /** Begins with what the user confirmed the last time. */
  public void recall() {
    begin(remembered.values());
  }

  private void begin(Map<String, String> given) {
    inputs.copy(defaults.with(given));
    hints.suggest();
  }

  /**
   * Shows the dialog, and gives the command the values that the user confirms.
   *
   * @return false if the user canceled
   */
  public boolean ask() {
    Recorder.resetCommandOptions(); // those of a dialog before this one
    prepare();
    boolean confirmed = show();
    thumbnail.ifPresent(ThumbnailView::close);
    if (!confirmed) {
      Recorder.setCommand(null);
      return false;
    }
    Map<String, String> differences = defaults.differences();
    remembered.remember(differences);
    inputs.unresolved().forEach(item -> module.resolveInput(item.getName()));
    if (IJ.recording()) {
      record(differences);
    }
    return true;
  }

  /** Does what would take too long in the event thread. */
  private void prepare() {
    for (ModuleItem<?> item : inputs.unresolved()) {
      pictures.load(item, DialogFields.choices(inputs, item));
    }
    if (module.getInfo() instanceof CommandInfo command) {
      help = HelpPage.html(command);
    }
  }

  /** Windows are made and shown in the event thread, which goes on while a dialog is open. */
  private boolean show() {
    if (EventQueue.isDispatchThread()) {
      return open();
    }
    boolean[] confirmed = new boolean[1];
    try {
      EventQueue.invokeAndWait(() -> confirmed[0] = open());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      EventQueue.invokeLater(() -> view.ifPresent(DialogView::close));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
    return confirmed[0];
  }

  private boolean open() {
    DialogView.useSystemLook();
    DialogFields fields = new DialogFields(inputs, hints, pictures, this::changed);
    DialogView window = new DialogView(title(), new DialogPages(fields.list()));
    view = Optional.of(window);
    for (ModuleItem<?> item : inputs.all()) {
      if (item.getVisibility() == ItemVisibility.MESSAGE) {
        window.addMessage(InputText.format(inputs.value(item)));
      }
    }
    thumbnail = hints.thumbnails().map(painter -> new ThumbnailView(painter, this::command));
    thumbnail.ifPresent(window::addPicture);
    String helpTitle = title(module.getInfo());
    help.ifPresent(
        page -> window.addButton("Help", "What this does", () -> window.showHelp(helpTitle, page)));
    window.addButton(
        "Reset", "Brings the defaults back", () -> fields.change(() -> begin(Map.of())));
    hints
        .surprise()
        .ifPresent(
            surprise ->
                window.addButton(
                    "Surprise me", "Leaves it to chance", () -> fields.change(surprise)));
    fields.change(() -> {});
    return window.show(fields::update);
  }

  private void changed(Optional<String> problem) {
    view.ifPresent(window -> window.showProblem(problem));
    if (problem.isEmpty()) {
      thumbnail.ifPresent(picture -> picture.follow(new HashMap<>(module.getInputs())));
    }
  }

  /** A command with given values, for its picture. */
  private Module command(Map<String, Object> values) {
    Module copy = modules.createModule(module.getInfo());
    copy.setInputs(values);
    return copy;
  }

  /**
   * Records the options; where there is no form of one, a comment that says so. Where nothing
   * differs from the defaults there is one option still: without any, a macro would open the
   * dialog.
   */
  private void record(Map<String, String> differences) {
    Map<String, String> given = new LinkedHashMap<>(differences);
    if (given.isEmpty()) {
      inputs.texts().entrySet().stream()
          .findFirst()
          .ifPresent(text -> given.put(text.getKey(), text.getValue()));
    }
    try {
      given.forEach(MacroOptions::quote);
    } catch (IllegalArgumentException e) {
      Recorder.setCommand(null);
      Recorder.recordString("// " + label() + " is not recorded: " + e.getMessage() + "\n");
      return;
    }
    given.forEach(CommandDialog::record);
  }

  private static void record(String key, String text) {
    String value = Recorder.fixString(MacroOptions.quote(key, text));
    // The recorder puts brackets around a value with a space, whether it has some or not.
    boolean addsBrackets = value.contains(" ");
    Recorder.recordOption(key, addsBrackets ? value.substring(1, value.length() - 1) : value);
  }
}
