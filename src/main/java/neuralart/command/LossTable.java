package neuralart.command;

import neuralart.imagej.TitledTable;
import neuralart.optimize.Losses;

/** The parts of a loss and their sum, a row for each evaluation. */
final class LossTable extends TitledTable {
  /**
   * @param title of the table
   * @param size what the user calls one of the sizes that the image went through
   */
  LossTable(String title, String size, Losses losses) {
    super(title);
    setPrecision(-6); // scientific, since losses differ by many orders of magnitude
    for (int i = 0; i < losses.count(); i++) {
      int evaluation = i;
      addRow();
      addValue(size, losses.sizes()[i]);
      addValue("Evaluation", i + 1);
      losses.parts().forEach((part, curve) -> addValue(part, curve[evaluation]));
      addValue("Loss", losses.sum(i));
    }
  }
}
