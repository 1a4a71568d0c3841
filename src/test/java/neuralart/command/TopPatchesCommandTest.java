package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.command.CommandModule;

class TopPatchesCommandTest {
  private static final String LAYER = "block2_conv1";
  private static final int FIELD = 10;

  @TempDir Path folder;

  /** Held against the maps themselves: the highest values, far enough from each other. */
  @Test
  void patchesAreTheHighestValuesOfTheMaps() throws Exception {
    ImagePlus image = noise("noise", 90, 70, 4);
    CommandModule module =
        Commands.run(
            TopPatchesCommand.class,
            "image",
            image,
            "layer",
            LAYER,
            "filters",
            "5,17",
            "patches",
            4,
            "display",
            "Stack",
            "table",
            true);
    ResultsTable table = (ResultsTable) module.getOutput("places");
    ImagePlus maps =
        (ImagePlus)
            Commands.run(
                    FeatureMapsCommand.class,
                    "image",
                    image,
                    "layer",
                    LAYER,
                    "channels",
                    "5,17",
                    "display",
                    "Stack",
                    "slices",
                    "all")
                .getOutput("maps");
    assertEquals(8, table.size());
    for (int filter = 0; filter < 2; filter++) {
      List<double[]> expected = greedy(maps, filter + 1, 4);
      for (int rank = 0; rank < 4; rank++) {
        int row = filter * 4 + rank;
        assertEquals(filter == 0 ? 5 : 17, table.getValue("Filter", row));
        assertEquals(rank + 1, table.getValue("Rank", row));
        assertArrayEquals(
            expected.get(rank),
            new double[] {
              (float) table.getValue("Value", row),
              table.getValue("Slice", row),
              table.getValue("BX", row),
              table.getValue("BY", row)
            });
      }
    }
    showsTheImage((ImagePlus) module.getOutput("result"), image, table);
  }

  @Test
  void marksThePlacesOnACopy() throws Exception {
    ImagePlus image = noise("noise", 90, 70, 4);
    Object[] inputs = {
      "image", image, "layer", LAYER, "filters", "5,17", "patches", 4, "table", true
    };
    CommandModule module = Commands.run(TopPatchesCommand.class, inputs);
    ImagePlus marked = (ImagePlus) module.getOutput("marked");
    ResultsTable table = (ResultsTable) module.getOutput("places");
    assertEquals("noise-block2_conv1 places", marked.getTitle());
    Roi[] marks = marked.getOverlay().toArray();
    assertEquals(table.size(), marks.length);
    for (int i = 0; i < marks.length; i++) {
      Rectangle place =
          new Rectangle((int) table.getValue("BX", i), (int) table.getValue("BY", i), FIELD, FIELD);
      assertEquals(place, marks[i].getBounds());
      assertEquals((i < 4 ? 5 : 17) + " #" + (i % 4 + 1), marks[i].getName());
      int slice = (int) table.getValue("Slice", i);
      int position = Math.max(1, marks[i].getPosition());
      assertEquals("slice " + slice + ", frame 1", marked.getStack().getShortSliceLabel(position));
      assertEquals(
          image.getStack().getProcessor(slice).get(3, 4) * 0x10101,
          marked.getStack().getProcessor(position).get(3, 4) & 0xffffff);
    }
    assertNull(image.getOverlay());

    Object[] without = Arrays.copyOf(inputs, inputs.length + 2);
    without[inputs.length] = "mark";
    without[inputs.length + 1] = false;
    assertNull(Commands.run(TopPatchesCommand.class, without).getOutput("marked"));
  }

  @Test
  void showsSyntheticImagesBesideThePatches() throws Exception {
    CommandModule module =
        Commands.run(
            TopPatchesCommand.class,
            "image",
            noise("noise", 60, 50, 1),
            "layer",
            LAYER,
            "filters",
            "5,17",
            "patches",
            2,
            "display",
            "Stack",
            "synthetic",
            true);
    ImagePlus patches = (ImagePlus) module.getOutput("result");
    assertArrayEquals(new int[] {FIELD, FIELD, 1, 3, 2}, patches.getDimensions());
    assertEquals("filter 5, synthetic", patches.getStack().getSliceLabel(1));
    assertEquals("filter 17, synthetic", patches.getStack().getSliceLabel(4));
    double deviation =
        patches.getStack().getProcessor(1).convertToByteProcessor().getStats().stdDev;
    assertTrue(deviation > 8, "standard deviation " + deviation);
  }

  private static void showsTheImage(ImagePlus patches, ImagePlus image, ResultsTable table) {
    assertArrayEquals(new int[] {FIELD, FIELD, 1, 4, 2}, patches.getDimensions());
    for (int i = 0; i < 8; i++) {
      ImageProcessor patch = patches.getStack().getProcessor(i + 1);
      ImageProcessor slice = image.getStack().getProcessor((int) table.getValue("Slice", i));
      for (int y = 0; y < FIELD; y++) {
        for (int x = 0; x < FIELD; x++) {
          int grey =
              slice.get((int) table.getValue("BX", i) + x, (int) table.getValue("BY", i) + y);
          assertEquals(grey * 0x10101, patch.get(x, y) & 0xffffff);
        }
      }
    }
  }

