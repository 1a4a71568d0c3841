package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.task.TaskService;

class DeepDreamCommandTest {
  private static final List<String> WHOLE =
      List.of("octaves", "octavesabove", "octavesfrom", "tilesize", "frames", "every");

  /** A layer that small images suffice for, and that is fast. */
  private static final String EARLY = "block2_conv2";

  private static Context context;

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

  @Test
  void dreamsOnA32BitImage() throws Exception {
    ImagePlus image = waves();
    float[] before = ((float[]) image.getProcessor().getPixels()).clone();
    Object[] inputs = {"octaves", 1, "iterations", 5, "jitter", 2, "imagesize", 0, "seed", 3L};
    CommandModule module = run(image, inputs);
    assertFalse(module.isCanceled(), module.getCancelReason());
    ImagePlus dream = (ImagePlus) module.getOutput("dream");
    assertEquals("waves-dream", dream.getTitle());
    assertEquals(0.5, dream.getCalibration().pixelWidth);
    assertArrayEquals(before, (float[]) image.getProcessor().getPixels());
    assertTrue(dream.getProcessor() instanceof ColorProcessor);

    String info = (String) dream.getProperty("Info");
    String line =
        "run(\"DeepDream...\", \"preset=none model=builtin imagesize=0 colors=dream octaves=1"
            + " octavesfrom=200 octavesabove=0 octavescale=1.4 iterations=5 stepsize=0.025"
            + " maxloss=0 maxgain=0 tvweight=0 jitter=2 tilesize=0 smoothing=blur every=0"
            + " plot=false table=false compare=false feather=10 channelorder=[] frames=1 zoom=1.05 rotate=0 seed=3"
            + " device=auto memory=[] slices=current preview=true layers=[block5_conv2=1,"
            + " block5_conv3=1]\");";
    assertTrue(info.contains(line), info);
    assertTrue(info.contains("BSD") && info.contains("objective"), info);

    ImagePlus again = (ImagePlus) run(image, inputs).getOutput("dream");
    assertArrayEquals(
        (int[]) dream.getProcessor().getPixels(), (int[]) again.getProcessor().getPixels());
  }

  @Test
  void smoothGradientsTakeHalfTheStep() throws Exception {
    CommandModule module = run(waves(), "smoothing", "none", "octaves", 1, "iterations", 1);
    assertFalse(module.isCanceled(), module.getCancelReason());
    assertEquals(0.05, (double) module.getInput("stepsize"), 1e-9);
    module = run(waves(), "smoothing", "laplacian", "octaves", 1, "iterations", 1);
    assertEquals(0.025, (double) module.getInput("stepsize"), 1e-9);
  }

