package neuralart.command;

import neuralart.art.maps.FilterStatistics;
import neuralart.imagej.Slices;
import neuralart.imagej.TitledTable;

/** How the filters of a layer respond, a row for each filter and slice. */
final class StatisticsTable extends TitledTable {
  private final boolean planes;
  private final boolean frames;

  /**
   * @param title of the table
   * @param slices that the responses are of
   */
  StatisticsTable(String title, Slices slices) {
    super(title);
    planes = slices.planes() > 1;
    frames = slices.frames() > 1;
    setPrecision(6);
  }

  void add(FilterStatistics.Response response, int z, int t) {
    addRow();
    if (planes) {
      addValue("Slice", z);
    }
    if (frames) {
      addValue("Frame", t);
    }
    addValue("Filter", response.filter());
    addValue("Mean", response.mean());
    addValue("Max", response.maximum());
    addValue("StdDev", response.deviation());
    addValue("Active", response.active());
  }
}
