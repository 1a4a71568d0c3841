package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class SelectionMaskTest {
  private final ImagePlus image = IJ.createImage("cells", 40, 30, 1, 8);

  @Test
  void noSelectionIsNoMask() {
    assertTrue(SelectionMask.of(image, 5).isEmpty());
  }

  @Test
  void hardEdge() {
    image.setRoi(new Roi(5, 6, 10, 8));
    try (INDArray mask = SelectionMask.of(image, 0).orElseThrow()) {
      assertEquals(80, mask.sumNumber().doubleValue());
      assertEquals(1, mask.getDouble(0, 6, 5, 0));
      assertEquals(1, mask.getDouble(0, 13, 14, 0));
      assertEquals(0, mask.getDouble(0, 14, 14, 0));
    }
  }

  @Test
  void softEdgeRisesInwardsButNotFromTheEdgeOfTheImage() {
    image.setRoi(new Roi(-5, 0, 25, 30));
    try (INDArray mask = SelectionMask.of(image, 4).orElseThrow()) {
      assertEquals(1, mask.getDouble(0, 15, 0, 0));
      assertEquals(1, mask.getDouble(0, 0, 5, 0));
      assertEquals(0, mask.getDouble(0, 15, 20, 0));
      double last = 0;
      for (int x = 19; x > 15; x--) {
        double value = mask.getDouble(0, 15, x, 0);
        assertTrue(value > last, "at " + x);
        last = value;
      }
      assertEquals(1, mask.getDouble(0, 15, 15, 0));
    }
  }

  @Test
  void aThinSelectionStillDreams() {
    image.setRoi(new OvalRoi(10, 10, 5, 5));
    try (INDArray mask = SelectionMask.of(image, 50).orElseThrow()) {
      assertTrue(mask.maxNumber().doubleValue() > 0);
    }
  }

  @Test
  void selectionsWithoutAreaAreRefused() {
    image.setRoi(new Line(2, 2, 20, 20));
    assertRefused("line");
    image.setRoi(new Roi(100, 100, 10, 10), false);
    assertRefused("inside the image");
  }

  private void assertRefused(String named) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> SelectionMask.of(image, 3)).getMessage();
    assertTrue(message.contains(named), message);
    assertEquals(1, message.lines().count());
  }
}
