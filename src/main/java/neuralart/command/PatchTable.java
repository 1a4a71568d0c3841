package neuralart.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import neuralart.art.maps.Patch;
import neuralart.imagej.ImageSet;

/** Where the patches that excite filters are: a row for each patch, its rectangle in pixels. */
final class PatchTable extends ResultsTable {
  private final String title;

  PatchTable(String title) {
    this.title = title;
    setPrecision(6);
  }

  @Override
  public String getTitle() {
    return title;
  }

  void add(int filter, int rank, Patch patch, ImageSet images) {
    addRow();
    addValue("Filter", filter);
    addValue("Rank", rank);
    addValue("Value", patch.value());
    addValue("Image", images.name(patch.image()));
    if (images.isOpen()) {
      ImagePlus image = images.open(0);
      addValue("Slice", patch.slice() % image.getNSlices() + 1);
      addValue("Frame", patch.slice() / image.getNSlices() + 1);
    } else {
      addValue("Index", patch.slice() + 1);
    }
    addValue("BX", patch.columns().first());
    addValue("BY", patch.rows().first());
    addValue("Width", patch.columns().length());
    addValue("Height", patch.rows().length());
  }
}
