package neuralart.imagej;

import ij.measure.ResultsTable;

/** A table that keeps its title until it is shown. */
public class TitledTable extends ResultsTable {
  private final String title;

  /** Makes a table without rows. */
  public TitledTable(String title) {
    this.title = title;
  }

  @Override
  public final String getTitle() {
    return title;
  }
}
