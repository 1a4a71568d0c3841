package neuralart.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.imagej.patcher.LegacyInjector;

/** Starts a {@link DialogSession}; mentions no class of ImageJ's before they are patched. */
public final class DialogMain {
  private DialogMain() {}

  /**
   * Runs commands. A job is the word {@code check}, the file of an image and the name of one of the
   * {@link DialogChecks}; or it is the folder for what is left, the files of two images of which
   * the last one is active, the label of the command, the layer to pick from the list or nothing,
   * then the fields to change and their texts as {@code label=text}.
   *
   * @param args a folder for pictures of dialogs and results, or nothing
   */
  public static void main(String[] args) throws IOException {
    LegacyInjector.preinit();
    JavaSession.serve(new Jobs(List.of(args).stream().map(Path::of).findFirst()));
  }

  /** An ImageJ with windows, in which one job follows the other. */
  private static final class Jobs implements JavaSession.Work {
    private final Optional<Path> pictures;
    private Optional<DialogSession> session = Optional.empty();

    Jobs(Optional<Path> pictures) {
      this.pictures = pictures;
    }

    @Override
    public String answer(List<String> job) throws Exception {
      if (session.isEmpty()) {
        session = Optional.of(new DialogSession(pictures));
      }
      if (job.get(0).equals("check")) {
        new DialogChecks(job.get(1)).run(job.get(2));
        return "done";
      }
      session
          .get()
          .run(
              new DialogSession.Call(
                  Path.of(job.get(0)),
                  job.subList(1, 3),
                  job.get(3),
                  Optional.of(job.get(4)).filter(layer -> !layer.isEmpty()),
                  job.subList(5, job.size())));
      return "done";
    }
  }
}
