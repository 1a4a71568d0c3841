package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks into layers from a macro, as a user does. */
@Tag("slow")
class MapsMacroTest {
  @TempDir Path folder;

  @Test
  void mapsPatchesAndLayers() throws Exception {
    Path images = Files.createDirectory(folder.resolve("some images"));
    ImagePlus ramp = IJ.createImage("ramp", "8-bit ramp", 80, 60, 1);
    assertTrue(new FileSaver(ramp).saveAsPng(images.resolve("a.png").toString()));
    byte[] png = Files.readAllBytes(images.resolve("a.png"));
    Files.write(images.resolve("broken.png"), Arrays.copyOf(png, png.length / 2));
    MacroProcess process =
        run(
            "newImage('cells', '16-bit ramp', 64, 48, 3);",
            "setVoxelSize(0.5, 0.25, 2, 'micron');",
            "run('Feature Maps...', 'layer=block2_conv1 channels=[top 4] display=Stack slices=all table');",
            "Stack.getDimensions(w, h, c, z, t);",
            "getVoxelSize(x, y, depth, unit);",
            "print(getTitle(), w, h, c, z, t, x, y, depth, unit, bitDepth(), nResults);",
            "print(startsWith(getInfo('slice.label'), 'filter '));",
            "selectWindow('cells');",
            "run('Feature Maps...', 'layer=block3_conv1 channels=3,5 display=Overlay lut=ice');",
            "print(getTitle(), nSlices, getWidth(), bitDepth());",
            "selectWindow('cells');",
            "run('Network Layers...');",
            "print(nResults, getResultString('Layer', 2), getResultString('Output', 2));",
            "run('Top Patches...', 'layer=block1_conv2 filters=0-1 table folder=["
                + images
                + "]');",
            "print(getTitle(), nResults, getResultString('Image', 0));");
    assertEquals(0, process.exitCode(), process.errors());
    List<String> lines = process.output().lines().toList();
    assertEquals("cells-block2_conv1 32 24 4 3 1 1 0.5 2 microns 32 144", lines.get(0));
    assertEquals("1", lines.get(1));
    assertEquals("cells-block3_conv1 2 64 24", lines.get(2));
    assertEquals("17 block1_pool 32 x 24", lines.get(3));
    String last = lines.get(lines.size() - 1);
    assertTrue(last.startsWith("some images-block1_conv2 patches "), process.output());
    assertTrue(last.endsWith(" a.png"), process.output());
    String skipped = "Skipped broken.png: ImageJ can't open broken.png as an image";
    assertTrue(lines.contains(skipped), process.output());
  }

  @Test
  void aFilterThatIsNotThereEndsTheMacroWithOneLine() throws Exception {
    MacroProcess process =
        run(
            "newImage('cells', '8-bit ramp', 64, 48, 1);",
            "run('Feature Maps...', 'layer=block2_conv1 channels=48');");
    assertEquals(1, process.exitCode());
    String line = "line 2: Layer 'block2_conv1' has no filters '48'; its 48 filters are 0-47";
    assertTrue(process.errors().strip().endsWith(line), process.errors());
  }

  private MacroProcess run(String... lines) throws Exception {
    Path macro = folder.resolve("macro.ijm");
    Files.writeString(macro, String.join("\n", lines));
    return MacroProcess.run("classes", folder, macro.toString(), "");
  }
}
