package neuralart.launch;

import ij.IJ;
import ij.plugin.PlugIn;
import ij.plugin.frame.Editor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Opens one of the macros that the jar holds in ImageJ's editor, to be read, changed and run. */
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
      new Editor().create(name, reader.lines().collect(Collectors.joining("\n", "", "\n")));
    } catch (IOException e) {
      IJ.error("Neural Art", "Can't read the macro " + name + ": " + e.getMessage());
    }
  }
}
