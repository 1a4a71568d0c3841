package neuralart.host;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.ResultsTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.imagej.patcher.LegacyInjector;

/**
 * Runs macros one after the other in a Java without a display, as the application runs one. A job
 * is the file of a macro, those for what is printed, and the argument; its answer is the exit code.
 * What a macro left open is closed.
 */
public final class MacroSession {
  private MacroSession() {}

  public static void main(String[] args) throws IOException {
    System.setProperty("java.awt.headless", "true");
    LegacyInjector.preinit();
    JavaSession.serve(Macros::run);
  }

  /** Mentions classes of ImageJ's, which are patched before it is loaded. */
  private static final class Macros {
    static String run(List<String> job) throws Exception {
      PrintStream console = System.err;
      try (PrintStream output = new PrintStream(job.get(1));
          PrintStream errors = new PrintStream(job.get(2))) {
        System.setOut(output);
        System.setErr(errors);
        Optional<String> problem = new MacroRunner(Path.of(job.get(0)), job.get(3)).run();
        problem.ifPresent(System.err::println);
        return problem.isPresent() ? "1" : "0";
      } finally {
        System.setOut(console);
        System.setErr(console);
        tidy();
      }
    }

    private static void tidy() {
      int[] ids = WindowManager.getIDList();
      for (int id : ids == null ? new int[0] : ids) {
        ImagePlus image = WindowManager.getImage(id);
        image.changes = false;
        image.close();
      }
      WindowManager.setTempCurrentImage(null);
      ResultsTable.getResultsTable().reset();
      IJ.resetEscape();
    }
  }
}
