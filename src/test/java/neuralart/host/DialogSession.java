package neuralart.host;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.measure.ResultsTable;
import ij.plugin.frame.Recorder;
import ij.text.TextWindow;
import java.awt.AWTException;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.swing.JCheckBox;
import javax.swing.JDialog;
import neuralart.host.browser.LayerCards;

/**
 * Runs commands in an ImageJ with windows as a person does: opens the dialog from the menu with the
 * recorder on, changes fields, picks a layer from the list, presses OK. The recorded line then runs
 * as a macro, with windows and in batch mode.
 *
 * <p>Leaves in a folder, by the command's label: the recorded line ({@code .ijm}), the result of
 * the dialog ({@code .dialog}), of the macro ({@code .macro}) and of batch mode ({@code .batch}).
 */
final class DialogSession {
  /** Until a window has drawn itself. */
  private static final int DRAWING_MILLISECONDS = 500;

  private final Optional<Path> pictures;
  private final Robot robot;

  /**
   * Opens ImageJ.
   *
   * @param pictures a folder for pictures of each dialog and its result
   */
  DialogSession(Optional<Path> pictures) throws AWTException {
    this.pictures = pictures;
    robot = new Robot();
    new ImageJ(null, ImageJ.STANDALONE);
  }

  /** What to do. */
  record Call(
      Path folder, List<String> images, String label, Optional<String> layer, List<String> fields) {
    String name() {
      return label.replace("...", "");
    }

    String file(String ending) {
      return folder.resolve(name() + ending).toString();
    }
  }

  void run(Call call) throws Exception {
    EventQueue.invokeAndWait(DialogSession::closeAll);
    List<ImagePlus> images = call.images().stream().map(new Opener()::openImage).toList();
    images.forEach(ImagePlus::show);
    ImagePlus active = images.get(images.size() - 1);
    EventQueue.invokeAndWait(Recorder::new); // it has Swing in it
    activate(active);
    Set<Window> windows = Set.of(Window.getWindows());
    Set<String> titles = titles().collect(Collectors.toSet());
    IJ.doCommand(call.label());
    JDialog dialog = DialogParts.awaitDialog(windows);
    for (String field : call.fields()) {
      String[] parts = field.split("=", 2);
      DialogParts.write(dialog, parts[0], parts[1]);
    }
    if (call.layer().isPresent()) {
      String[] first = call.fields().get(0).split("=", 2);
      DialogParts.write(dialog, first[0], "to be corrected");
      pick(dialog, call.layer().get());
      DialogParts.write(dialog, first[0], first[1]);
    }
    photograph(dialog, call.name() + " dialog");
    DialogParts.press(dialog, "OK");
    String line = awaitLine();
    String result = awaitResult(titles);
    save(call.file(".dialog"), result);
    photograph(window(result), call.name());
    Files.writeString(Path.of(call.file(".ijm")), line);
    for (String mode : List.of("macro", "batch")) {
      close(result);
      activate(active);
      boolean batch = mode.equals("batch");
      IJ.runMacro(
          batch ? "setBatchMode(true);" + line + "setBatchMode('exit and display');" : line);
      save(call.file("." + mode), result);
    }
  }

  /** Closes all but ImageJ. */
  static void closeAll() {
    Arrays.stream(Window.getWindows()).filter(Dialog.class::isInstance).forEach(Window::dispose);
    Arrays.stream(WindowManager.getImageTitles()).forEach(DialogSession::close);
    Arrays.stream(WindowManager.getNonImageTitles())
        .filter(title -> WindowManager.getWindow(title) instanceof TextWindow)
        .forEach(DialogSession::close);
    Optional.ofNullable(Recorder.getInstance()).ifPresent(Recorder::close);
  }

  /** Makes an image the active one, once the windows that opened or closed have moved the focus. */
  private void activate(ImagePlus image) throws InterruptedException {
    Thread.sleep(DRAWING_MILLISECONDS);
    robot.waitForIdle();
    IJ.selectWindow(image.getID());
    DialogParts.await(
        () -> Optional.of(true).filter(found -> WindowManager.getCurrentImage() == image));
  }

  /** Presses the button beside the first line of text that has one, and picks a row. */
  private static void pick(JDialog dialog, String row) throws Exception {
    Set<Window> before = Set.of(Window.getWindows());
    DialogParts.press(dialog, "Choose...");
    JDialog picker = DialogParts.awaitDialog(before);
    LayerCards cards = DialogParts.find(picker, LayerCards.class).get(0);
    int index =
        DialogParts.await(
            () -> Optional.of(cards.names().indexOf(row)).filter(found -> found >= 0));
    EventQueue.invokeAndWait(() -> cards.setSelectedIndex(index));
    List<JCheckBox> use = DialogParts.find(picker, JCheckBox.class); // where several can be picked
    EventQueue.invokeAndWait(
        () -> use.stream().filter(box -> !box.isSelected()).forEach(JCheckBox::doClick));
    DialogParts.press(picker, "OK");
    DialogParts.awaitClosed(picker);
  }

  /** Waits until the command has ended, and has been recorded. */
  private static String awaitLine() throws InterruptedException {
    return DialogParts.await(
        () ->
            Recorder.getInstance().getText().lines().filter(l -> l.startsWith("run(")).findFirst());
  }

  /** Waits for an image or a table that wasn't there before; returns its title. */
  private static String awaitResult(Set<String> before) throws InterruptedException {
    return DialogParts.await(() -> titles().filter(title -> !before.contains(title)).findFirst());
  }

  /** The titles of images, then of tables. */
  private static Stream<String> titles() {
    return Stream.concat(
        Arrays.stream(WindowManager.getImageTitles()),
        Arrays.stream(WindowManager.getNonImageTitles())
            .filter(title -> WindowManager.getWindow(title) instanceof TextWindow));
  }

  private static Window window(String title) {
    return WindowManager.getImage(title) == null
        ? WindowManager.getWindow(title)
        : WindowManager.getImage(title).getWindow();
  }

  private static void save(String file, String title) {
    ImagePlus image = WindowManager.getImage(title);
    if (image != null) {
      boolean saved =
          image.getStackSize() > 1
              ? new FileSaver(image).saveAsTiffStack(file)
              : new FileSaver(image).saveAsTiff(file);
      if (!saved) {
        throw new IllegalStateException("Not saved: " + file);
      }
      return;
    }
    ResultsTable table = ((TextWindow) WindowManager.getWindow(title)).getResultsTable();
    if (!table.save(file + ".csv")) {
      throw new IllegalStateException("Not saved: " + file);
    }
  }

  private static void close(String title) {
    ImagePlus image = WindowManager.getImage(title);
    if (image != null) {
      image.changes = false;
      image.close();
    } else {
      ((TextWindow) WindowManager.getWindow(title)).close(false);
    }
  }

  private void photograph(Window window, String name) throws IOException, InterruptedException {
    if (pictures.isPresent()) {
      Thread.sleep(DRAWING_MILLISECONDS);
      Rectangle place = window.getBounds();
      Path file = pictures.get().resolve(name + ".png");
      ImageIO.write(robot.createScreenCapture(place), "png", file.toFile());
    }
  }
}
