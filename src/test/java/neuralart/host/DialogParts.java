package neuralart.host;

import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.swing.AbstractButton;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.text.JTextComponent;

/** Finds the parts of a dialog by what a person reads in it, and uses them in the event thread. */
final class DialogParts {
  private static final int PATIENCE_MILLISECONDS = 60_000;
  private static final int POLL_MILLISECONDS = 50;

  private DialogParts() {}

  /** Waits for a dialog to open. */
  static JDialog awaitDialog(Set<Window> before) throws InterruptedException {
    return await(
        () ->
            Arrays.stream(Window.getWindows())
                .filter(JDialog.class::isInstance)
                .filter(window -> window.isShowing() && !before.contains(window))
                .map(JDialog.class::cast)
                .findFirst());
  }

  /** Waits for a dialog to close. */
  static void awaitClosed(JDialog dialog) throws InterruptedException {
    await(() -> dialog.isShowing() ? Optional.empty() : Optional.of(true));
  }

  /** The control that a label belongs to, or that has the label itself. */
  static Component control(Container dialog, String label) {
    return components(dialog)
        .flatMap(
            component ->
                component instanceof JLabel words && label.equals(words.getText())
                    ? Stream.ofNullable(words.getLabelFor())
                    : component instanceof AbstractButton button && label.equals(button.getText())
                        ? Stream.of(button)
                        : Stream.empty())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No field " + label));
  }

  static void write(Container dialog, String label, String text) throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          if (control(dialog, label) instanceof AbstractButton box) {
            box.setSelected(Boolean.parseBoolean(text));
          } else {
            ((JTextComponent) control(dialog, label)).setText(text);
          }
        });
    EventQueue.invokeAndWait(() -> {}); // what follows from it
  }

  static String text(Container dialog, String label) throws Exception {
    return read(() -> ((JTextComponent) control(dialog, label)).getText());
  }

  static boolean isEnabled(Container dialog, String label) throws Exception {
    return read(() -> control(dialog, label).isEnabled());
  }

  /** Presses a button, and does not wait for what it does. */
  static void press(Container dialog, String button) {
    AbstractButton found = (AbstractButton) control(dialog, button);
    EventQueue.invokeLater(found::doClick);
  }

  /** Everything that can be read in labels. */
  static List<String> words(Container dialog) throws Exception {
    return read(
        () ->
            find(dialog, JLabel.class).stream()
                .map(JLabel::getText)
                .map(text -> text == null ? "" : text.replaceAll("<[^>]*>", ""))
                .toList());
  }

  static <T> T read(Supplier<T> source) throws Exception {
    AtomicReference<T> value = new AtomicReference<>();
    EventQueue.invokeAndWait(() -> value.set(source.get()));
    return value.get();
  }

  static <T> List<T> find(Container container, Class<T> type) {
    return components(container).filter(type::isInstance).map(type::cast).toList();
  }

  private static Stream<Component> components(Container container) {
    return Arrays.stream(container.getComponents())
        .flatMap(
            component ->
                component instanceof Container inner
                    ? Stream.concat(Stream.of(component), components(inner))
                    : Stream.of(component));
  }

  static <T> T await(Supplier<Optional<T>> source) throws InterruptedException {
    for (int waited = 0; waited < PATIENCE_MILLISECONDS; waited += POLL_MILLISECONDS) {
      Optional<T> found = source.get();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(POLL_MILLISECONDS);
    }
    throw new IllegalStateException("Waited in vain");
  }
}
