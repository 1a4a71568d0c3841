package neuralart.host.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputTextTest {

  @Test
  void showsValuesAsAPersonWouldTypeThem() {
    assertEquals("0.05", InputText.format(0.05));
    assertEquals("0.1", InputText.format(0.1f));
    assertEquals("20", InputText.format(20.0));
    assertEquals("0.000001", InputText.format(1e-6));
    assertEquals("9007199254740993", InputText.format(9007199254740993L));
    assertEquals("true", InputText.format(true));
    assertEquals("a b", InputText.format(new File("a b")));
    assertEquals("", InputText.format(null));
  }

  @Test
  void ofTwoImagesWithOneTitleTheSecondGoesByItsId() {
    ImagePlus first = IJ.createImage("cells", "8-bit", 4, 4, 1);
    ImagePlus second = IJ.createImage("cells", "8-bit", 4, 4, 1);
    Interpreter.batchMode = true;
    try {
      first.show();
      second.show();
      String id = String.valueOf(second.getID());
      assertEquals("cells", InputText.format(first));
      assertEquals(id, InputText.format(second));
      assertEquals(List.of("cells", id), OpenImages.texts());
      first.close();
      assertEquals("cells", InputText.format(second));
      second.close();
    } finally {
      Interpreter.batchMode = false;
    }
  }
}
