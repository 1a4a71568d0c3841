package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.process.ImageProcessor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FillSelectionCommandTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final int LOW = 100;
  private static final int HIGH = 160;
  private static final int DUST = 250;

  @ParameterizedTest
  @ValueSource(strings = {"8-bit", "16-bit", "32-bit", "RGB"})
  void fillsTheSelectionInTheValuesOfTheImage(String type) throws Exception {
    ImagePlus image = dusty(type, 1);
    image.getCalibration().pixelWidth = 0.25;
    image.getCalibration().setUnit("um");
    image.setOverlay(new Overlay(new Roi(1, 1, 5, 5)));
    Object before = image.getProcessor().duplicate().getPixels();
    Roi roi = image.getRoi();
    ImagePlus filled = fill(image, "iterations", 3);
    assertEquals("stripes-filled", filled.getTitle());
    assertEquals(image.getBitDepth(), filled.getBitDepth());
    assertEquals(0.25, filled.getCalibration().pixelWidth);
    assertEquals(image.getDisplayRangeMax(), filled.getDisplayRangeMax());
    assertEquals(1, filled.getOverlay().size());
    assertEquals(roi, filled.getRoi());
    check(image.getProcessor(), filled.getProcessor(), roi);
    assertTrue(
        Arrays.deepEquals(new Object[] {before}, new Object[] {image.getProcessor().getPixels()}));
    assertEquals(roi, image.getRoi());
    String info = filled.getInfoProperty();
    assertTrue(info.contains("Invented pixels, no measurement"), info);
    assertTrue(info.contains("Filled: "), info);
    assertTrue(info.contains("Macro: run(\"Fill Selection...\", \""), info);
  }

  @Test
  void channelsAreFilledFromTheSamePlaces() throws Exception {
    ImagePlus image = dusty("16-bit", 2);
    image.setDimensions(2, 1, 1);
    CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
    composite.setRoi(image.getRoi());
    ImagePlus filled = fill(composite, "iterations", 0);
    assertEquals(2, filled.getNChannels());
    for (int c = 1; c <= 2; c++) {
      check(
          composite.getStack().getProcessor(c), filled.getStack().getProcessor(c), image.getRoi());
    }
  }

  @Test
  void everySliceOfAStack() throws Exception {
    ImagePlus image = dusty("8-bit", 3);
    assertEquals(1, fill(image, "iterations", 0).getStackSize());
    ImagePlus filled = fill(image, "iterations", 0, "slices", "all");
    assertEquals(3, filled.getNSlices());
    for (int z = 1; z <= 3; z++) {
      check(image.getStack().getProcessor(z), filled.getStack().getProcessor(z), image.getRoi());
    }
  }

  @Test
  void linesAndSeveralSelections() throws Exception {
    ImagePlus image = dusty("8-bit", 1);
    ShapeRoi both = new ShapeRoi(image.getRoi()).or(new ShapeRoi(new Roi(2, 2, 4, 5)));
    image.setRoi(both);
    check(image.getProcessor(), fill(image, "iterations", 0).getProcessor(), both);
    Line line = new Line(25, 20, 38, 30);
    line.setStrokeWidth(12);
    image.setRoi(line);
    ImagePlus filled = fill(image, "iterations", 0);
    check(image.getProcessor(), filled.getProcessor(), Roi.convertLineToArea((Roi) line.clone()));
    assertEquals(12, line.getStrokeWidth());
  }

  @Test
  void theMacroLineMakesItAgain() throws Exception {
    ImagePlus image = dusty("8-bit", 1);
    Object[] inputs = {"iterations", 2, "seed", 7L, "surroundings", 20};
    assertArrayEquals(
        (byte[]) fill(image, inputs).getProcessor().getPixels(),
        (byte[]) fill(image, inputs).getProcessor().getPixels());
    String info = fill(image, inputs).getInfoProperty();
    for (String key : new String[] {"iterations=2", "seed=7", "surroundings=20"}) {
      assertTrue(info.contains(key), info);
    }
  }

  @Test
  void wrongSelectionsAreRefused() throws Exception {
    ImagePlus image = dusty("8-bit", 1);
    image.deleteRoi();
    Commands.fail(FillSelectionCommand.class, "filled", "has no selection", "image", image);
    image.setRoi(new PointRoi(20, 20));
    Commands.fail(FillSelectionCommand.class, "filled", "covers no pixels", "image", image);
    image.setRoi(new Roi(0, 0, WIDTH, HEIGHT));
    Commands.fail(FillSelectionCommand.class, "filled", "too little around it", "image", image);
    image.setRoi(new Roi(200, 200, 5, 5));
    Commands.fail(FillSelectionCommand.class, "filled", "no pixel inside", "image", image);
    image.setRoi(new OvalRoi(25, 18, 10, 10));
    Commands.fail(
        FillSelectionCommand.class,
        "filled",
        "surroundings is 3, 16 or more",
        "image",
        image,
        "surroundings",
        3);
  }

  private static ImagePlus fill(ImagePlus image, Object... inputs) throws Exception {
    Object[] all = Arrays.copyOf(inputs, inputs.length + 4);
    all[inputs.length] = "image";
    all[inputs.length + 1] = image;
    all[inputs.length + 2] = "preview";
    all[inputs.length + 3] = false;
    return (ImagePlus) Commands.run(FillSelectionCommand.class, all).getOutput("filled");
  }

  /** In the selection there is no dust, and outside of it nothing has changed. */
  private static void check(ImageProcessor before, ImageProcessor after, Roi roi) {
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        float level = after.getBitDepth() == 24 ? after.get(x, y) & 255 : after.getf(x, y);
        if (roi.contains(x, y)) {
          assertTrue(level >= LOW && level <= HIGH, level + " at " + x + ", " + y);
        } else {
          assertEquals(before.getf(x, y), after.getf(x, y), x + ", " + y);
        }
      }
    }
  }

  /** Stripes with dust in a selection. */
  private static ImagePlus dusty(String type, int slices) {
    ImagePlus image = IJ.createImage("stripes", type + " black", WIDTH, HEIGHT, slices);
    Roi roi = new OvalRoi(25, 18, 12, 12);
    for (int slice = 1; slice <= slices; slice++) {
      ImageProcessor pixels = image.getStack().getProcessor(slice);
      for (int i = 0; i < pixels.getPixelCount(); i++) {
        int x = i % WIDTH;
        int level = roi.contains(x, i / WIDTH) ? DUST : x % 12 < 6 ? LOW : HIGH;
        pixels.setColor(type.equals("RGB") ? 0x010101 * level : level);
        pixels.drawPixel(x, i / WIDTH);
      }
    }
    image.setDisplayRange(0, 255);
    image.setRoi(roi);
    return image;
  }
}
