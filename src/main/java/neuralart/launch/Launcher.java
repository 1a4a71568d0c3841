package neuralart.launch;

import java.lang.reflect.InvocationTargetException;

/** Starts Neural Art from a command line, or says in one line why this Java cannot run it. */
public final class Launcher {
  private static final String APPLICATION = "neuralart.host.Application";

  private Launcher() {}

  /**
   * Opens ImageJ with the Neural Art menu, or runs a macro without a display.
   *
   * @param args nothing, or the path of an ImageJ macro and, optionally, its argument
   */
  public static void main(String[] args) {
    if (!JavaVersion.isSupported()) {
      fail(JavaVersion.requirement());
      return;
    }
    try {
      Class.forName(APPLICATION).getMethod("main", String[].class).invoke(null, (Object) args);
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
