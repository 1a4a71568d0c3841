package neuralart.host.dialog;

import ij.IJ;
import ij.ImagePlus;
import java.awt.EventQueue;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import neuralart.host.input.CommandInputs;
import neuralart.host.input.DialogHints;
import neuralart.host.input.InputText;
import neuralart.host.input.OpenImages;
import org.scijava.ItemVisibility;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;
import org.scijava.widget.Button;

/**
 * The fields of a dialog and the inputs of its command: what changes in a field goes to the command
 * at once, and what the command's callbacks change goes to the fields. All in the event thread.
 */
public final class DialogFields {
  private final Module module;
  private final CommandInputs inputs;
  private final DialogHints hints;
  private final ChoicePictures pictures;
  private final Consumer<Optional<String>> changed;
  private final List<DialogField> fields = new ArrayList<>();

  /** Whether the fields change because the command's inputs have. */
  private boolean isShowing;

  private boolean isUpdateDue;

  /**
   * A field for each input that nobody has given.
   *
   * @param pictures of what can be chosen
   * @param changed is told after every change what is wrong, if anything is
   */
  DialogFields(
      CommandInputs inputs,
      DialogHints hints,
      ChoicePictures pictures,
      Consumer<Optional<String>> changed) {
    module = inputs.module();
    this.inputs = inputs;
    this.hints = hints;
    this.pictures = pictures;
    this.changed = changed;
    List<ModuleItem<?>> unresolved = inputs.unresolved();
    for (ModuleItem<?> item : inputs.all()) {
      if (item.getVisibility() == ItemVisibility.NORMAL && unresolved.contains(item)) {
        fields.add(field(item));
      } else if (item.getType() == Button.class) {
        fields.get(fields.size() - 1).addButton(item.getLabel(), () -> change(() -> call(item)));
      }
    }
  }

  private DialogField field(ModuleItem<?> item) {
    Class<?> type = Types.box(item.getType());
    if (type == Boolean.class) {
      return new DialogField.CheckboxField(item, this::fieldChanged);
    }
    if (type == ImagePlus.class || !choices(inputs, item).isEmpty()) {
      return new ChoiceField(item, hints, pictures, this::fieldChanged);
    }
    return type == File.class
        ? new FileField(item, this::fieldChanged)
        : new TextInputField(item, this::fieldChanged);
  }

  List<DialogField> list() {
    return List.copyOf(fields);
  }

  /** Changes the command's inputs, and shows them whatever the fields hold. */
  void change(Runnable action) {
    action.run();
    isShowing = true;
    for (DialogField field : fields) {
      field.offer(choices(inputs, field.item()));
      field.show(InputText.format(inputs.value(field.item())));
    }
    isShowing = false;
    tell();
  }

  /** Several changes at once are looked at together. */
  private void fieldChanged() {
    if (!isShowing && !isUpdateDue) {
      isUpdateDue = true;
      EventQueue.invokeLater(this::update);
    }
  }

  /** Hands changed values to the command, and shows what its callbacks change. */
  void update() {
    isUpdateDue = false;
    List<DialogField> different =
        fields.stream()
            .filter(field -> mistake(field).isEmpty())
            .filter(field -> !Objects.equals(value(field), inputs.value(field.item())))
            .toList();
    for (DialogField field : different) {
      module.setInput(field.item().getName(), value(field));
      call(field.item());
    }
    isShowing = true;
    fields.forEach(this::show);
    isShowing = false;
    tell();
  }

  /** Shows what the command has; a text that is no value is left for the user to correct. */
  private void show(DialogField field) {
    field.offer(choices(inputs, field.item()));
    Object value = inputs.value(field.item());
    if (mistake(field).isEmpty() && !Objects.equals(value, value(field))) {
      field.show(InputText.format(value));
    }
  }

  private void tell() {
    Optional<String> first = Optional.empty();
    for (DialogField field : fields) {
      boolean used = hints.isUsed(field.item().getName());
      Optional<String> problem = used ? problem(field) : mistake(field);
      hints.prompt(field.item().getName()).ifPresent(field::prompt);
      field.enable(used || problem.isPresent());
      field.mark(problem.isPresent());
      first = first.or(() -> problem.map(text -> InputLayout.label(field.item()) + ": " + text));
    }
    changed.accept(first);
  }

  private Optional<String> problem(DialogField field) {
    return mistake(field).or(() -> hints.problem(field.item().getName()));
  }

  /** Why the text of a field is no value of its input. */
  private Optional<String> mistake(DialogField field) {
    try {
      value(field);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private Object value(DialogField field) {
    return inputs.value(field.item(), field.text());
  }

  private void call(ModuleItem<?> item) {
    try {
      item.callback(module);
    } catch (MethodCallException e) {
      IJ.handleException(e);
    }
  }

  /** What can be chosen for an input; nothing where it is typed. */
  static List<String> choices(CommandInputs inputs, ModuleItem<?> item) {
    Stream<String> offered = inputs.choices(item).stream().map(InputText::format);
    if (item.getType() != ImagePlus.class) {
      return offered.toList();
    }
    Stream<String> none = item.isRequired() ? Stream.empty() : Stream.of(OpenImages.NONE);
    return Stream.of(none, OpenImages.texts().stream(), offered)
        .flatMap(part -> part)
        .distinct()
        .toList();
  }
}
