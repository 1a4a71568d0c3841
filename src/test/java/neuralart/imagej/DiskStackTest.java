package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.plugin.MontageMaker;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import neuralart.image.Grid;
import neuralart.image.Picture;
import neuralart.optimize.Monitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stacks in temporary files are like those in memory, and leave nothing behind. */
class DiskStackTest {
  private static final String FOLDER = "java.io.tmpdir";
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  @TempDir Path folder;
  private final String usual = System.getProperty(FOLDER);

  @BeforeEach
  void useFolder() {
    System.setProperty(FOLDER, folder.toString());
  }

  @AfterEach
  void leaveFolder() {
    System.setProperty(FOLDER, usual);
  }

  private static ImagePlus noise(int depth) {
    ImagePlus noise = IJ.createImage("noise", depth + "-bit noise", 1100, 1000, 3);
    if (depth == 24) {
      noise = IJ.createImage("noise", "RGB noise", 1100, 1000, 3);
    }
    for (int n = 1; n <= 3; n++) {
      noise.getStack().setSliceLabel("label " + n, n);
    }
    return noise;
  }

  private static ImagePlus onDisk(ImagePlus image) {
    ImageStack from = image.getStack();
    ImageStack to = Heap.Place.DISK.stack(from.getWidth(), from.getHeight(), from.getBitDepth());
    for (int n = 1; n <= from.size(); n++) {
      to.addSlice(from.getSliceLabel(n), from.getProcessor(n));
    }
    ImagePlus copy = new ImagePlus(image.getTitle(), to);
    copy.setDimensions(image.getNChannels(), image.getNSlices(), image.getNFrames());
    return copy;
  }

  private static void assertSame(ImageStack expected, ImageStack actual) {
    assertEquals(expected.size(), actual.size());
    assertEquals(expected.getBitDepth(), actual.getBitDepth());
    for (int n = 1; n <= expected.size(); n++) {
      assertEquals(expected.getSliceLabel(n), actual.getSliceLabel(n));
      ImageProcessor a = expected.getProcessor(n);
      ImageProcessor b = actual.getProcessor(n);
      assertArrayEquals(
          (float[]) a.convertToFloatProcessor().getPixels(),
          (float[]) b.convertToFloatProcessor().getPixels());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24, 32})
  void slicesComeBackAndCanBeSaved(int depth) {
    ImagePlus image = noise(depth);
    ImagePlus copy = onDisk(image);
    assertTrue(copy.getStack().isVirtual());
    assertSame(image.getStack(), copy.getStack());
    assertSame(image.getStack(), copy.duplicate().getStack());
    Path file = folder.resolve("saved.tif");
    assertTrue(new FileSaver(copy).saveAsTiffStack(file.toString()));
    assertSame(image.getStack(), IJ.openImage(file.toString()).getStack());
    copy.setSlice(2);
    image.setSlice(2);
    assertEquals(image.getStatistics().mean, copy.getStatistics().mean);
    ImagePlus montage = new MontageMaker().makeMontage2(copy, 3, 1, 0.1, 1, 3, 1, 0, false);
    assertEquals(330, montage.getWidth());
    copy.getStack().deleteSlice(2);
    image.getStack().deleteSlice(2);
    assertSame(image.getStack(), copy.getStack());
  }

  @Test
  void channelsAreDisplayedEachInItsRange() {
    ImagePlus image = noise(32);
    image.setDimensions(3, 1, 1);
    CompositeImage composite = new CompositeImage(onDisk(image), IJ.GRAYSCALE);
    for (int c = 1; c <= 3; c++) {
      composite.setC(c);
      composite.setDisplayRange(0, c);
    }
    composite.setC(2);
    assertEquals(2, composite.getProcessor().getMax());
    assertArrayEquals(
        (float[]) image.getStack().getPixels(2), (float[]) composite.getProcessor().getPixels());
  }

