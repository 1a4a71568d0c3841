package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.MessageDialog;
import ij.gui.YesNoCancelDialog;
import ij.io.Opener;
import ij.plugin.frame.Recorder;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Window;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JScrollPane;
import javax.swing.JSlider;
import javax.swing.JTabbedPane;
import neuralart.host.dialog.PictureStrip;
import neuralart.host.dialog.ThumbnailView;
import neuralart.model.KnownModel;

/** What a dialog does while it is open, looked at as a person would. */
final class DialogChecks {
  private static final String DREAM = "DeepDream...";

  private final String image;

  /**
   * @param image the file of the image to work on
   */
  DialogChecks(String image) {
    this.image = image;
  }

  /** Does one of the checks below. */
  void run(String name) throws Exception {
    EventQueue.invokeAndWait(DialogSession::closeAll);
    new Opener().openImage(image).show();
    switch (name) {
      case "remembers" -> remembers();
      case "records" -> records();
      case "marks" -> marks();
      case "disables" -> disables();
      case "slides" -> slides();
      case "paints" -> paints();
      case "asks again" -> asksAgain();
      case "refuses" -> refuses();
      case "chooses" -> choosesByPicture();
      case "grows" -> grows();
      case "replaces" -> NetworkQuestions.run(Path.of(image).getParent());
      default -> throw new IllegalArgumentException(name);
    }
  }

  private static JDialog open(String label) throws Exception {
    Set<Window> before = Set.of(Window.getWindows());
    IJ.doCommand(label);
    return DialogParts.awaitDialog(before);
  }

  private static void close(JDialog dialog, String button) throws Exception {
    DialogParts.press(dialog, button);
    DialogParts.awaitClosed(dialog);
  }

  /** Confirms a dialog, and waits for the dream. */
  private static void dream(JDialog dialog) throws Exception {
    close(dialog, "OK");
    ImagePlus made =
        DialogParts.await(
            () ->
                Arrays.stream(WindowManager.getImageTitles())
                    .filter(title -> title.endsWith("dream"))
                    .map(WindowManager::getImage)
                    .findFirst());
    made.changes = false;
    made.close();
  }

  /** What differs from the defaults comes back, and no more than that; a reset forgets it. */
  private static void remembers() throws Exception {
    JDialog dialog = open(DREAM);
    String octaves = DialogParts.text(dialog, "Number of sizes");
    String iterations = DialogParts.text(dialog, "Strength");
    DialogParts.write(dialog, "Strength", "2");
    dream(dialog);
    dialog = open(DREAM);
    assertEquals("2", DialogParts.text(dialog, "Strength"));
    assertEquals(octaves, DialogParts.text(dialog, "Number of sizes"));
    DialogParts.write(dialog, "Number of sizes", "2");
    close(dialog, "Cancel");
    dialog = open(DREAM);
    assertEquals(octaves, DialogParts.text(dialog, "Number of sizes"));
    DialogParts.press(dialog, "Reset");
    EventQueue.invokeAndWait(() -> {});
    assertEquals(iterations, DialogParts.text(dialog, "Strength"));
    DialogParts.write(dialog, "Strength", "1");
    DialogParts.press(dialog, "Reset");
    close(dialog, "Cancel");
  }

  private static void records() throws Exception {
    EventQueue.invokeAndWait(Recorder::new);
    JDialog dialog = open(DREAM);
    DialogParts.press(dialog, "Reset");
    DialogParts.write(dialog, "Strength", "2");
    dream(dialog);
    String line =
        DialogParts.await(
            () ->
                Recorder.getInstance()
                    .getText()
                    .lines()
                    .filter(text -> text.startsWith("run("))
                    .findFirst());
    assertEquals("run(\"DeepDream...\", \"iterations=2\");", line);
  }

