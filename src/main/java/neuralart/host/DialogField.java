package neuralart.host;

import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Color;
import java.awt.TextField;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.scijava.module.ModuleItem;

/** The component of a dialog that holds one input of a command. */
interface DialogField {
  /** Returns the input. */
  ModuleItem<?> item();

  /** Returns what the component holds, as macro options would give it. */
  String text();

  /** Makes the component hold another value. */
  void show(String text);

  /** Shows whether the text is none that can be used. */
  default void mark(boolean wrong) {}

  /** Replaces what can be chosen, if there is something to choose from and it has changed. */
  default void offer(String[] choices) {}

  /** A check box. */
  record CheckboxField(ModuleItem<?> item, Checkbox checkbox) implements DialogField {
    @Override
    public String text() {
      return String.valueOf(checkbox.getState());
    }

    @Override
    public void show(String text) {
      checkbox.setState(Boolean.parseBoolean(text));
    }
  }

  /** A line of text. */
  record TextInputField(ModuleItem<?> item, TextField component) implements DialogField {
    @Override
    public String text() {
      return component.getText();
    }

    @Override
    public void show(String text) {
      component.setText(text);
    }

    @Override
    public void mark(boolean wrong) {
      component.setForeground(wrong ? Color.RED : null);
    }
  }

  /** A list to choose from. */
  record ChoiceField(ModuleItem<?> item, Choice choice) implements DialogField {
    @Override
    public String text() {
      return choice.getItemCount() == 0 ? "" : choice.getSelectedItem();
    }

    @Override
    public void show(String text) {
      choice.select(text);
    }

    @Override
    public void offer(String[] choices) {
      String[] present =
          IntStream.range(0, choice.getItemCount())
              .mapToObj(choice::getItem)
              .toArray(String[]::new);
      if (!Arrays.equals(present, choices)) {
        choice.removeAll();
        Arrays.stream(choices).forEach(choice::add);
      }
    }
  }
}
