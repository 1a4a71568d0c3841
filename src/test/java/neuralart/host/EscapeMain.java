package neuralart.host;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.awt.EventQueue;
import java.awt.event.KeyEvent;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.imagej.patcher.LegacyInjector;

/**
 * Runs commands from macros in an ImageJ with windows, and presses Escape at several moments. The
 * unfinished picture must be there, and the macro at its end.
 */
public final class EscapeMain {
  private static final int SECONDS = 20;
  private static final int POLL_MILLISECONDS = 20;
  private static final List<Integer> MOMENTS = List.of(100, 700, 1500);

  private EscapeMain() {}

  /**
   * Stops commands.
   *
   * @param args lines of macros, each of which runs longer than anyone waits
   */
  public static void main(String[] args) {
    LegacyInjector.preinit();
    int exitCode = 1;
    try {
      Session.run(args);
      exitCode = 0;
    } catch (Exception | AssertionError e) {
      e.printStackTrace();
    } finally {
      Runtime.getRuntime().halt(exitCode); // ImageJ's windows would keep Java running
    }
  }

  /** Mentions classes of ImageJ's, which are patched before it is loaded. */
  private static final class Session {
    static void run(String... lines) throws Exception {
      new ImageJ(null, ImageJ.STANDALONE);
      for (String line : lines) {
        for (int moment : MOMENTS) {
          stop(line, moment);
        }
      }
    }

    private static void stop(String line, int moment) throws Exception {
      ImagePlus image = IJ.createImage("image", "RGB ramp", 128, 128, 1);
      image.show();
      String macro = line + "\nnewImage('went on', '8-bit', 9, 9, 1);";
      Thread thread = new Thread(() -> IJ.runMacro(macro), "Macro$");
      thread.start();
      await("the start of " + line, Session::isComputing);
      Thread.sleep(moment);
      pressEscape();
      await("the end of " + line, () -> !thread.isAlive());
      List<String> titles = titles();
      if (titles.size() != 2 || !titles.get(1).endsWith("(unfinished)")) {
        throw new AssertionError(line + " after " + moment + " ms left " + titles);
      }
      for (int id : WindowManager.getIDList()) {
        WindowManager.getImage(id).changes = false;
        WindowManager.getImage(id).close();
      }
    }

    /**
     * Whether a picture is being made, in the thread of the macro or in those that help it; Escape
     * while the network is read leaves none.
     */
    private static boolean isComputing() {
      return Thread.getAllStackTraces().values().stream()
          .flatMap(Arrays::stream)
          .anyMatch(frame -> frame.getMethodName().equals("minimize"));
    }

    private static void pressEscape() {
      ImageJ imagej = IJ.getInstance();
      KeyEvent escape =
          new KeyEvent(
              imagej,
              KeyEvent.KEY_PRESSED,
              System.currentTimeMillis(),
              0,
              KeyEvent.VK_ESCAPE,
              KeyEvent.CHAR_UNDEFINED);
      EventQueue.invokeLater(() -> imagej.keyPressed(escape));
    }

    /** The images that are open, once the preview has been closed. */
    private static List<String> titles() throws InterruptedException {
      await(
          "the preview to close",
          () ->
              Arrays.stream(WindowManager.getImageTitles())
                  .noneMatch(t -> t.endsWith("(preview)")));
      return List.of(WindowManager.getImageTitles());
    }

    private interface Condition {
      boolean holds();
    }

    private static void await(String what, Condition condition) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      while (!condition.holds()) {
        if (System.nanoTime() > end) {
          Thread.getAllStackTraces()
              .forEach((thread, stack) -> System.err.println(thread + Arrays.toString(stack)));
          throw new AssertionError("Waited in vain for " + what);
        }
        Thread.sleep(POLL_MILLISECONDS);
      }
    }
  }
}
