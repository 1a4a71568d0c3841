package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.measure.ResultsTable;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import neuralart.host.input.DialogHints;
import neuralart.imagej.BuiltinStyles;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.task.TaskService;

class StyleTransferCommandTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  private static Context context;

  @TempDir Path folder;

  private String stripes;
  private String dots;

  @BeforeAll
  static void start() {
    context = new Context(CommandService.class, TaskService.class);
  }

  @AfterAll
  static void stop() {
    if (context != null) {
      context.dispose();
    }
  }

  @BeforeEach
  void saveStyles() {
    stripes = save("stripes", 6, 1);
    dots = save("dots", 9, 4);
  }

  private String save(String name, int period, int angle) {
    ColorProcessor color = new ColorProcessor(50, 40);
    for (int i = 0; i < color.getPixelCount(); i++) {
      boolean on = (i % 50 * angle + i / 50) / period % 2 == 0;
      color.set(i, on ? 0xffe0a030 : 0xff204080);
    }
    String file = folder.resolve(name + ".png").toString();
    assertTrue(new FileSaver(new ImagePlus(name, color)).saveAsPng(file));
    return file;
  }

  @Test
  void noiseThatNeverBecomesAPictureIsToldSo() throws Exception {
    Object[] inputs = {
      "image",
      rgb(),
      "style",
      waves(),
      "init",
      "noise",
      "iterations",
      60,
      "preset",
      "neural-style",
      "imagesize",
      64,
      "tvweight",
      1e9
    };
    Commands.fail(StyleTransferCommand.class, "painting", "init=noise, stays flat", inputs);
    inputs[inputs.length - 1] = 0.0;
    Commands.run(StyleTransferCommand.class, inputs);
  }

  @Test
  void paintsA32BitImage() throws Exception {
    ImagePlus image = waves();
    float[] before = ((float[]) image.getProcessor().getPixels()).clone();
    CommandModule module =
        run(image, "stylefile", stripes, "iterations", 3, "plot", true, "table", true);
    assertFalse(module.isCanceled(), module.getCancelReason());
    ImagePlus painting = (ImagePlus) module.getOutput("painting");
    assertEquals("waves in the style of stripes", painting.getTitle());
    assertEquals(0.5, painting.getCalibration().pixelWidth);
    assertTrue(painting.getProcessor() instanceof ColorProcessor);
    assertArrayEquals(before, (float[]) image.getProcessor().getPixels());
    assertNotNull(module.getOutput("losses"));
    ResultsTable values = (ResultsTable) module.getOutput("values");
    assertEquals("Losses of " + painting.getTitle(), values.getTitle());
    double content = values.getValue("content", 2);
    double sum = content + values.getValue("style", 2) + values.getValue("total variation", 2);
    assertEquals(sum, values.getValue("Loss", 2), 1e-9 * sum);
    assertEquals(1, values.getValue("Size", 2));
    assertNull(module.getOutput("iterates"));
    String info = (String) painting.getProperty("Info");
    assertTrue(info.contains("run(\"Style Transfer...\", \"preset=none model=builtin"), info);
    assertTrue(info.contains("iterations=3 optimizer=L-BFGS"), info);
    assertTrue(info.contains("BSD"), info);
  }

  @Test
  void takesABuiltinStyleWhereNoneIsGiven() throws Exception {
    CommandModule module = run(rgb(), "iterations", 2);
    assertFalse(module.isCanceled(), module.getCancelReason());
    ImagePlus painting = (ImagePlus) module.getOutput("painting");
    assertEquals("waves in the style of swirl", painting.getTitle());
    String info = (String) painting.getProperty("Info");
    assertTrue(info.contains("style: swirl\n") && info.contains(" style=swirl "), info);

    ImagePlus named =
        (ImagePlus) run(rgb(), "stylefile", "swirl", "iterations", 2).getOutput("painting");
    assertArrayEquals(
        (int[]) painting.getProcessor().getPixels(), (int[]) named.getProcessor().getPixels());
  }

  @Test
  void littleMemoryChangesNothing() throws Exception {
    List<Object> inputs =
        new ArrayList<>(
            List.of(
                "preset", "Gatys 2015", "stylefile", stripes, "imagesize", 64, "iterations", 3));
    int[] whole = pixels(run(rgb(), inputs.toArray()));
    inputs.addAll(List.of("memory", "20M")); // nearly half of it are kernels for the gradient
    int[] cut = pixels(run(rgb(), inputs.toArray()));
    for (int i = 0; i < whole.length; i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        int difference = (whole[i] >> shift & 255) - (cut[i] >> shift & 255);
        assertEquals(0, difference, Tolerances.DISPLAYED_LEVEL);
      }
    }
    CommandModule refused = run(rgb(), "stylefile", stripes, "memory", "0.3M");
    String reason = refused.getCancelReason();
    assertTrue(reason.matches("Not enough memory: [^\n]* MB are free[^\n]*"), reason);
  }

  private static int[] pixels(CommandModule module) {
    assertFalse(module.isCanceled(), module.getCancelReason());
    return (int[]) ((ImagePlus) module.getOutput("painting")).getProcessor().getPixels();
  }

  @Test
  void aDialogSuggestsABuiltinStyle() throws Exception {
    CommandModule module = new CommandModule(new CommandInfo(StyleTransferCommand.class));
    DialogHints command = (DialogHints) module.getDelegateObject();
    command.suggest();
    ImagePlus style = (ImagePlus) module.getInput("style");
    assertEquals("swirl", style.getTitle());
    assertSame(style, command.image("style", "swirl"));
    assertTrue(command.picture("style", "wave").isPresent());
    assertTrue(command.picture("style", "cells.tif").isEmpty());
    assertEquals("wave", command.image("style", "wave").getTitle());
    assertEquals(BuiltinStyles.names(), command.offers("style").orElseThrow());
  }

  @Test
  void mixesFilesAndBuiltinStyles() throws Exception {
    CommandModule module = run(rgb(), "stylefile", "glass; " + dots, "iterations", 1);
    assertFalse(module.isCanceled(), module.getCancelReason());
    ImagePlus painting = (ImagePlus) module.getOutput("painting");
    assertEquals("waves in the style of glass and dots", painting.getTitle());
  }

  @Test
  void theImageCanBeComparedWithThePainting() throws Exception {
    Object[] inputs = {"stylefile", stripes, "iterations", 2, "compare", false};
    ImagePlus image = rgb();
    ImagePlus painting = (ImagePlus) run(image, inputs).getOutput("painting");
    inputs[inputs.length - 1] = true;
    ImagePlus both = (ImagePlus) run(image, inputs).getOutput("painting");
    assertEquals(2, both.getStackSize());
    assertEquals(painting.getTitle(), both.getTitle());
    assertArrayEquals(rgbOf(image.getProcessor()), rgbOf(both.getStack().getProcessor(1)));
    assertArrayEquals(rgbOf(painting.getProcessor()), rgbOf(both.getStack().getProcessor(2)));

    CommandModule refused = run(image, "stylefile", stripes, "output", "channels", "compare", true);
    assertTrue(refused.getCancelReason().contains("output=RGB"), refused.getCancelReason());
  }

  private static int[] rgbOf(ImageProcessor pixels) {
    return Arrays.stream((int[]) pixels.getPixels()).map(value -> value & 0xffffff).toArray();
  }

  @Test
  void aPresetFillsInWhatIsNotGiven() throws Exception {
    CommandModule module =
        run(
            waves(),
            "preset",
            "crowsonkb 2021",
            "stylefile",
            stripes + " ; " + dots,
            "styleweights",
            "1, 3",
            "iterations",
            2,
            "imagesize",
            64,
            "every",
            2);
    assertFalse(module.isCanceled(), module.getCancelReason());
    assertEquals("Adam", module.getInput("optimizer"));
    assertEquals(0.015, module.getInput("contentweight"));
    assertEquals(5.1, (double) module.getInput("stepsize"), 1e-9);
    assertEquals("content", module.getInput("init"));
    ImagePlus painting = (ImagePlus) module.getOutput("painting");
    assertEquals("waves in the style of stripes and dots", painting.getTitle());
    assertEquals(1, ((ImagePlus) module.getOutput("iterates")).getStackSize());
  }

  @Test
  void aRecipeSetsTheSizeOfTheResult() throws Exception {
    CommandModule module =
        run(waves(), "preset", "Chollet 2021", "stylefile", stripes, "iterations", 1);
    assertFalse(module.isCanceled(), module.getCancelReason());
    ImagePlus painting = (ImagePlus) module.getOutput("painting");
    assertEquals(400, painting.getHeight());
    assertEquals(0.5 * WIDTH / painting.getWidth(), painting.getCalibration().pixelWidth, 1e-9);
  }

  @Test
  void aSelectionLimitsThePaint() throws Exception {
    ImagePlus image = rgb();
    image.setRoi(new OvalRoi(30, 10, 30, 30));
    CommandModule module =
        run(image, "stylefile", stripes, "iterations", 8, "softedge", 0.0, "styleweight", 50.0);
    int[] before = (int[]) image.getProcessor().getPixels();
    int[] after = (int[]) ((ImagePlus) module.getOutput("painting")).getProcessor().getPixels();
    int changed = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean inside = image.getRoi().contains(x, y);
        boolean same = before[y * WIDTH + x] == after[y * WIDTH + x];
        assertTrue(inside || same, x + ", " + y);
        changed += same ? 0 : 1;
      }
    }
    assertTrue(changed > 500, changed + " pixels changed");
  }

  @Test
  void areasOfTheOverlayHaveTheirOwnStyles() throws Exception {
    ImagePlus image = rgb();
    Overlay overlay = new Overlay();
    for (String name : List.of("stripes", "dots")) {
      Roi roi = new Roi(name.equals("dots") ? WIDTH / 2 : 0, 0, WIDTH / 2, HEIGHT);
      roi.setName(name);
      overlay.add(roi);
    }
    image.setOverlay(overlay);
    String files = stripes + ";" + dots;
    CommandModule module =
        run(image, "stylefile", files, "iterations", 2, "regions", "overlay", "softedge", 2.0);
    assertFalse(module.isCanceled(), module.getCancelReason());
    overlay.get(1).setName("mosaic");
    CommandModule builtin =
        run(image, "stylefile", stripes, "iterations", 2, "regions", "overlay", "softedge", 2.0);
    assertFalse(builtin.isCanceled(), builtin.getCancelReason());
    assertEquals(
        "waves in the style of stripes and mosaic",
        ((ImagePlus) builtin.getOutput("painting")).getTitle());
    overlay.get(1).setName("spots");
    CommandModule wrong =
        run(image, "stylefile", files, "iterations", 2, "regions", "overlay", "softedge", 2.0);
    assertTrue(wrong.getCancelReason().contains("'spots'"), wrong.getCancelReason());
  }

  @Test
  void paintsSliceBySlice() throws Exception {
    ImagePlus stack = IJ.createImage("stack", "16-bit ramp", WIDTH, HEIGHT, 3);
    stack.getStack().getProcessor(2).flipHorizontal();
    CommandModule module = run(stack, "stylefile", stripes, "iterations", 2, "slices", "all");
    assertFalse(module.isCanceled(), module.getCancelReason());
    assertEquals(3, ((ImagePlus) module.getOutput("painting")).getStackSize());
  }

  @ParameterizedTest
  @CsvSource({"8-bit, 8", "16-bit, 16", "32-bit, 32"})
  void paintsChannelsInTheirOwnDepth(String type, int depth) throws Exception {
    ImagePlus image = IJ.createHyperStack("cells", WIDTH, HEIGHT, 2, 2, 1, depth);
    for (int i = 1; i <= 4; i++) {
      image.getStack().getProcessor(i).setColor(30 * i);
      image.getStack().getProcessor(i).fillOval(5 * i, 4, 30, 30);
    }
    CompositeImage composite = new CompositeImage(image, CompositeImage.COMPOSITE);
    composite.setC(1);
    composite.setDisplayRange(0, 150);
    CommandModule module =
        run(
            composite,
            "stylefile",
            stripes,
            "iterations",
            1,
            "output",
            "channels",
            "slices",
            "all");
    assertFalse(module.isCanceled(), module.getCancelReason());
    ImagePlus painting = (ImagePlus) module.getOutput("painting");
    assertEquals(depth, painting.getBitDepth());
    assertEquals(2, painting.getNChannels());
    assertEquals(2, painting.getNSlices());
    assertEquals(150, painting.getLuts()[0].max);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model | resnet | resnet, squeezenet",
        "preset | Dali | Dali, Chollet 2021, Vision Systems, neural-style, crowsonkb 2021, none",
        "device | gpu | gpu, cpu",
        "stylelayers | block9_conv1 | block9_conv1, block5_conv3",
        "contentlayers | input_1 | input_1, block1_conv1",
        "stylefile | /no/such.png | /no/such.png",
        "stylefile | ; | style=, stylefile=",
        "styleweights | 1,2 | styleweights, 2 numbers for 1",
        "styleweights | -1 | weight of a style, above 0",
        "styleweights | much | much",
        "optimizer | Newton | Newton, L-BFGS, Adam, SGD",
        "init | darkness | darkness, content, noise",
        "pooling | min | min, network, max, average",
        "colors | red | red, style, content, match, histogram",
        "output | PNG | PNG, RGB, channels",
        "regions | all | all, selection, overlay, none",
        "regions | overlay | overlay, no area",
        "slices | some | some, current, all"
      })
  void wrongInputIsOneClearLine(String key, String value, String named) throws Exception {
    List<Object> inputs = new ArrayList<>(List.of("iterations", 1, key, value));
    if (!key.equals("stylefile")) {
      inputs.addAll(List.of("stylefile", stripes));
    }
    CommandModule module = run(waves(), inputs.toArray());
    assertTrue(module.isCanceled());
    String reason = module.getCancelReason();
    assertEquals(1, reason.lines().count(), reason);
    for (String word : named.split(", ")) {
      assertTrue(reason.contains(word), reason);
    }
    assertNull(module.getOutput("painting"));
  }

  private static CommandModule run(ImagePlus image, Object... inputs) throws Exception {
    List<Object> all = new ArrayList<>(List.of("image", image));
    all.addAll(Arrays.asList(inputs));
    if (!all.contains("preset") && !all.contains("imagesize")) {
      all.addAll(List.of("imagesize", 0)); // small, as it is
    }
    return context
        .service(CommandService.class)
        .run(StyleTransferCommand.class, true, all.toArray())
        .get();
  }

  private static ImagePlus waves() {
    FloatProcessor processor = new FloatProcessor(WIDTH, HEIGHT);
    for (int i = 0; i < processor.getPixelCount(); i++) {
      double wave = Math.sin(0.2 * (i % WIDTH)) * Math.cos(0.15 * (i / WIDTH));
      processor.setf(i, (float) wave);
    }
    processor.setf(3, Float.NaN);
    processor.setMinAndMax(-1, 1);
    ImagePlus image = new ImagePlus("waves.tif", processor);
    image.getCalibration().pixelWidth = 0.5;
    return image;
  }

  private static ImagePlus rgb() {
    return new ImagePlus("waves", waves().getProcessor().convertToRGB());
  }
}