  private static void marks() throws Exception {
    JDialog dialog = open(DREAM);
    for (String wrong : new String[] {"-1", "0", "1.5", "many", ""}) {
      DialogParts.write(dialog, "Strength", wrong);
      assertFalse(DialogParts.isEnabled(dialog, "OK"), wrong);
      assertTrue(
          DialogParts.words(dialog).stream()
              .anyMatch(text -> text.startsWith("Strength: expected")),
          wrong);
      assertTrue(isMarked(dialog, "Strength"), wrong);
    }
    DialogParts.write(dialog, "Strength", "3");
    assertTrue(DialogParts.isEnabled(dialog, "OK"));
    assertFalse(isMarked(dialog, "Strength"));
    DialogParts.write(dialog, "Layers", "block3_conv1=heavy");
    assertFalse(DialogParts.isEnabled(dialog, "OK"));
    assertTrue(isMarked(dialog, "Layers"));
    close(dialog, "Cancel");
  }

  private static boolean isMarked(JDialog dialog, String label) throws Exception {
    return DialogParts.read(
        () ->
            ((JComponent) DialogParts.control(dialog, label).getParent()).getBorder()
                instanceof javax.swing.border.LineBorder);
  }

  private static void disables() throws Exception {
    JDialog dialog = open(DREAM);
    assertFalse(DialogParts.isEnabled(dialog, "Zoom"));
    assertFalse(DialogParts.isEnabled(dialog, "Slices"));
    assertFalse(DialogParts.isEnabled(dialog, "Soft edge"));
    DialogParts.write(dialog, "Frames", "2");
    assertTrue(DialogParts.isEnabled(dialog, "Zoom"));
    close(dialog, "Cancel");
  }

  /** Sliders and fields follow each other; what is typed isn't rounded. */
  private static void slides() throws Exception {
    JDialog dialog = open("Style Transfer...");
    JSlider slider =
        DialogParts.find(dialog, JSlider.class).stream()
            .filter(s -> s.getAccessibleContext().getAccessibleName().endsWith("Strength"))
            .findFirst()
            .orElseThrow();
    DialogParts.write(dialog, "Strength", "2.5e-8");
    assertEquals("2.5e-8", DialogParts.text(dialog, "Strength"));
    assertEquals(0, DialogParts.read(slider::getValue));
    EventQueue.invokeAndWait(() -> slider.setValue(slider.getMaximum()));
    assertEquals("1000", DialogParts.text(dialog, "Strength"));
    close(dialog, "Cancel");
  }

  /** The small picture changes with the values, and the values with a surprise. */
  private static void paints() throws Exception {
    JDialog dialog = open(DREAM);
    int[] first = awaitPicture(dialog, new int[0]);
    DialogParts.write(dialog, "Strength", "3");
    int[] second = awaitPicture(dialog, first);
    String seed = DialogParts.text(dialog, "Seed");
    DialogParts.press(dialog, "Surprise me");
    EventQueue.invokeAndWait(() -> {});
    assertNotEquals(seed, DialogParts.text(dialog, "Seed"));
    awaitPicture(dialog, second);
    DialogParts.write(dialog, "Layers", "block9_conv9=1");
    DialogParts.await(() -> Optional.of(true).filter(found -> isSaid(dialog, "block9_conv9")));
    close(dialog, "Cancel");
    DialogParts.await(() -> Optional.of(true).filter(found -> !isPainting()));
  }

