package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.io.Opener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import neuralart.art.apply.ApplicableNetworks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the macros that come with the plugin, without a display and in batch mode. */
@Tag("slow")
class ExampleMacrosTest {
  private static final int WIDTH = 150;
  private static final int HEIGHT = 75;
  private static final int SLICES = 3;
  private static final int LONGER_SIDE = 100;

  /** The longer side of a dream on a small image. */
  private static final int ENLARGED = 512;

  private static JavaSession session;

  @TempDir Path folder;

  @BeforeAll
  static void startSession() throws IOException {
    session = MacroProcess.session();
  }

  @AfterAll
  static void endSession() throws IOException {
    session.close();
  }

  @Test
  void dreamsOnAnImage() throws Exception {
    run("Dream.ijm", save(image("cells one", 1)));
    assertPicture(open("cells one-dream.png"), ENLARGED, ENLARGED * HEIGHT / WIDTH);
  }

  @Test
  void dreamsAlongAStack() throws Exception {
    run("DreamAlongStack.ijm", save(image("stack", SLICES)));
    ImagePlus dream = open("stack-dream.tif");
    assertEquals(SLICES, dream.getStackSize());
    assertPicture(dream, ENLARGED, ENLARGED * HEIGHT / WIDTH);
  }

  @Test
  void dreamsWithManyParameters() throws Exception {
    run("DreamSweep.ijm", save(image("cells", 1)));
    assertPicture(open("cells-sweep.png"), 3 * 240, 3 * 120);
  }

  @Test
  void dreamsWithMoreAndMoreIterations() throws Exception {
    run("DreamIterations.ijm", save(image("cells", 1)) + ";160");
    assertPicture(open("cells-iterations.png"), 4 * 160, 80);
  }

  @Test
  void dreamsWithLayersAndOctaves() throws Exception {
    run("DreamLayersAndOctaves.ijm", save(image("cells", 1)) + ";320");
    assertPicture(open("cells-layers.png"), 3 * 320, 4 * 160);
  }

  @Test
  void dreamsByChance() throws Exception {
    MacroProcess process = run("RandomDreams.ijm", save(image("cells", 1)) + ";160");
    assertPicture(open("cells-random.png"), 3 * 160, 3 * 80);
    assertEquals(9, process.output().lines().filter(line -> line.startsWith("Seed ")).count());
  }

  @Test
  void paintsWithoutAPicture() throws Exception {
    run("BlankPictures.ijm", save(image("cells", 1)) + ";wave;80");
    assertPicture(open("cells-blank.png"), 3 * 80, 2 * 40);
  }

  @Test
  void makesAFilmOfDreams() throws Exception {
    String options = ";frames=3 zoom=1.1 rotate=2 imagesize=200 iterations=2";
    run("DreamFilm.ijm", save(image("cells", 1)) + options);
    ImagePlus film = open("cells-dream.tif");
    assertEquals(3, film.getStackSize());
    assertEquals(3, film.getNFrames());
    assertPicture(film, 200, 200 * HEIGHT / WIDTH);
    assertEquals(3, open("cells-dream.gif").getStackSize());
  }

  @Test
  void dreamsOnALargeImage() throws Exception {
    run("DreamLargeImage.ijm", save(image("cells", 1)) + ";iterations=3");
    assertPicture(open("cells-dream.tif"), ENLARGED, ENLARGED * HEIGHT / WIDTH);
  }

  @Test
  void paintsAFolderInOneStyle() throws Exception {
    save(image("one image", 1));
    save(image("two", 1));
    String style = Files.createDirectory(folder.resolve("style")).resolve("dots.png").toString();
    assertTrue(new FileSaver(image("dots", 1)).saveAsPng(style));
    MacroProcess process =
        run("StyleFolder.ijm", folder + ";" + style + ";imagesize=100 iterations=10");
    assertTrue(process.output().startsWith("Painted 2 images"), process.output());
    assertPicture(open("styled/one image.png"), LONGER_SIDE, LONGER_SIDE * HEIGHT / WIDTH);
    assertPicture(open("styled/two.png"), LONGER_SIDE, LONGER_SIDE * HEIGHT / WIDTH);
  }

  @Test
  void fillsDust() throws Exception {
    ImagePlus dusty = image("dusty", 1);
    dusty.getProcessor().setColor(65535);
    dusty.getProcessor().fillOval(60, 30, 12, 12);
    run("FillSelection.ijm", save(dusty));
    ImagePlus filled = open("dusty-filled.tif");
    assertEquals(16, filled.getBitDepth());
    assertTrue(filled.getProcessor().getStats().max < 65535);
    run("FillSelection.ijm", "");
  }

