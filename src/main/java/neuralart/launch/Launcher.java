package neuralart.launch;

import java.lang.reflect.InvocationTargetException;

/** Starts Neural Art from a command line, or says in one line why this Java cannot run it. */
public final class Launcher {
  private static final String APPLICATION = "neuralart.host.Application";
  private static final String BATCH = "neuralart.batch.BatchApplication";

  private Launcher() {}

  /**
   * Opens ImageJ with the Neural Art menu, or runs a macro or a batch of images without a display.
   *
   * @param args nothing; or the path of an ImageJ macro and, optionally, its argument; or the word
   *     {@code batch} and what belongs to it
   */
  public static void main(String[] args) {
    if (!JavaVersion.isSupported()) {
      fail(JavaVersion.requirement());
      return;
    }
    try {
      String application = args.length > 0 && args[0].equals("batch") ? BATCH : APPLICATION;
      Class.forName(application).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      fail("Neural Art did not start: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      fail("Neural Art is not complete: " + e);
    }
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(1);
  }
}
