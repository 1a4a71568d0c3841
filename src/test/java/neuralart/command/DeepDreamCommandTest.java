package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    CommandModule module = run(image, "octaves", 1, "iterations", 5, "jitter", 2, "seed", 3L);
    assertFalse(module.isCanceled(), module.getCancelReason());
    ImagePlus dream = (ImagePlus) module.getOutput("dream");
    assertEquals("waves-dream", dream.getTitle());
    assertEquals(0.5, dream.getCalibration().pixelWidth);
    assertArrayEquals(before, (float[]) image.getProcessor().getPixels());
    assertTrue(dream.getProcessor() instanceof ColorProcessor);

    String info = (String) dream.getProperty("Info");
    String line =
        "run(\"DeepDream...\", \"preset=none model=builtin octaves=1 octavescale=1.4"
            + " iterations=5 stepsize=0.008 maxloss=0 jitter=2 seed=3 device=auto"
            + " slices=current preview=true layers=[block3_conv2=1, block4_conv3=1]\");";
    assertTrue(info.contains(line), info);
    assertTrue(info.contains("BSD") && info.contains("objective"), info);

    ImagePlus again =
        (ImagePlus)
            run(image, "octaves", 1, "iterations", 5, "jitter", 2, "seed", 3L).getOutput("dream");
    assertArrayEquals(
        (int[]) dream.getProcessor().getPixels(), (int[]) again.getProcessor().getPixels());
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
        "octaves | 30 | octaves, too small, 0 x 0"
      })
  void wrongInputIsOneClearLine(String key, String value, String named) throws Exception {
    Object input = key.equals("octaves") ? (Object) Integer.valueOf(value) : value;
    CommandModule module = run(waves(), key, input);
    assertTrue(module.isCanceled());
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
