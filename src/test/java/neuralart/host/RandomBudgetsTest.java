package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import neuralart.art.apply.ApplicableNetworks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs commands on images of random sizes within random budgets of memory: each gives a picture, or
 * says in one line how much it needs and how much there is.
 */
@Tag("slow")
class RandomBudgetsTest {
  private static final int CALLS = 40;
  private static final int LEAST_SIDE = 60;
  private static final int MORE_SIDE = 300;
  private static final int LINE = 30_000;
  private static final String REFUSAL =
      "Not enough memory: [^\n]* needs [0-9.]+ [MG]B, [0-9.]+ [MG]B( of the given [0-9.]+ [MG]B)?"
          + " are free\\. [^\n]*";

  private static final List<String> COMMANDS =
      List.of(
          "DeepDream model=builtin octaves=1 iterations=1 layers=[block4_conv1=1] imagesize=0",
          "StyleTransfer model=builtin iterations=1 imagesize=0 pyramid=0 style=wave",
          "FeatureMaps model=builtin layer=block3_conv2 display=Stack",
          "Saliency model=builtin layer=block3_conv2 method=Gradient",
          "ApplyNetwork model=[UNET]",
          "FilterVisualization model=builtin layer=block3_conv2 filters=0-1 iterations=1");

  @TempDir private static Path folder;
  private static Path unet;
  private final Random random = new Random(5);

  @BeforeAll
  static void writeNetwork() throws IOException {
    unet = ApplicableNetworks.write("unet", folder);
  }

  @BeforeEach
  void openNoWindows() {
    Interpreter.batchMode = true;
  }

  @AfterEach
  void openWindows() {
    closeImages();
    Interpreter.batchMode = false;
  }

  private static void closeImages() {
    while (WindowManager.getImageCount() > 0) {
      ImagePlus image = WindowManager.getImage(WindowManager.getIDList()[0]);
      image.changes = false;
      image.close();
    }
  }

  @Test
  void everyBudgetSufficesOrIsSaidNotTo() throws InterruptedException {
    int pictures = 0;
    for (int i = 0; i < CALLS; i++) {
      int width = LEAST_SIDE + random.nextInt(MORE_SIDE);
      int height = LEAST_SIDE + random.nextInt(MORE_SIDE);
      IJ.createImage("image", "RGB ramp", width, height, 1).show();
      int open = WindowManager.getImageCount();
      String budget = String.format(Locale.ROOT, "%.1fM", Math.pow(2, 8 * random.nextDouble()));
      String[] command = COMMANDS.get(i % COMMANDS.size()).split(" ", 2);
      String size = command[0].startsWith("Filter") ? " imagesize=" + Math.min(width, height) : "";
      String options = command[1].replace("UNET", unet.toString()) + size + " memory=" + budget;
      String call = width + " x " + height + " " + command[0] + " " + options;
      Optional<String> problem = call(command[0], options);
      if (problem.isPresent()) {
        assertTrue(problem.get().matches(REFUSAL), call + "\n" + problem.get());
      } else {
        assertEquals(open + 1, WindowManager.getImageCount(), call);
        pictures++;
      }
      closeImages();
    }
    assertTrue(pictures > CALLS / 4 && pictures < CALLS, pictures + " pictures");
  }

  /** A line of pixels is an image, too: a result, or a line that says what it is too small for. */
  @Test
  void aLineOfPixelsIsShownOrTooSmallForALayer() throws InterruptedException {
    for (String command : COMMANDS.subList(0, COMMANDS.size() - 1)) {
      IJ.createImage("line", "RGB ramp", LINE, 1, 1).show();
      String[] parts = command.replace("UNET", unet.toString()).split(" ", 2);
      Optional<String> problem = call(parts[0], parts[1]);
      if (problem.isPresent()) {
        String line = problem.get();
        assertTrue(line.matches("An image of 30000 x 1 pixels is too small for layer .*"), line);
      } else {
        assertEquals(LINE, IJ.getImage().getWidth(), command);
      }
      closeImages();
    }
  }

  private static Optional<String> call(String command, String options) throws InterruptedException {
    String[] name = {"neuralart.command." + command + "Command"};
    Optional<?>[] problem = new Optional<?>[1];
    Thread thread =
        new Thread(
            () -> {
              Macro.setOptions(options);
              problem[0] = CommandRunner.perform(name[0]);
            },
            "Run$_command");
    thread.start();
    thread.join();
    assertNotNull(problem[0], command);
    return problem[0].map(Object::toString);
  }
}
