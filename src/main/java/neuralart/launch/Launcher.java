package neuralart.launch;

import java.lang.reflect.InvocationTargetException;

/** Starts Neural Art from a command line, or says in one line why this Java cannot run it. */
public final class Launcher {
  private static final String APPLICATION = "neuralart.host.Application";
  private static final String BATCH = "neuralart.batch.BatchApplication";
  private static final String CHECK = "neuralart.check.CheckApplication";

  private Launcher() {}

  /**
   * Opens ImageJ with the Neural Art menu, or does something without a display: runs a macro or a
   * batch of images, or checks GPUs.
   *
   * @param args nothing; or the path of an ImageJ macro and, optionally, its argument; or the word
   *     {@code batch} or {@code check-gpu} and what belongs to it
   */
  public static void main(String[] args) {
    if (!JavaVersion.isSupported()) {
      fail(JavaVersion.requirement());
      return;
    }
    try {
      Class.forName(application(args))
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      fail("Neural Art did not start: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      fail("Neural Art is not complete: " + e);
    }
  }

  private static String application(String[] args) {
    String word = args.length > 0 ? args[0] : "";
    return word.equals("batch") ? BATCH : word.equals("check-gpu") ? CHECK : APPLICATION;
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(1);
  }
}
