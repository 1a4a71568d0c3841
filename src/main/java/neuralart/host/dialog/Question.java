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
    if (GraphicsEnvironment.isHeadless() || IJ.isMacro()) {
      return false;
    }
    YesNoCancelDialog dialog =
        new YesNoCancelDialog(IJ.getInstance(), title, InputText.wrap(question));
    return dialog.yesPressed();
  }
}
