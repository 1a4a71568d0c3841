package neuralart.host;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.imagej.patcher.LegacyInjector;

/** Starts a {@link DialogSession}; mentions no class of ImageJ's before they are patched. */
public final class DialogMain {
  private static final int SECONDS = 100;

  private DialogMain() {}

  /**
   * Runs one command.
   *
   * @param args the folder, the files of the images to open with the active one last, the label of
   *     the command, the layer to pick from the list or nothing, then the fields to change and
   *     their texts as {@code label=text}
   */
  public static void main(String[] args) {
    watch();
    LegacyInjector.preinit();
    int exitCode = 1;
    try {
      new DialogSession(Path.of(args[0]))
          .run(
              new DialogSession.Call(
                  List.of(args[1].split(";")),
                  args[2],
                  Optional.of(args[3]).filter(layer -> !layer.isEmpty()),
                  List.of(args).subList(4, args.length)));
      exitCode = 0;
    } catch (Exception e) {
      e.printStackTrace();
    } finally {
      Runtime.getRuntime().halt(exitCode); // ImageJ's windows would keep Java running
    }
  }

  /** Says where all threads are, and ends Java, if it takes too long. */
  private static void watch() {
    Thread watcher =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(SECONDS);
              } catch (InterruptedException e) {
                return;
              }
              Thread.getAllStackTraces()
                  .forEach((thread, stack) -> System.err.println(thread + Arrays.toString(stack)));
              Runtime.getRuntime().halt(2);
            });
    watcher.setDaemon(true);
    watcher.start();
  }
}