  @Test
  void aPresetFillsInWhatIsNotGiven() throws Exception {
    CommandModule module =
        run(
            waves(),
            "preset",
            "Chollet 2021",
            "octaves",
            1,
            "iterations",
            1,
            "layers",
            "block1_conv1");
    assertFalse(module.isCanceled(), module.getCancelReason());
    assertEquals(40.0, (double) module.getInput("stepsize"), 1e-9);
    assertEquals(1, module.getInput("iterations"));
    assertEquals("none", module.getInput("smoothing"));
    assertEquals(0, module.getInput("imagesize"));
    assertEquals("block1_conv1", module.getInput("layers"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model | resnet | resnet, squeezenet",
        "preset | Dali | Dali, Chollet 2021, Keras 2017, none",
        "device | gpu | gpu, cpu",
        "device | tpu | tpu, auto, cpu, gpu",
        "layers | block9_conv1=1 | block9_conv1, block5_conv3, block1_conv1",
        "layers | block1_conv1=much | block1_conv1=much",
        "layers | , | name=weight",
        "octaves | 12 | octaves, too small",
        "layers | block4_conv3:3,160=1 | block4_conv3, channel 160, 0 to 159",
        "layers | block4_conv3:9-3=1 | block4_conv3:9-3=1, ends before it begins",
        "layers | block4_conv3:x=1 | no layer 'block4_conv3:x'",
        "smoothing | fog | smoothing, fog, none, blur, laplacian",
        "slices | some | some, current, all",
        "octavesfrom | 5 | octavesfrom is 5, 32 to 2000",
        "colors | style | colors, style, dream, content",
        "every | -1 | every is -1, 0 or more",
        "octaves | 30 | octaves, too small, 0 x 0",
        "octavesabove | 3 | octavesabove, 0 where octaves is 0",
        "tilesize | 5 | tilesize, 32",
        "memory | much | memory, 'much', 3G",
        "memory | 0.1M | Not enough memory, MB are free",
        "tilesize | 32 | Tiles of 32 x 32, too small",
        "frames | 0 | frames is 0, 1 or more",
        "zoom | 3 | zoom is 3, 0.5 to 2",
        "rotate | 200 | rotate, -180 to 180",
        "feather | -1 | feather is -1, 0 or more"
      })
  void wrongInputIsOneClearLine(String key, String value, String named) throws Exception {
    Object input = value;
    if (WHOLE.contains(key)) {
      input = Integer.valueOf(value);
    } else if (List.of("zoom", "rotate", "feather").contains(key)) {
      input = Double.valueOf(value);
    }
    assertRefused(run(waves(), key, input), named);
  }

  @Test
  void imagesThatAreTooSmallOrTooLargeAreRefused() throws Exception {
    ImagePlus dot = new ImagePlus("dot", new ColorProcessor(1, 1));
    assertRefused(run(dot, "octaves", 3, "imagesize", 0), "too small for 3 octaves");
    assertRefused(run(dot, "imagesize", 0), "1 x 1");
    assertRefused(run(dot, "preset", "Surprise", "imagesize", 0), "too small");
    assertRefused(
        run(waves(), "octaves", 7, "octavesabove", 6, "octavescale", 10.0), "too large, million");
    assertRefused(run(waves(), "frames", 1_000_000_000), "Not enough memory, fewer frames");
    assertRefused(
        run(waves(), "every", 1, "iterations", 1_000_000_000),
        "Not enough memory, pictures, every");
  }

  @Test
  void onlyTheSelectionDreams() throws Exception {
    ImagePlus image = waves();
    image.setRoi(new OvalRoi(30, 20, 50, 40));
    int[] before = (int[]) image.crop("whole-slice").getProcessor().convertToRGB().getPixels();
    CommandModule module =
        run(image, "octaves", 2, "iterations", 3, "imagesize", 0, "feather", 4.0, "layers", EARLY);
    assertFalse(module.isCanceled(), module.getCancelReason());
    int[] after = (int[]) ((ImagePlus) module.getOutput("dream")).getProcessor().getPixels();
    int changed = 0;
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 120; x++) {
        boolean same = Math.abs((before[y * 120 + x] & 0xff) - (after[y * 120 + x] & 0xff)) <= 1;
        changed += same ? 0 : 1;
        assertTrue(same || image.getRoi().contains(x, y), x + ", " + y);
      }
    }
    assertTrue(changed > 500, "changed " + changed);
  }

  @Test
  void selectionsWithoutPixelsAreRefused() throws Exception {
    ImagePlus image = waves();
    image.setRoi(new Line(3, 3, 50, 50));
    assertRefused(run(image), "line, no area");
    image.setRoi(new Roi(200, 200, 20, 20), false);
    assertRefused(run(image), "no pixel inside the image");
  }

  @Test
  void aFilmIsAStackOfFrames() throws Exception {
    CommandModule module =
        run(
            waves(),
            "octaves",
            1,
            "iterations",
            2,
            "imagesize",
            240,
            "frames",
            3,
            "zoom",
            1.1,
            "rotate",
            2.0);
    assertFalse(module.isCanceled(), module.getCancelReason());
    ImagePlus film = (ImagePlus) module.getOutput("dream");
    assertEquals("waves-dream", film.getTitle());
    assertEquals(3, film.getNFrames());
    assertEquals(240, film.getWidth());
    assertEquals(0.25, film.getCalibration().pixelWidth);
    assertTrue(film.getProperty("Info").toString().contains("frames=3 zoom=1.1 rotate=2"));
    ImagePlus stack = waves();
    stack.getStack().addSlice(stack.getProcessor().duplicate());
    stack = new ImagePlus("stack", stack.getStack());
    assertRefused(run(stack, "frames", 2, "slices", "all"), "frames, slices=current");
  }

  @Test
  void smallImagesAreDreamtOnAtALargerSize() throws Exception {
    ImagePlus image = waves();
    image.setRoi(new Roi(60, 0, 60, 96));
    CommandModule module = run(image, "iterations", 1, "layers", EARLY);
    assertFalse(module.isCanceled(), module.getCancelReason());
    assertEquals(0, module.getInput("octaves"));
    assertEquals(512, module.getInput("imagesize"));
    ImagePlus dream = (ImagePlus) module.getOutput("dream");
    assertEquals(512, dream.getWidth());
    assertEquals(410, dream.getHeight());
    assertEquals(60 / 512.0, dream.getCalibration().pixelWidth, 1e-9);
    ImagePlus blank =
        (ImagePlus)
            run(image, "iterations", 1, "layers", EARLY, "stepsize", 1e-12).getOutput("dream");
    for (int x = 0; x < 256; x++) {
      assertEquals(blank.getPixel(x, 200)[0], dream.getPixel(x, 200)[0], "left of the selection");
    }
    int[] changes = new int[1];
    for (int x = 300; x < 512; x++) {
      changes[0] += Math.abs(blank.getPixel(x, 200)[0] - dream.getPixel(x, 200)[0]);
    }
    assertTrue(changes[0] > 0, "nothing changed in the selection");
  }

  @Test
  void theWayOfADreamIsKept() throws Exception {
    CommandModule module =
        run(
            waves(),
            "octaves",
            2,
            "iterations",
            4,
            "imagesize",
            0,
            "every",
            3,
            "plot",
            true,
            "table",
            true,
            "compare",
            true,
            "layers",
            EARLY);
    assertFalse(module.isCanceled(), module.getCancelReason());
    ImagePlus iterates = (ImagePlus) module.getOutput("iterates");
    assertEquals("waves-dream, iterations", iterates.getTitle());
    assertEquals(120, iterates.getWidth());
    assertEquals(
        List.of("iteration 3", "octave 1 of 2, iteration 4", "iteration 6"),
        Arrays.asList(iterates.getStack().getSliceLabels()).subList(0, 3));
    ResultsTable values = (ResultsTable) module.getOutput("values");
    assertEquals("Losses of waves-dream", values.getTitle());
    assertEquals(8, values.size());
    assertEquals(2, values.getValue("Octave", 7));
    assertEquals(values.getValue("block2_conv2", 7), values.getValue("Loss", 7));
    assertTrue(values.getValue("Loss", 7) > values.getValue("Loss", 4));
    assertEquals("Loss of waves-dream", ((ImagePlus) module.getOutput("losses")).getTitle());

    ImagePlus both = (ImagePlus) module.getOutput("dream");
    assertEquals(2, both.getStackSize());
    assertEquals("before", both.getStack().getSliceLabel(1));
    assertEquals(0.5, both.getCalibration().pixelWidth);
    assertTrue(both.getProperty("Info").toString().contains("compare=true"));
    int[] before = (int[]) both.getStack().getProcessor(1).getPixels();
    assertArrayEquals((int[]) waves().getProcessor().convertToRGB().getPixels(), before);
    assertRefused(run(waves(), "plot", true, "frames", 2), "plot, frames=1");
  }

  @Test
  void littleMemoryChangesNothing() throws Exception {
    Object[] inputs = {"octaves", 1, "iterations", 3, "imagesize", 0, "layers", EARLY};
    int[] whole = pixels(run(waves(), inputs));
    List<Object> less = new ArrayList<>(List.of(inputs));
    less.addAll(List.of("memory", "10.6M"));
    int[] cut = pixels(run(waves(), less.toArray()));
    for (int i = 0; i < whole.length; i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        int difference = (whole[i] >> shift & 255) - (cut[i] >> shift & 255);
        assertEquals(0, difference, Tolerances.DISPLAYED_LEVEL);
      }
    }
  }

  @Test
  void aGuideChangesTheDream() throws Exception {
    Object[] inputs = {"octaves", 1, "iterations", 3, "layers", EARLY};
    ImagePlus guide = new ImagePlus("guide", waves().getProcessor().rotateRight());
    CommandModule guided =
        run(waves(), "octaves", 1, "iterations", 3, "layers", EARLY, "guide", guide);
    assertFalse(guided.isCanceled(), guided.getCancelReason());
    assertTrue(info(guided).contains("guide=guide layers="), info(guided));
    int[] pixels = pixels(guided);
    assertFalse(Arrays.equals(pixels(run(waves(), inputs)), pixels));
  }

  @Test
  void aSurpriseCanBeRepeated() throws Exception {
    CommandModule module =
        run(
            waves(),
            "preset",
            "Surprise",
            "octaves",
            1,
            "iterations",
            3,
            "seed",
            5L,
            "imagesize",
            0);
    assertFalse(module.isCanceled(), module.getCancelReason());
    String layers = (String) module.getInput("layers");
    assertTrue(info(module).contains(layers), info(module));
    Object[] written = {
      "preset",
      "Surprise",
      "octaves",
      1,
      "iterations",
      3,
      "seed",
      5L,
      "layers",
      layers,
      "imagesize",
      0
    };
    assertArrayEquals(pixels(module), pixels(run(waves(), written)));
    written[7] = 6L;
    written[9] = "";
    CommandModule other = run(waves(), written);
    assertFalse(layers.equals(other.getInput("layers")), layers);
  }

  @Test
  void tensorFlowsPresetGoesBeyondTheImage() throws Exception {
    CommandModule module = run(waves(), "preset", "TensorFlow", "iterations", 1);
    assertFalse(module.isCanceled(), module.getCancelReason());
    assertEquals(5, module.getInput("octaves"));
    assertEquals(2, module.getInput("octavesabove"));
    assertEquals(512, module.getInput("tilesize"));
    assertEquals(120, ((ImagePlus) module.getOutput("dream")).getWidth());
  }

  private static String info(CommandModule module) {
    return (String) ((ImagePlus) module.getOutput("dream")).getProperty("Info");
  }

  private static int[] pixels(CommandModule module) {
    return (int[]) ((ImagePlus) module.getOutput("dream")).getProcessor().getPixels();
  }

  private static void assertRefused(CommandModule module, String named) {
    assertTrue(module.isCanceled(), named);
    String reason = module.getCancelReason();
    assertEquals(1, reason.lines().count(), reason);
    for (String word : named.split(", ")) {
      assertTrue(reason.contains(word), reason);
    }
    assertNull(module.getOutput("dream"));
  }

  private static CommandModule run(ImagePlus image, Object... inputs) throws Exception {
    List<Object> all = new ArrayList<>(List.of("image", image));
    all.addAll(Arrays.asList(inputs));
    return context
        .service(CommandService.class)
        .run(DeepDreamCommand.class, true, all.toArray())
        .get();
  }

  private static ImagePlus waves() {
    FloatProcessor processor = new FloatProcessor(120, 96);
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 120; x++) {
        processor.setf(x, y, (float) (Math.sin(0.2 * x) * Math.cos(0.15 * y)));
      }
    }
    processor.setMinAndMax(-1, 1);
    ImagePlus image = new ImagePlus("waves.tif", processor);
    image.getCalibration().pixelWidth = 0.5;
    return image;
  }
}
