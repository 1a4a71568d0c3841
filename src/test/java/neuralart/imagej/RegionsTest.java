package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import neuralart.image.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RegionsTest {
  private final ImagePlus image = IJ.createImage("cells", 40, 30, 1, 8);

  private Picture selection(double feather) {
    return Regions.selection(image, SoftEdge.feathered(feather)).orElseThrow();
  }

  @Test
  void noSelectionIsNoMask() {
    assertTrue(Regions.selection(image, SoftEdge.feathered(5)).isEmpty());
  }

  @Test
  void hardEdge() {
    image.setRoi(new Roi(5, 6, 10, 8));
    Picture mask = selection(0);
    assertEquals(80, sum(mask));
    assertEquals(1, mask.get(6, 5, 0));
    assertEquals(1, mask.get(13, 14, 0));
    assertEquals(0, mask.get(14, 14, 0));
    Picture blurred = Regions.selection(image, SoftEdge.blurred(0)).orElseThrow();
    assertArrayEquals(mask.values(), blurred.values());
  }

  @Test
  void featherRisesInwardsButNotFromTheEdgeOfTheImage() {
    image.setRoi(new Roi(-5, 0, 25, 30));
    Picture mask = selection(4);
    assertEquals(1, mask.get(15, 0, 0));
    assertEquals(1, mask.get(0, 5, 0));
    assertEquals(0, mask.get(15, 20, 0));
    double last = 0;
    for (int x = 19; x > 15; x--) {
      double value = mask.get(15, x, 0);
      assertTrue(value > last, "at " + x);
      last = value;
    }
    assertEquals(1, mask.get(15, 15, 0));
  }

  @Test
  void aBlurredEdgeGoesToBothSides() {
    image.setRoi(new Roi(0, 0, 20, 30));
    Picture mask = Regions.selection(image, SoftEdge.blurred(3)).orElseThrow();
    assertEquals(1, mask.get(15, 19, 0) + mask.get(15, 20, 0), 1e-3);
    assertTrue(mask.get(15, 19, 0) < 0.6 && mask.get(15, 20, 0) > 0.4);
    assertEquals(1, mask.get(15, 0, 0), 1e-3);
  }

  @Test
  void aThinSelectionStillDreams() {
    image.setRoi(new OvalRoi(10, 10, 5, 5));
    assertTrue(sum(selection(50)) > 0);
  }

  @Test
  void selectionsWithoutAreaAreRefused() {
    image.setRoi(new Line(2, 2, 20, 20));
    assertRefused("line", () -> Regions.requireArea(image));
    assertTrue(Regions.selection(image, SoftEdge.blurred(3)).isEmpty());
    image.setRoi(new Roi(100, 100, 10, 10), false);
    assertRefused("inside the image", () -> selection(3));
    assertRefused("feather is -1.0", () -> SoftEdge.feathered(-1));
    image.setRoi(new Roi(5, 6, 10, 8));
    assertRefused("softedge is 90.0", () -> Regions.selection(image, SoftEdge.blurred(90)));
  }

  private static void assertRefused(String named, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(named), message);
    assertEquals(1, message.lines().count());
  }

  private static double sum(Picture mask) {
    double sum = 0;
    for (float value : mask.values()) {
      sum += value;
    }
    return sum;
  }
}
