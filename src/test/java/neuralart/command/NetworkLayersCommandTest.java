package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import org.junit.jupiter.api.Test;

class NetworkLayersCommandTest {
  @Test
  void withoutAnImage() throws Exception {
    ResultsTable table = (ResultsTable) Commands.run(NetworkLayersCommand.class).getOutput("table");
    assertEquals("Layers of builtin", table.getTitle());
    assertEquals(ResultsTable.COLUMN_NOT_FOUND, table.getColumnIndex("Output"));
    assertRow(table, 4, "block2_conv2", "convolution + ReLU", 48, 2, 14, 48 * 48 * 9 + 48);
  }

  @Test
  void sizesAreThoseOfTheImage() throws Exception {
    ImagePlus image = new ImagePlus("small", new ByteProcessor(61, 30));
    ResultsTable table =
        (ResultsTable) Commands.run(NetworkLayersCommand.class, "image", image).getOutput("table");
    assertEquals("61 x 30", table.getStringValue("Output", 0));
    assertEquals("30 x 15", table.getStringValue("Output", 4));
    assertEquals("block5_pool", table.getStringValue("Layer", table.size() - 1));
    assertEquals("none", table.getStringValue("Output", table.size() - 1));
  }

  private static void assertRow(
      ResultsTable table,
      int row,
      String layer,
      String kind,
      int channels,
      int stride,
      int field,
      int parameters) {
    assertEquals(layer, table.getStringValue("Layer", row));
    assertEquals(kind, table.getStringValue("Kind", row));
    assertEquals(channels, table.getValue("Channels", row));
    assertEquals(stride, table.getValue("Stride", row));
    assertEquals(field, table.getValue("Receptive field", row));
    assertEquals(parameters, table.getValue("Parameters", row));
  }

  @Test
  void unknownModel() throws Exception {
    Commands.fail(NetworkLayersCommand.class, "table", "resnet, builtin", "model", "resnet");
  }
}
