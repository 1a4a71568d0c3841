package neuralart.host.dialog;

import ij.IJ;
import ij.gui.YesNoCancelDialog;
import java.awt.GraphicsEnvironment;
import neuralart.host.input.InputText;

/** A question to the person who started a command from a menu. */
public final class Question {
  private Question() {}

  /** Asks; a macro, and an ImageJ without a display, answer no. */
  public static boolean yes(String title, String question) {
    return isAsked() && ask(title, question);
  }

  /**
   * The same, where a no is all there is to say: it ends the command, and leads back to its dialog.
   *
   * @return whether somebody could be asked, and said yes
   * @throws IllegalStateException without a message if the answer is no
   */
  public static boolean yesOrEnd(String title, String question) {
    if (isAsked() && !ask(title, question)) {
      throw new IllegalStateException("");
    }
    return isAsked();
  }

  private static boolean isAsked() {
    return !GraphicsEnvironment.isHeadless() && !IJ.isMacro();
  }

  private static boolean ask(String title, String question) {
    YesNoCancelDialog dialog =
        new YesNoCancelDialog(IJ.getInstance(), title, InputText.wrap(question));
    return dialog.yesPressed();
  }
}
