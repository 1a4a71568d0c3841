package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.macro.Interpreter;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import neuralart.art.apply.ApplicableNetworks;
import neuralart.host.input.InputText;
import neuralart.host.input.SciJava;
import neuralart.model.bioimage.BioimageFiles;
import neuralart.model.dl4j.DeepLearning4jFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/**
 * Calls random commands on random images, with values that are valid, borderline or wrong: each
 * call must end in a result or in one clear line, and leave the image as it was.
 */
@Tag("slow")
class RandomCallsTest {
  private static final long SEED = Long.getLong("neuralart.calls.seed", 1);
  private static final int CALLS = Integer.getInteger("neuralart.calls", 60);
  private static final boolean VERBOSE = Boolean.getBoolean("neuralart.calls.verbose");
  private static final int SIDE = 96;
  private static final int SECONDS = 60;

  /** Of a command's keys, the share that a call gives. */
  private static final double GIVEN = 0.3;

  /** Of the given values, the share of wrong ones. */
  private static final double WRONG = 0.08;

  /** Values that may be typed where the type alone doesn't tell which are quick and sensible. */
  private static final Map<String, List<String>> VALUES =
      Map.ofEntries(
          Map.entry("device", List.of("auto", "cpu", "auto", "cpu", "gpu")),
          Map.entry("memory", List.of("", "", "3G", "0.4 GB", "90M", "1M", "much")),
          Map.entry(
              "layers",
              List.of("block3_conv2=1", "block2_conv1", "block1_conv1=-1, block4_conv3=0.5")),
          Map.entry(
              "layer", List.of("block1_conv2", "block3_conv1", "block5_conv3", "relu", "x/seed=5")),
          Map.entry("channelorder", List.of("", "", "2", "2,1", "1,2,3", "3,3,3", "9", "0")),
          Map.entry("filters", List.of("0", "1,3", "0-2", "5-2", "900", "")),
          Map.entry("channels", List.of("0", "1,3", "all", "top 2", "top 0", "900")),
          Map.entry("classname", List.of("", "", "", "0", "tabby")),
          Map.entry("cam", List.of("", "", "block1_conv2", "block9")),
          Map.entry("samples", List.of("1", "3", "0")),
          Map.entry("steps", List.of("1", "4", "0")),
          Map.entry("patch", List.of("0", "24", "500", "-1")),
          Map.entry("stride", List.of("0", "12", "600")),
          Map.entry("imagesize", List.of("0", "1", "32", "64", "96")),
          Map.entry("iterations", List.of("1", "2", "3")),
          Map.entry("octaves", List.of("1", "2", "3", "50")),
          Map.entry("octavescale", List.of("1.2", "1.4", "3", "1")),
          Map.entry("frames", List.of("1", "2")),
          Map.entry("seed", List.of("0", "-1", "9223372036854775807")));

  private static final List<String> NUMBERS = List.of("0", "1", "2", "0.5", "-1", "1e-30", "1e30");
  private static final List<String> WHOLE_NUMBERS = List.of("0", "1", "2", "-1", "1e30");
  private static final List<String> NONSENSE = List.of("NaN", "", "nonsense", "[", "1,5", "-");

  /** Keys that would reach out of this test. */
  private static final List<String> LEFT_OUT = List.of("download", "add", "remove");

  /** Known models, and files of users: networks of three channels, of one and of two. */
  private static final List<String> MODELS =
      new ArrayList<>(List.of("builtin", "builtin", "builtin", "builtin", "vgg19", "/no/such.h5"));

  @TempDir private static Path folder;
  private final Random random = new Random(SEED);

  @BeforeAll
  static void writeNetworks() throws IOException {
    float[] pixels = new float[2 * SIDE];
    byte[] test = BioimageFiles.array(pixels, 1, 2, SIDE / 8, 8);
    String scale = "[{id: zero_mean_unit_variance, kwargs: {axes: [y, x]}}]";
    Map<String, byte[]> recent =
        BioimageFiles.withOnnx(BioimageFiles.recent(scale, "[{id: sigmoid}]", test, test));
    Path zip = folder.resolve("recent package.zip");
    DeepLearning4jFiles.write(zip, recent);
    MODELS.add(zip.toString());
    Map<String, byte[]> old =
        BioimageFiles.withKeras(BioimageFiles.old("[]", "[]", test, test), folder);
    MODELS.add(BioimageFiles.folder(folder.resolve("old"), old).toString());
    for (String kind : List.of("denoiser", "classifier", "unet")) {
      MODELS.add(ApplicableNetworks.write(kind, folder).toString());
    }
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
    int[] ids = WindowManager.getIDList();
    for (int id : ids == null ? new int[0] : ids) {
      ImagePlus image = WindowManager.getImage(id);
      image.changes = false;
      image.close();
    }
  }