  private static boolean isPainting() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("Neural Art thumbnail"));
  }

  /** After an error the dialog comes back with what was typed. */
  private static void asksAgain() throws Exception {
    JDialog dialog = open(DREAM);
    DialogParts.write(dialog, "Layers", "block9_conv9=1");
    Set<Window> before = Set.of(Window.getWindows());
    close(dialog, "OK");
    Dialog error =
        DialogParts.await(
            () ->
                Arrays.stream(Window.getWindows())
                    .filter(window -> window instanceof MessageDialog && window.isShowing())
                    .map(Dialog.class::cast)
                    .findFirst());
    EventQueue.invokeLater(error::dispose);
    dialog = DialogParts.awaitDialog(before);
    assertEquals("block9_conv9=1", DialogParts.text(dialog, "Layers"));
    close(dialog, "Cancel");
  }

  /** After a no to a download the dialog comes back at once, without a message. */
  private static void refuses() throws Exception {
    String missing =
        Arrays.stream(KnownModel.values())
            .filter(KnownModel::isMissing)
            .findFirst()
            .orElseThrow()
            .title();
    JDialog dialog = open(DREAM);
    JComboBox<?> list = (JComboBox<?>) DialogParts.control(dialog, "Model");
    EventQueue.invokeAndWait(() -> list.setSelectedItem(missing));
    EventQueue.invokeAndWait(() -> {}); // what follows from it
    Set<Window> before = Set.of(Window.getWindows());
    close(dialog, "OK");
    YesNoCancelDialog question =
        DialogParts.await(
            () ->
                Arrays.stream(Window.getWindows())
                    .filter(window -> window instanceof YesNoCancelDialog && window.isShowing())
                    .map(YesNoCancelDialog.class::cast)
                    .findFirst());
    EventQueue.invokeLater(question::dispose);
    dialog = DialogParts.awaitDialog(before);
    assertEquals(missing, chosen(dialog, "Model"));
    assertTrue(
        Arrays.stream(Window.getWindows())
            .noneMatch(window -> window instanceof MessageDialog && window.isShowing()));
    close(dialog, "Cancel");
    Prefs.set("neuralart.DeepDreamCommand", ""); // what the first OK has left
  }

  /** A click at the picture of a look or of a style chooses it. */
  private static void choosesByPicture() throws Exception {
    JDialog dialog = open("Style Transfer...");
    DialogParts.press(dialog, "Reset");
    for (String[] click : new String[][] {{"Style", "wave"}, {"Look", "neural-style"}}) {
      PictureStrip strip =
          DialogParts.find(dialog, PictureStrip.class).stream()
              .filter(s -> s.getAccessibleContext().getAccessibleName().endsWith(click[0]))
              .findFirst()
              .orElseThrow();
      assertTrue(strip.isShowing());
      JComboBox<?> list = (JComboBox<?>) DialogParts.control(dialog, click[0]);
      EventQueue.invokeAndWait(
          () -> assertEquals(list.getSelectedItem(), strip.getSelectedValue()));
      EventQueue.invokeAndWait(() -> strip.setSelectedValue(click[1], true));
      assertEquals(click[1], DialogParts.read(list::getSelectedItem));
    }
    EventQueue.invokeAndWait(() -> {});
    assertEquals("noise", chosen(dialog, "Start from"));
    close(dialog, "Cancel");
  }

  private static Object chosen(JDialog dialog, String label) throws Exception {
    return DialogParts.read(
        () -> ((JComboBox<?>) DialogParts.control(dialog, label)).getSelectedItem());
  }

  /** The dialog takes the room for its second page once that is shown, and for all of it. */
  private static void grows() throws Exception {
    JDialog dialog = open(DREAM);
    int before = DialogParts.read(dialog::getHeight);
    JTabbedPane pages = DialogParts.find(dialog, JTabbedPane.class).get(0);
    EventQueue.invokeAndWait(() -> pages.setSelectedIndex(1));
    int after = DialogParts.read(dialog::getHeight);
    assertTrue(after > before, before + " to " + after);
    JScrollPane second = (JScrollPane) pages.getComponentAt(1);
    assertFalse(DialogParts.read(() -> second.getVerticalScrollBar().isVisible()));
    EventQueue.invokeAndWait(() -> pages.setSelectedIndex(0));
    assertEquals(after, DialogParts.read(dialog::getHeight));
    close(dialog, "Cancel");
  }

  /** The finished picture, once it is another than before. */
  private static int[] awaitPicture(JDialog dialog, int[] before) throws Exception {
    return DialogParts.await(
        () ->
            Optional.of(dialog)
                .filter(open -> isSaid(open, "Preview"))
                .map(DialogChecks::picture)
                .filter(pixels -> !Arrays.equals(pixels, before)));
  }

  /** What the view of the picture shows. */
  private static int[] picture(JDialog dialog) {
    ThumbnailView view = DialogParts.find(dialog, ThumbnailView.class).get(0);
    BufferedImage shown =
        new BufferedImage(view.getWidth(), view.getHeight(), BufferedImage.TYPE_INT_RGB);
    try {
      EventQueue.invokeAndWait(() -> view.getComponent(0).paint(shown.getGraphics()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return shown.getRGB(0, 0, shown.getWidth(), shown.getHeight(), null, 0, shown.getWidth());
  }

  private static boolean isSaid(JDialog dialog, String words) {
    try {
      return DialogParts.words(dialog).stream().anyMatch(text -> text.contains(words));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
