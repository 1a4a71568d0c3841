package neuralart.model;

import java.math.BigDecimal;
import neuralart.network.Preprocessing;

/** Words for how a network gets its pixels where nobody has said it. */
final class UsualPixels {
  private static final int DIGITS = 3;

  private UsualPixels() {}

  /** What black and white become; 0..1 is what is assumed where the file gives no hint. */
  static String line(Preprocessing preprocessing) {
    String range = "";
    for (int channel = 0; channel < preprocessing.mean().length; channel++) {
      String own =
          text(preprocessing.black()[channel]) + ".." + text(preprocessing.white()[channel]);
      if (!range.isEmpty() && !own.equals(range)) {
        return "as in Keras' applications"; // no other has channels of their own
      }
      range = own;
    }
    return range.equals("0..1") ? range + ", assumed" : range;
  }

  private static String text(float value) {
    return BigDecimal.valueOf(Math.round(value * Math.pow(10, DIGITS)), DIGITS)
        .stripTrailingZeros()
        .toPlainString();
  }
}