  @Test
  void everyCallEndsWell() throws Exception {
    List<CommandInfo> commands =
        SciJava.own().service(CommandService.class).getCommands().stream()
            .filter(info -> info.getClassName().startsWith("neuralart.command."))
            .toList();
    int results = 0;
    for (int i = 0; i < CALLS; i++) {
      CommandInfo command = commands.get(random.nextInt(commands.size()));
      ImagePlus image = image();
      ImagePlus another = image();
      another.setTitle("another");
      another.show();
      image.show();
      Object[] before = copy(image);
      String options = options(command);
      String call =
          String.format(
              "call %d of seed %d: %s on %s: %s",
              i, SEED, command.getMenuPath().getLeaf(), image.getTitle(), options);
      Optional<String> problem = call(command, options, call);
      problem.ifPresent(line -> assertOneLine(line, call));
      if (VERBOSE) {
        System.out.println(call + "\n  -> " + problem.orElse("a result"));
      }
      results += problem.isEmpty() ? 1 : 0;
      assertArrayEquals(before, copy(image), call);
      closeImages();
    }
    assertTrue(results > CALLS / 12, results + " results of " + CALLS + " calls");
  }

  private static void assertOneLine(String line, String call) {
    assertFalse(line.isBlank() || line.contains("\n"), call + "\n" + line);
    assertFalse(line.matches(".*\\b\\w+(Exception|Error)\\b.*"), call + "\n" + line);
  }

  private Optional<String> call(CommandInfo command, String options, String call)
      throws InterruptedException {
    AtomicReference<Optional<String>> problem = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              Macro.setOptions(options);
              problem.set(CommandRunner.perform(command.getClassName()));
            },
            "Run$_random call");
    thread.start();
    thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
    assertFalse(thread.isAlive(), () -> call + "\n" + Arrays.toString(thread.getStackTrace()));
    assertNotNull(problem.get(), call);
    return problem.get();
  }

  private ImagePlus image() {
    int height = random.nextInt(10) == 0 ? 1 : SIDE - random.nextInt(SIDE / 2);
    String type = pick(List.of("8-bit", "16-bit", "32-bit", "RGB", "8-bit color", "composite"));
    boolean composite = type.equals("composite");
    int slices = random.nextInt(4) == 0 ? 2 : 1;
    ImagePlus image =
        IJ.createImage(
            type + " image [1 of 2]",
            composite ? "16-bit" : type,
            SIDE,
            height,
            slices * (composite ? 2 : 1));
    for (int i = 1; i <= image.getStackSize(); i++) {
      ImageProcessor slice = image.getStack().getProcessor(i);
      for (int p = 0; p < slice.getPixelCount() && random.nextInt(SIDE * SIDE * 20) > 0; p++) {
        slice.setf(p, random.nextInt(image.getBitDepth() == 8 ? 256 : 4000));
      }
    }
    if (type.equals("32-bit") && random.nextInt(4) == 0) {
      image.getProcessor().setf(0, Float.NaN);
    }
    if (random.nextInt(4) == 0) {
      image.setRoi(new OvalRoi(SIDE / 4, height / 4, SIDE / 2, height / 2));
    }
    if (composite) {
      image.setDimensions(2, slices, 1);
      return new CompositeImage(image, random.nextInt(3) + 1);
    }
    return image;
  }

  private static Object[] copy(ImagePlus image) {
    Object[] slices = new Object[image.getStackSize()];
    for (int i = 0; i < slices.length; i++) {
      slices[i] = image.getStack().getProcessor(i + 1).duplicate().getPixels();
    }
    return slices;
  }

  private String options(CommandInfo command) {
    List<String> options = new ArrayList<>();
    for (ModuleItem<?> item : command.inputs()) {
      boolean text = InputText.isSupported(item) && item.getVisibility() == ItemVisibility.NORMAL;
      String key = InputText.key(item);
      boolean needed =
          List.of("iterations", "imagesize", "frames", "style", "filters").contains(key);
      if (text
          && !LEFT_OUT.contains(key)
          && !item.isAutoFill() | item.getType() != ImagePlus.class
          && (needed || random.nextDouble() < GIVEN)) {
        options.add(key + "=[" + value(item) + "]");
      }
    }
    if (random.nextDouble() < WRONG) {
      options.add("nokey=1");
    }
    return String.join(" ", options);
  }

  private String value(ModuleItem<?> item) {
    if (random.nextDouble() < WRONG) {
      return pick(NONSENSE);
    }
    String key = InputText.key(item);
    if (key.equals("model")) {
      return pick(MODELS);
    }
    if (VALUES.containsKey(key)) {
      return pick(VALUES.get(key));
    }
    List<?> choices = item.getChoices();
    if (choices != null && !choices.isEmpty()) {
      return String.valueOf(choices.get(random.nextInt(choices.size())));
    }
    Class<?> type = Types.box(item.getType());
    if (type == Boolean.class) {
      return String.valueOf(random.nextBoolean());
    }
    if (type == ImagePlus.class) {
      return pick(List.of("another", "another", "none", "missing"));
    }
    boolean whole = type == Integer.class || type == Long.class;
    return Number.class.isAssignableFrom(type) ? pick(whole ? WHOLE_NUMBERS : NUMBERS) : "";
  }

  private String pick(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