  @Test
  void appliesANetworkToAFolder() throws Exception {
    save(image("one image", 2));
    save(image("two", 1));
    Path models = Files.createDirectory(folder.resolve("models"));
    Path network = ApplicableNetworks.write("unet", models);
    MacroProcess process = run("ApplyNetwork.ijm", folder + ";" + network + ";channels=1");
    assertTrue(process.output().startsWith("Applied to 2 images"), process.output());
    ImagePlus stack = open("applied/one image.tif");
    assertEquals(2, stack.getStackSize());
    assertEquals(32, stack.getBitDepth());
    assertEquals(WIDTH, open("applied/two.tif").getWidth());
  }

  @Test
  void showsFiltersOfEveryLayer() throws Exception {
    MacroProcess process =
        run("FiltersOfEveryLayer.ijm", folder + ";filters=0-1 imagesize=64 iterations=16");
    assertTrue(process.output().startsWith("Saved 12 montages"), process.output());
    ImagePlus montage = open("builtin-block3_conv2.png");
    assertPicture(montage, montage.getWidth(), montage.getHeight());
  }

  @Test
  void measuresFeatureMaps() throws Exception {
    run("FeatureMapsToCsv.ijm", save(image("cells", 1)));
    List<String> lines = Files.readAllLines(folder.resolve("cells-block4_conv3.csv"));
    assertEquals("Map,Mean,Maximum,Standard deviation", lines.get(0).strip());
    assertEquals(1 + 160, lines.size());
  }

  @Test
  void showsWhatDecides() throws Exception {
    run("Saliency.ijm", save(image("cells", 1)) + ";layer=block3_conv1 samples=2 steps=2");
    assertPicture(open("cells-saliency.png"), 5 * WIDTH, HEIGHT);
  }

  @Test
  void paintsAnImageInTheStyleOfAnother() throws Exception {
    run("StyleTransfer.ijm", save(image("cells one", 1)) + ";" + save(image("a style", 1)));
    assertPicture(open("cells one in the style of a style.png"), 512, 512 * HEIGHT / WIDTH);
  }

  @Test
  void paintsWithManyWeights() throws Exception {
    run("StylePreview.ijm", save(image("cells", 1)) + ";" + save(image("style", 1)));
    assertPicture(open("cells-styles.png"), 3 * 200, 200 * HEIGHT / WIDTH);
  }

  /** Noise on a ramp, in 16 bits. */
  private static ImagePlus image(String title, int slices) {
    ImagePlus image = IJ.createImage(title, "16-bit ramp", WIDTH, HEIGHT, slices);
    Random random = new Random(1);
    for (int slice = 1; slice <= slices; slice++) {
      short[] pixels = (short[]) image.getStack().getPixels(slice);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (short) (pixels[i] / 2 + random.nextInt(10000));
      }
    }
    image.setDisplayRange(0, 45000);
    return image;
  }

  private String save(ImagePlus image) {
    Path file = folder.resolve(image.getTitle() + ".tif");
    assertTrue(new FileSaver(image).saveAsTiff(file.toString()));
    return file.toString();
  }

  private ImagePlus open(String name) {
    return new Opener().openImage(folder.resolve(name).toString());
  }

  /** Runs a macro while an image is open that it doesn't know of, and must leave alone. */
  private MacroProcess run(String macro, String argument) throws IOException {
    Path caller = Files.createDirectories(folder.resolve("caller")).resolve("caller.ijm");
    Files.writeString(
        caller,
        """
        setBatchMode(true);
        newImage("someone's dream", "RGB ramp", 30, 20, 1);
        theirs = getImageID();
        runMacro("%s", getArgument());
        if (!isOpen(theirs)) exit("it closed an image that was open before");
        selectImage(theirs);
        if (getTitle() != "someone's dream" || nSlices != 1) exit("it changed another image");
        """
            .formatted(Path.of("macros", macro).toAbsolutePath()));
    MacroProcess process = MacroProcess.run(session, folder, caller, argument);
    assertEquals("", process.errors());
    assertEquals(0, process.exitCode());
    return process;
  }

  /** Tells a picture from an empty one. */
  private static void assertPicture(ImagePlus image, int width, int height) {
    assertEquals(width, image.getWidth());
    assertEquals(height, image.getHeight());
    double deviation = image.getProcessor().convertToByte(false).getStats().stdDev;
    assertTrue(deviation > 10, "standard deviation " + deviation);
  }
}
