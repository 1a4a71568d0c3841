package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import ij.plugin.frame.RoiManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import neuralart.imagej.ImageKinds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands on images of every kind: each gives a result that keeps the calibration, or one
 * clear line, and the image and all else that is open stays as it was.
 */
@Tag("slow")
class ImageKindsTest {
  private static final String STYLE = "a style [2] \u00e9";
  private static final String ADAM =
      " iterations=1 imagesize=0 optimizer=Adam style=[" + STYLE + "]";

  /** Commands with their options; the first ones give as many pixels as the image has. */
  private static final List<String> CALLS =
      List.of(
          "DeepDream octaves=1 iterations=1 layers=block2_conv1",
          "DeepDream octaves=1 iterations=1 layers=block2_conv1 slices=all",
          "StyleTransfer regions=none" + ADAM,
          "StyleTransfer slices=all output=channels" + ADAM,
          "FeatureMaps layer=block2_conv1 channels=0-1 slices=all resize display=Stack",
          "FeatureMaps layer=block2_conv1 channels=0 display=Overlay",
          "ApplyNetwork layer=block1_conv2 channels=0-1 slices=all",
          "Saliency layer=block3_conv1 method=Gradient display=Map slices=all",
          "FeatureMaps layer=block2_conv1 channels=[top 2] display=Montage",
          "TopPatches layer=block1_conv2 filters=0-1 patches=2",
          "NetworkLayers");

  private static final int SAME_SIZE = 8;

  @TempDir Path folder;

  static Stream<String> kinds() {
    // Those that differ in their display alone are in DisplayedImageTest.
    return ImageKinds.names().filter(kind -> !kind.matches(".*(labels|threshold|Max|Min)"));
  }

  @BeforeEach
  void openNoWindows() {
    Interpreter.batchMode = true;
    ResultsTable.getResultsTable().reset();
    ResultsTable.getResultsTable().incrementCounter();
    ResultsTable.getResultsTable().addValue("Area", 1);
  }

  @AfterEach
  void openWindows() {
    openImages().forEach(ImagePlus::close);
    Interpreter.batchMode = false;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void everythingStaysAsItWas(String kind) throws Exception {
    ImagePlus image = ImageKinds.of(kind, folder);
    ImagePlus style = ImageKinds.of("RGB", folder);
    style.setTitle(STYLE);
    for (String call : CALLS) {
      style.show();
      image.show();
      String before = ImageKinds.state(image);
      String styleBefore = ImageKinds.state(style);
      Optional<String> problem = perform(call);
      String where = kind + ": " + call;
      assertEquals(before, ImageKinds.state(image), where);
      assertEquals(styleBefore, ImageKinds.state(style), where);
      checkOthers(where);
      List<ImagePlus> results = new ArrayList<>(openImages());
      assertTrue(results.remove(image) && results.remove(style), where);
      problem.ifPresent(line -> checkRefusal(kind, call, line));
      assertEquals(problem.isEmpty() ? images(call) : 0, results.size(), where);
      results.forEach(result -> check(result, image, call, where));
      results.forEach(ImagePlus::close);
      Interpreter.removeBatchModeImage(image); // closing it would take its ROI
      Interpreter.removeBatchModeImage(style);
    }
  }

  /** How many images a call makes. */
  private static int images(String call) {
    String command = call.split(" ")[0];
    return command.equals("NetworkLayers") ? 0 : command.equals("TopPatches") ? 2 : 1;
  }

  private static void check(ImagePlus result, ImagePlus image, String call, String where) {
    Calibration expected = image.getCalibration();
    Calibration calibration = result.getCalibration();
    assertEquals(expected.getUnit(), calibration.getUnit(), where);
    boolean keepsValues = call.contains("output=channels");
    assertEquals(keepsValues && expected.calibrated(), calibration.calibrated(), where);
    if (CALLS.indexOf(call) < SAME_SIZE) {
      assertEquals(image.getWidth(), result.getWidth(), where);
      assertEquals(image.getHeight(), result.getHeight(), where);
      assertEquals(expected.pixelWidth, calibration.pixelWidth, where);
      assertEquals(expected.pixelHeight, calibration.pixelHeight, where);
      assertEquals(expected.pixelDepth, calibration.pixelDepth, where);
      assertEquals(expected.frameInterval, calibration.frameInterval, where);
    }
    if (call.contains("slices=all")) {
      assertEquals(image.getNSlices(), result.getNSlices(), where);
      assertEquals(image.getNFrames(), result.getNFrames(), where);
    }
    if (call.contains("output=channels")) {
      assertEquals(image.getBitDepth(), result.getBitDepth(), where);
      assertEquals(image.getNChannels(), result.getNChannels(), where);
    }
    String info = (String) result.getProperty("Info");
    assertTrue(info.contains("Macro: run("), where);
    for (int i = 1; i <= result.getStackSize(); i++) {
      double mean = result.getStack().getProcessor(i).getStats().mean;
      assertTrue(Double.isFinite(mean), where + ", slice " + i + ": " + mean);
    }
  }

  /** Only what is too small, or has no channels, may be refused. */
  private static void checkRefusal(String kind, String call, String line) {
    String where = kind + ": " + call + ": " + line;
    assertFalse(line.isBlank() || line.contains("\n"), where);
    assertFalse(line.matches(".*\\b\\w+(Exception|Error)\\b.*"), where);
    boolean colours = kind.startsWith("RGB") || kind.startsWith("8-bit colour");
    assertTrue(kind.contains("pixel") || colours && call.contains("output=channels"), where);
  }

  private static void checkOthers(String where) {
    assertNull(RoiManager.getInstance2(), where);
    assertNull(Interpreter.getBatchModeRoiManager(), where);
    assertNull(IJ.getLog(), where);
    if (!where.endsWith("NetworkLayers")) { // without a display, its table takes the place
      assertEquals(1, ResultsTable.getResultsTable().getValue("Area", 0), where);
    }
  }

  private static Optional<String> perform(String call) throws InterruptedException {
    String[] words = call.split(" ", 2);
    AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.of("thrown"));
    Thread thread =
        new Thread(
            () -> {
              Macro.setOptions(words.length == 1 ? "" : words[1]);
              problem.set(CommandRunner.perform("neuralart.command." + words[0] + "Command"));
            },
            "Run$_on a kind of image");
    thread.start();
    thread.join();
    return problem.get();
  }

  private static List<ImagePlus> openImages() {
    int[] ids = WindowManager.getIDList();
    return ids == null ? List.of() : IntStream.of(ids).mapToObj(WindowManager::getImage).toList();
  }
}
