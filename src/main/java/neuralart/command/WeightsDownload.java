package neuralart.command;

import java.net.URI;
import java.util.Locale;
import neuralart.host.dialog.Question;
import neuralart.model.KnownModel;
import neuralart.model.ModelFolder;

/** The download of the weights of a known model, before the eyes of the user. */
final class WeightsDownload {
  private static final double MEGABYTE = 1e6;

  /** Is told how a download goes on. */
  interface Watcher {
    /**
     * Called many times.
     *
     * @param stage how much of it has come, in words
     * @param share the same, 0..1
     * @return whether to go on
     */
    boolean update(String stage, double share);
  }

  private WeightsDownload() {}

  /**
   * Offers to download the weights of a model, if they are missing.
   *
   * @throws IllegalStateException if they can't be had, or the download was stopped
   */
  static void offer(String model, Watcher watcher) {
    KnownModel.missing(model)
        .filter(missing -> Question.yes("Neural Art", question(missing)))
        .ifPresent(missing -> run(missing, watcher));
  }

  /** A model as a list of models shows it: what it is good for, and what is missing. */
  static String label(KnownModel model) {
    String title = model.title() + ": " + model.use();
    if (model.isToBeHadByHand()) {
      return title + " (not here, to be had by hand)";
    }
    return model.isMissing() ? title + " (download " + size(model) + ")" : title;
  }

  /** Asks whether to download a model; a no ends the command, but a macro goes on without. */
  static boolean isWanted(KnownModel model) {
    return Question.yesOrEnd("Neural Art", question(model));
  }

  /** What the user is asked. */
  static String question(KnownModel model) {
    return String.format(
        Locale.ROOT,
        "%s needs weights that aren't here yet: %s from %s, licence %s. They are put into %s, for"
            + " good. Download them now, and go on afterwards?",
        model.title(),
        size(model),
        URI.create(model.file().url()).getHost(),
        model.license(),
        ModelFolder.target());
  }

  private static String size(KnownModel model) {
    return String.format(Locale.ROOT, "%.0f MB", model.file().bytes() / MEGABYTE);
  }

  /**
   * Downloads a model, unless it is there.
   *
   * @param watcher may stop it
   * @throws IllegalStateException if it can't be had, or was stopped
   */
  static void run(KnownModel model, Watcher watcher) {
    double total = model.file().bytes();
    if (ModelFolder.download(
            model.title(),
            bytes -> {
              String stage =
                  String.format(Locale.ROOT, "%.1f of %.1f MB", bytes / MEGABYTE, total / MEGABYTE);
              return watcher.update(stage, bytes / total);
            })
        .isEmpty()) {
      throw new IllegalStateException(
          "The download of " + model.title() + " was canceled; nothing of it was kept");
    }
  }
}