  /** Value, slice, left and top of the patches of one filter. */
  private static List<double[]> greedy(ImagePlus maps, int channel, int count) {
    List<double[]> all = new ArrayList<>();
    for (int z = 1; z <= maps.getNSlices(); z++) {
      ImageProcessor map = maps.getStack().getProcessor(maps.getStackIndex(channel, z, 1));
      for (int i = 0; i < map.getPixelCount(); i++) {
        int left = 2 * (i % map.getWidth()) - 4;
        int top = 2 * (i / map.getWidth()) - 4;
        boolean inside = left >= 0 && top >= 0 && left + FIELD <= 90 && top + FIELD <= 70;
        if (inside) {
          all.add(new double[] {map.getf(i), z, left, top});
        }
      }
    }
    all.sort((a, b) -> Double.compare(b[0], a[0]));
    List<double[]> chosen = new ArrayList<>();
    for (double[] one : all) {
      boolean apart =
          chosen.stream()
              .allMatch(
                  other ->
                      other[1] != one[1]
                          || Math.abs(other[2] - one[2]) >= FIELD
                          || Math.abs(other[3] - one[3]) >= FIELD);
      if (apart && chosen.size() < count) {
        chosen.add(one);
      }
    }
    return chosen;
  }

  @Test
  void aFolderWithBadFiles() throws Exception {
    new FileSaver(noise("a", 60, 50, 1)).saveAsTiff(folder.resolve("a.tif").toString());
    new FileSaver(noise("b", 40, 64, 1)).saveAsPng(folder.resolve("b.png").toString());
    byte[] png = Files.readAllBytes(folder.resolve("b.png"));
    Files.write(folder.resolve("broken.png"), Arrays.copyOf(png, png.length / 3));
    Files.writeString(folder.resolve("notes.txt"), "no image");
    Files.write(folder.resolve("empty.tif"), new byte[0]);
    new FileSaver(noise("tiny", 1, 1, 1)).saveAsTiff(folder.resolve("tiny.tif").toString());
    CommandModule module =
        Commands.run(
            TopPatchesCommand.class,
            "folder",
            folder.toFile(),
            "layer",
            LAYER,
            "filters",
            "top 3",
            "patches",
            5,
            "table",
            true);
    ImagePlus result = (ImagePlus) module.getOutput("result");
    assertTrue(result.getTitle().endsWith("-block2_conv1 patches"), result.getTitle());
    assertTrue(result.getProcessor() instanceof ColorProcessor);
    String info = (String) result.getProperty("Info");
    for (String bad : List.of("broken.png", "notes.txt", "empty.tif", "tiny.tif")) {
      assertTrue(info.contains("Skipped " + bad + ": "), info);
    }
    assertFalse(info.contains("Skipped a.tif") || info.contains("Skipped b.png"), info);
    ResultsTable table = (ResultsTable) module.getOutput("places");
    assertEquals(15, table.size());
    long files =
        IntStream.range(0, 15).mapToObj(i -> table.getStringValue("Image", i)).distinct().count();
    assertEquals(2, files);
  }

  @Test
  void anImageSmallerThanTheFieldGivesOnePatch() throws Exception {
    CommandModule module =
        Commands.run(
            TopPatchesCommand.class,
            "image",
            noise("small", 48, 40, 1),
            "layer",
            "block4_conv3",
            "filters",
            "top 2",
            "patches",
            3);
    assertTrue(((ImagePlus) module.getOutput("result")).getWidth() > 3 * 72);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "filters | 48 | block2_conv1, 48, 0-47",
        "filters | , | no choice of filters",
        "layer | nowhere | nowhere, block1_conv1",
        "display | Overlay | Overlay, Montage, Stack",
        "folder | /no/such/folder | /no/such/folder, no folder",
        "device | gpu | gpu, cpu"
      })
  void wrongInputIsOneClearLine(String key, String value, String named) throws Exception {
    Object input = key.equals("folder") ? new File(value) : value;
    ImagePlus image = noise("noise", 60, 50, 1);
    Object[] inputs = {"image", image, "layer", LAYER, key, input};
    Commands.fail(TopPatchesCommand.class, "result", named, inputs);
  }

  @Test
  void withoutAnImage() throws Exception {
    Commands.fail(TopPatchesCommand.class, "result", "No image is open, folder");
  }

  @Test
  void foldersWithoutImages() throws Exception {
    String empty = "has no files";
    Commands.fail(TopPatchesCommand.class, "result", empty, "folder", folder.toFile());
    Files.writeString(folder.resolve("notes.txt"), "no image");
    String none = "notes.txt, can't open";
    Commands.fail(TopPatchesCommand.class, "result", none, "folder", folder.toFile());
  }

  private static ImagePlus noise(String title, int width, int height, int planes) {
    Random random = new Random(width);
    ImageStack stack = new ImageStack(width, height);
    for (int i = 0; i < planes; i++) {
      byte[] pixels = new byte[width * height];
      random.nextBytes(pixels);
      stack.addSlice(new ByteProcessor(width, height, pixels));
    }
    return new ImagePlus(title, stack);
  }
}