  @Test
  void nothingIsLeft() throws IOException {
    ImagePlus image = onDisk(noise(8));
    try (Stream<Path> files = Files.list(folder)) {
      boolean canGo = !IJ.isWindows(); // there, not while it is open
      assertEquals(canGo ? 0 : 1, files.count());
    }
    DiskStack.discard(image.getStack());
    assertThrows(IllegalStateException.class, () -> image.getStack().getProcessor(1));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  /** Space on the disk is given back soon after an image is closed, without being asked for. */
  @Test
  void whatIsClosedIsRemoved() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isDirectory(OPEN_FILES), "open files are known on Linux");
    ImagePlus image = onDisk(noise(8));
    assertEquals(1, openFiles());
    image.flush();
    for (int i = 0; i < 300 && openFiles() > 0; i++) {
      Thread.sleep(100);
    }
    assertEquals(0, openFiles());
  }

  /** How many files that were in the folder are open. */
  private long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      return files.filter(file -> target(file).startsWith(folder.toString())).count();
    }
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return ""; // closed in between
    }
  }

  @Test
  void aFolderThatIsMissingIsNamedInALine() {
    System.setProperty(FOLDER, folder.resolve("none").toString());
    String message =
        assertThrows(IllegalStateException.class, () -> Heap.Place.DISK.stack(9, 9, 8))
            .getMessage();
    assertEquals(1, message.lines().count());
    assertTrue(message.contains("none") && message.contains("java.io.tmpdir"), message);
  }

  /** Each slice is too small to be a matter, all of them are too many for the memory. */
  @Test
  void whatMemoryCannotHoldGoesToTheDiskIfThatCan() {
    long free = Runtime.getRuntime().maxMemory();
    assertEquals(Heap.Place.MEMORY, Heap.place(1000, 10, "maps", "Take fewer."));
    long usable = folder.toFile().getUsableSpace();
    if (usable > free) {
      assertEquals(Heap.Place.DISK, Heap.place(free, 10, "maps", "Take fewer."));
      ByteProcessor slice = new ByteProcessor(10, 10);
      assertInstanceOf(DiskStack.class, Heap.stack(slice, free / 100));
    }
    String message =
        assertThrows(
                IllegalStateException.class,
                () -> Heap.place(usable * 2 + free, 10, "maps", "Take fewer."))
            .getMessage();
    assertTrue(
        message.matches("Not enough memory: maps need .* GB, Java .* GB free, and .* Take fewer."),
        message);
  }

  @Test
  void filmsAreTheSameThere() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(OPEN_FILES), "open files are known on Linux");
    long free = Runtime.getRuntime().maxMemory();
    Assumptions.assumeTrue(folder.toFile().getUsableSpace() > free);
    PictureStack inMemory = new PictureStack();
    PictureStack onDisk = new PictureStack();
    inMemory.reserve(4, "frames", 6, 5, "Make fewer.");
    onDisk.reserve(free / 120, "frames", 6, 5, "Make fewer.");
    for (PictureStack pictures : List.of(inMemory, onDisk)) {
      Monitor monitor = pictures.every(2, Monitor.NONE);
      for (int i = 1; i <= 4; i++) {
        Picture picture = new Picture(5, 6, 3);
        picture.row(2)[4] = 10 * i;
        monitor.update(new Monitor.Progress("octave", i / 4.0, 0, () -> picture));
        if (i == 4) {
          monitor.stageDone("octave", () -> picture);
        }
      }
    }
    ImagePlus film = onDisk.film("film", IJ.createImage("source", "RGB", 6, 5, 1));
    assertInstanceOf(DiskStack.class, film.getStack());
    assertEquals(2, film.getNFrames());
    assertSame(inMemory.stack("film").getStack(), film.getStack());
    assertEquals(1, openFiles());
    onDisk.discard();
    assertEquals(0, openFiles());
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 9})
  void mapsAreTheSameThere(int width) {
    Grid grid = new Grid(5, 4, 1, 1, 2, 2);
    KeptMaps inMemory = new KeptMaps(Heap.Place.MEMORY, 3, grid, width, width - 1);
    KeptMaps onDisk = new KeptMaps(Heap.Place.DISK, 3, grid, width, width - 1);
    for (KeptMaps maps : List.of(inMemory, onDisk)) {
      for (int slice = 0; slice < 2; slice++) {
        for (int filter = 0; filter < 3; filter++) {
          for (int start = 15; start >= 0; start -= 5) { // rows come in any order
            int first = 100 * slice + 10 * filter + start;
            maps.put(filter, start, new float[] {first, 1, 2, 3, -first});
          }
        }
        maps.finish(List.of("a" + slice, "b" + slice, "c" + slice));
      }
    }
    assertInstanceOf(DiskStack.class, onDisk.stack());
    assertSame(inMemory.stack(), onDisk.stack());
    for (int filter = 0; filter < 3; filter++) {
      assertArrayEquals(inMemory.ranges().of(filter), onDisk.ranges().of(filter));
    }
    assertEquals(6, onDisk.stack().size());
    assertEquals("b1", onDisk.label(1, 1));
    assertEquals(110, onDisk.map(1, 1)[0], width == 5 ? 0 : 30);
  }
}
