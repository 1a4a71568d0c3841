package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stacks whose slices Java's memory can't hold all at once. */
@Tag("slow")
class LittleHeapTest {
  private static final int SLICES = 12;

  private static final String MACRO =
      """
      setBatchMode(true);
      run("TIFF Virtual Stack...", "open=[" + getArgument() + "]");
      source = getImageID();
      run("Feature Maps...", "layer=block1_conv1 channels=0-15 display=Stack resize slices=all");
      tell(newArray(1, 47, 192));
      selectImage(source);
      run("Feature Maps...", "layer=block1_conv1 channels=0-7 display=Overlay slices=all");
      tell(newArray(1, 47, 96));

      function tell(slices) {
        print(getTitle(), nSlices, bitDepth(), "virtual", is("Virtual Stack"));
        for (i = 0; i < slices.length; i++) {
          setSlice(slices[i]);
          getStatistics(area, mean, min, max, deviation);
          print(getInfo("slice.label"), d2s(mean, 6), min, max, d2s(deviation, 6));
        }
        close();
      }
      """;

  @TempDir Path folder;

  @Test
  void resultsAreThoseOfALargeOne() throws IOException, InterruptedException {
    ImagePlus stack = IJ.createImage("stack", "RGB noise", 256, 256, SLICES);
    Path file = folder.resolve("stack.tif");
    new FileSaver(stack).saveAsTiffStack(file.toString());
    Path macro = Files.writeString(folder.resolve("macro.ijm"), MACRO);
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    String[] arguments = {macro.toString(), file.toString()};
    List<String> little = List.of("-Xmx64m", "-Djava.io.tmpdir=" + temporary);
    MacroProcess expected = MacroProcess.run("classes", folder, arguments);
    assertEquals("", expected.errors());
    MacroProcess made = MacroProcess.run(little, "classes", folder, arguments);
    assertEquals("", made.errors());
    assertEquals(expected.output().replace("virtual 0", "virtual 1"), made.output());
    assertEquals(8, made.output().lines().count());
    try (Stream<Path> files = Files.list(temporary)) {
      assertEquals(
          List.of(), files.filter(left -> left.toString().contains("neural-art")).toList());
    }
  }
}
