package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.gui.YesNoCancelDialog;
import java.awt.Button;
import java.awt.EventQueue;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.swing.JComboBox;
import javax.swing.JDialog;
import neuralart.art.apply.ApplicableNetworks;

/** What <em>Network Models...</em> asks before it replaces a network, or removes one. */
final class NetworkQuestions {
  private static final String PROPERTY = "neuralart.models";

  private NetworkQuestions() {}

  /**
   * Answers no, which leads back to the dialog and changes nothing, then yes.
   *
   * @param folder for files
   */
  static void run(Path folder) throws Exception {
    Path models = Files.createDirectories(folder.resolve("models"));
    System.setProperty(PROPERTY, models.toString());
    try {
      Path copy = models.resolve("denoiser.onnx");
      Path source = ApplicableNetworks.write("denoiser", folder);
      Files.copy(source, copy);
      byte[] before = Files.readAllBytes(copy);
      Path other = ApplicableNetworks.write("same", folder);
      Files.move(other, source, StandardCopyOption.REPLACE_EXISTING);
      JDialog dialog = open();
      DialogParts.write(dialog, "Add a file", source.toString());
      dialog = refuse(dialog);
      assertArrayEquals(before, Files.readAllBytes(copy));
      accept(dialog, () -> isSame(source, copy));
      dialog = open();
      JComboBox<?> networks = (JComboBox<?>) DialogParts.control(dialog, "Remove a network");
      EventQueue.invokeAndWait(() -> networks.setSelectedItem("denoiser.onnx"));
      dialog = refuse(dialog);
      assertTrue(Files.exists(copy));
      accept(dialog, () -> !Files.exists(copy));
    } finally {
      System.clearProperty(PROPERTY);
    }
  }

  private static JDialog open() throws Exception {
    Set<Window> before = Set.of(Window.getWindows());
    IJ.doCommand("Network Models...");
    return DialogParts.awaitDialog(before);
  }

  /** Says no, and gives the dialog that comes back. */
  private static JDialog refuse(JDialog dialog) throws Exception {
    Set<Window> before = Set.of(Window.getWindows());
    press(confirm(dialog), "No");
    return DialogParts.awaitDialog(before);
  }

  /** Says yes, and waits for what follows from it. */
  private static void accept(JDialog dialog, BooleanSupplier done) throws Exception {
    press(confirm(dialog), "Yes");
    DialogParts.await(() -> Optional.of(true).filter(found -> done.getAsBoolean()));
  }

  private static boolean isSame(Path file, Path other) {
    try {
      return Files.mismatch(file, other) < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static YesNoCancelDialog confirm(JDialog dialog) throws Exception {
    DialogParts.press(dialog, "OK");
    return DialogParts.await(
        () ->
            Arrays.stream(Window.getWindows())
                .filter(window -> window instanceof YesNoCancelDialog && window.isShowing())
                .map(YesNoCancelDialog.class::cast)
                .findFirst());
  }

  private static void press(YesNoCancelDialog question, String answer) throws Exception {
    Optional<Button> button =
        DialogParts.find(question, Button.class).stream()
            .filter(b -> b.getLabel().strip().equals(answer))
            .findFirst();
    EventQueue.invokeLater(
        () ->
            question.actionPerformed(
                new ActionEvent(button.orElseThrow(), ActionEvent.ACTION_PERFORMED, answer)));
    DialogParts.await(() -> Optional.of(true).filter(closed -> !question.isShowing()));
  }
}
