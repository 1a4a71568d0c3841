package neuralart.command;

import ij.ImagePlus;
import neuralart.art.maps.Patch;
import neuralart.imagej.ImageSet;
import neuralart.imagej.TitledTable;

/** Where the patches that excite filters are: a row for each patch, its rectangle in pixels. */
final class PatchTable extends TitledTable {
  PatchTable(String title) {
    super(title);
    setPrecision(6);
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
