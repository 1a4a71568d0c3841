package neuralart.launch;

import ij.IJ;
import ij.plugin.PlugIn;
import ij.plugin.frame.Editor;
import java.awt.EventQueue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Opens one of the macros that the jar holds, to be read, changed and run: in Fiji's Script Editor
 * where there is one, else in ImageJ's editor.
 */
public final class ExampleMacro implements PlugIn {
  /**
   * Opens a macro.
   *
   * @param name of its file
   */
  @Override
  public void run(String name) {
    InputStream macro = ExampleMacro.class.getResourceAsStream("/neuralart/macros/" + name);
    if (macro == null) {
      IJ.error("Neural Art", "Neural Art is not complete: it lacks the macro " + name);
      return;
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(macro, StandardCharsets.UTF_8))) {
      String text = reader.lines().collect(Collectors.joining("\n", "", "\n"));
      EventQueue.invokeLater(() -> open(name, text)); // the Script Editor is of Swing
    } catch (IOException e) {
      IJ.error("Neural Art", "Can't read the macro " + name + ": " + e.getMessage());
    }
  }

  private static void open(String name, String text) {
    if (!isOpenedByFiji(name, text)) {
      new Editor().create(name, text);
    }
  }

  /** Asks Fiji to open a macro, through the hooks that it puts into ImageJ. */
  private static boolean isOpenedByFiji(String name, String text) {
    try {
      Object hooks = IJ.class.getField("_hooks").get(null);
      return (Boolean)
          Class.forName("net.imagej.patcher.LegacyHooks")
              .getMethod("createInEditor", String.class, String.class)
              .invoke(hooks, name, text);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
