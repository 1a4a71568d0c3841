package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.task.TaskService;

class FilterVisualizationCommandTest {
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
  void givesALabelledStack() throws Exception {
    CommandModule module =
        run(
            "layer",
            "block2_conv1",
            "filters",
            "2, 5+7*-0.5",
            "imagesize",
            40,
            "iterations",
            3,
            "display",
            "Stack");
    assertFalse(module.isCanceled(), module.getCancelReason());
    ImagePlus pictures = (ImagePlus) module.getOutput("pictures");
    assertEquals("block2_conv1 filters", pictures.getTitle());
    assertEquals(2, pictures.getStackSize());
    assertEquals(40, pictures.getWidth());
    assertEquals(40, pictures.getHeight());
    assertTrue(pictures.getProcessor() instanceof ColorProcessor);
    assertEquals("block2_conv1 filter 2", pictures.getStack().getSliceLabel(1));
    assertEquals("block2_conv1 filters 5+7*-0.5", pictures.getStack().getSliceLabel(2));

    String info = (String) pictures.getProperty("Info");
    String line =
        "run(\"Filter Visualization...\", \"preset=MACO model=builtin imagesize=40 iterations=3"
            + " stepsize=0.3 objective=channel side=positive variants=1 display=Stack seed=1"
            + " device=auto memory=[]";
    assertTrue(info.contains(line), info);
    assertTrue(info.contains("layer=block2_conv1 filters=[2, 5+7*-0.5]\");"), info);
    assertTrue(info.contains("BSD") && info.contains("block2_conv1 filter 2: "), info);
  }

  @Test
  void givesAMontage() throws Exception {
    CommandModule module =
        run(
            "preset", "Keras 2016",
            "layer", "block1_conv1",
            "filters", "all",
            "imagesize", 32,
            "iterations", 1,
            "display", "Montage");
    assertFalse(module.isCanceled(), module.getCancelReason());
    ImagePlus montage = (ImagePlus) module.getOutput("pictures");
    // 24 pictures in 5 rows of 5, with a gap of 4 and room for captions.
    assertEquals(4 + 5 * 36, montage.getWidth());
    assertEquals(1, montage.getStackSize());
    assertTrue(montage.getHeight() > 4 + 5 * 36);
  }

  @ParameterizedTest
  @CsvSource({
    "MACO, 192, 64, 0.3",
    "none, 128, 128, 0.15",
    "Lucid, 128, 512, 0.05",
    "Keras 2016, 128, 20, 0.015686",
    "Keras 2016 raw, 128, 20, 0.015686",
    "Chollet 2021, 150, 30, 40"
  })
  void aPresetFillsInWhatIsNotGiven(String preset, int size, int iterations, double step)
      throws Exception {
    CommandModule module = run("preset", preset, "filters", "9999");
    assertTrue(module.isCanceled());
    assertEquals(size, module.getInput("imagesize"));
    assertEquals(iterations, module.getInput("iterations"));
    assertEquals(step, (double) module.getInput("stepsize"), 1e-6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model | resnet | resnet, squeezenet",
        "preset | Dali | Dali, MACO, Keras 2016, Chollet 2021, Lucid, none",
        "device | gpu | gpu, cpu",
        "display | Carousel | Carousel, Stack, Montage",
        "objective | fame | fame, channel, neuron, layer",
        "side | left | left, positive, negative",
        "layer | block9_conv1 | block9_conv1, block5_conv3",
        "filters | 4000 | filters 0 to 111, 4000",
        "filters | 3-x | 3-x, 0-15",
        "filters | , | No filter, 0-15",
        "imagesize | 0 | imagesize, 1 to 4096",
        "variants | 0 | variants, 1 to 100",
        "iterations | 0 | iterations, 1 or more"
      })
  void wrongInputIsOneClearLine(String key, String value, String named) throws Exception {
    boolean number = !value.isEmpty() && key.matches("imagesize|variants|iterations");
    CommandModule module =
        key.equals("layer")
            ? run(key, value)
            : run("layer", "block3_conv1", key, number ? Integer.valueOf(value) : value);
    assertTrue(module.isCanceled());
    String reason = module.getCancelReason();
    assertEquals(1, reason.lines().count(), reason);
    for (String word : named.split(", ")) {
      assertTrue(reason.contains(word), reason);
    }
    assertNull(module.getOutput("pictures"));
  }

  @Test
  void tooSmallAnImageIsOneClearLine() throws Exception {
    CommandModule module =
        run("preset", "Keras 2016", "layer", "block5_conv3", "filters", "0", "imagesize", 9);
    assertTrue(module.isCanceled());
    assertTrue(module.getCancelReason().contains("9 x 9 pixels is too small"));
    module = run("preset", "Chollet 2021", "layer", "block5_conv3", "filters", "0", "imagesize", 9);
    assertTrue(module.isCanceled());
    assertTrue(module.getCancelReason().contains("only 3 x 3 values"), module.getCancelReason());
  }

  private static CommandModule run(Object... inputs) throws Exception {
    return context
        .service(CommandService.class)
        .run(FilterVisualizationCommand.class, true, inputs)
        .get();
  }
}
