package neuralart.host;

import ij.ImageJ;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import net.imagej.patcher.LegacyInjector;

/**
 * ImageJ with the commands of Neural Art, in a window or without a display.
 *
 * <p>ImageJ is patched in memory before any of its classes is loaded: without that it runs no macro
 * without a display, and does not find commands that are not in a plugins folder.
 */
public final class Application {
  private static final String PLUGIN_FOLDERS = "ij1.plugin.dirs";

  private Application() {}

  /**
   * Opens ImageJ, or runs a macro without a display and ends the JVM: with exit code 0 if the macro
   * succeeded, otherwise with 1 and one line on standard error that names what was wrong.
   *
   * @param args nothing, or the path of a macro and its argument; further arguments belong to that
   *     argument
   */
  public static void main(String[] args) {
    Optional<String> problem;
    try {
      problem = args.length == 0 ? openWindow() : runMacro(args);
    } catch (Exception | LinkageError e) {
      problem = Optional.of("ImageJ did not start: " + e);
    }
    problem.ifPresent(System.err::println);
    System.exit(problem.isPresent() ? 1 : 0);
  }

  private static Optional<String> openWindow() throws InterruptedException, URISyntaxException {
    if (GraphicsEnvironment.isHeadless()) {
      return Optional.of(
          "There is no display to open ImageJ on. To run a macro without one, name its file.");
    }
    Optional<String> problem = patchImageJ();
    if (problem.isEmpty()) {
      new ImageJ(null, ImageJ.STANDALONE).exitWhenQuitting(true);
      // ImageJ ends the JVM when it quits. Maven would end it as soon as this thread does.
      new CountDownLatch(1).await();
    }
    return problem;
  }

  private static Optional<String> runMacro(String[] args)
      throws InterruptedException, URISyntaxException {
    System.setProperty("java.awt.headless", "true");
    Optional<String> problem = patchImageJ();
    if (problem.isPresent()) {
      return problem;
    }
    String argument = String.join(" ", Arrays.asList(args).subList(1, args.length));
    return new MacroRunner(Path.of(args[0]), argument).run();
  }

  /** Patches ImageJ; returns why that can't be done. To be called before its classes are loaded. */
  public static Optional<String> patchImageJ() throws URISyntaxException {
    if (!Object.class.getModule().isOpen("java.lang", Application.class.getModule())) {
      return Optional.of(
          "Start Java with the option --add-opens java.base/java.lang=ALL-UNNAMED, which patching ImageJ needs.");
    }
    File code =
        new File(Application.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String folder = code.isDirectory() ? code.getPath() : code.getParent();
    String given = System.getProperty(PLUGIN_FOLDERS);
    System.setProperty(
        PLUGIN_FOLDERS, given == null ? folder : folder + File.pathSeparator + given);
    LegacyInjector.preinit();
    return Optional.empty();
  }
}
