package neuralart.command;

import ij.measure.ResultsTable;
import java.util.List;
import neuralart.imagej.TitledTable;
import neuralart.model.Credits;
import neuralart.model.KnownModel;
import neuralart.model.ModelFolder;
import neuralart.plan.Engine;

/** The models there are, and the device in use, as a table. */
final class ModelTable {
  private static final double MEGABYTE = 1e6;

  private ModelTable() {}

  static ResultsTable of(List<ModelFolder.Entry> entries) {
    ResultsTable models = new TitledTable("Network Models");
    for (ModelFolder.Entry entry : entries) {
      Credits credits = entry.credits();
      models.addRow();
      models.addValue("Model", entry.model());
      models.addValue("Good for", credits.about().isEmpty() ? use(entry.model()) : credits.about());
      models.addValue("Licence", entry.license());
      if (entry.bytes() > 0) {
        models.addValue("MB", entry.bytes() / MEGABYTE);
      } else {
        models.addValue("MB", ""); // nobody publishes the size of such a file
      }
      models.addValue("Status", entry.status());
      models.addValue("Where", entry.where());
      models.addValue("Pixels", entry.pixels());
      models.addValue("Authors", credits.authors());
      models.addValue("Cite", credits.citation());
    }
    models.addRow();
    for (String column : models.getHeadings()) {
      models.addValue(column, "");
    }
    models.addValue("Model", "device in use");
    models.addValue("Status", Engine.inUse());
    return models;
  }

  private static String use(String model) {
    return KnownModel.titles().contains(model) ? KnownModel.of(model).use() : "";
  }
}
