package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.macro.Interpreter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import neuralart.imagej.ImageKinds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The macro line in the info of a result makes the result once more. */
@Tag("slow")
class MacroLineTest {
  private static final String TITLE = "Zelle [1 of 2] \u00e9";
  private static final String OTHER = "another \\\"one\\\" [of 2] \u03b1";
  private static final int WIDTH = 64;
  private static final int HEIGHT = 56;
  private static final Pattern LINE = Pattern.compile("Macro: (run\\(\"(.*)\", \"(.*)\"\\);)");

  @TempDir Path folder;

  /** Calls as they stand in a macro. */
  private List<String> calls() {
    String small = " octaves=1 iterations=2";
    String file = "stylefile=[" + folder.resolve("a folder").resolve("style [1].png") + "]";
    return List.of(
        "DeepDream...|layers=[block4_conv2:3,17-18=1]" + small,
        "DeepDream...|layers=[block2_conv1=-1, block3_conv1:2] guide=[" + OTHER + "]" + small,
        "DeepDream...|preset=[Keras 2017] smoothing=laplacian seed=7 jitter=3 octaves=2 iterations=2",
        "DeepDream...|frames=2 zoom=1.1 rotate=3 slices=current layers=block2_conv1" + small,
        "DeepDream...|layers=block2_conv2 slices=all" + small,
        "Style Transfer...|iterations=2 imagesize=0 style=[" + OTHER + "]",
        "Style Transfer...|iterations=2 imagesize=0 style=wave",
        "Style Transfer...|iterations=2 imagesize=0",
        "Style Transfer...|iterations=2 imagesize=0 optimizer=Adam init=noise output=channels slices=all "
            + file,
        "Filter Visualization...|layer=block2_conv1 filters=[0-1, 3+5*0.5] imagesize=32 iterations=2",
        "Filter Visualization...|preset=Lucid side=negative display=Montage filters=2 imagesize=48"
            + " iterations=2 layer=block2_conv1",
        "Feature Maps...|layer=block2_conv1 channels=[top 3] display=Montage slices=all",
        "Feature Maps...|layer=block3_conv1 channels=0,2-3 resize",
        "Apply Network...|layer=block1_conv1 channels=0,2-3 slices=all pixels=raw",
        "Saliency...|layer=block3_conv1 channels=3+4*0.5 method=SmoothGrad samples=2 display=Map slices=all",
        "Saliency...|layer=block3_conv2 method=Occlusion baseline=blurred patch=20 signed imagesize=48",
        "Top Patches...|layer=block1_conv2 filters=0-1 patches=2 display=Stack",
        "Top Patches...|layer=block1_conv2 filters=[top 2] patches=2 folder=["
            + folder.resolve("a folder")
            + "]");
  }

  @BeforeEach
  void saveImages() throws Exception {
    Path files = Files.createDirectory(folder.resolve("a folder"));
    ImagePlus image = ImageKinds.of("RGB", folder);
    assertTrue(new FileSaver(image).saveAsPng(files.resolve("style [1].png").toString()));
    ImagePlus stack = IJ.createImage(TITLE, "16-bit ramp", WIDTH, HEIGHT, 2);
    stack.getStack().getProcessor(2).flipVertical();
    assertTrue(new FileSaver(stack).saveAsTiff(folder.resolve("stack.tif").toString()));
  }

  @AfterEach
  void closeImages() {
    Interpreter.batchMode = false;
  }

  @Test
  void inAMacroWithAndWithoutBatchMode() throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add("dir = getArgument() + '/'; recorded = newArray(" + calls().size() + ");");
    lines.add("openImages();");
    for (int i = 0; i < calls().size(); i++) {
      String[] call = calls().get(i).split("\\|");
      lines.add("selectImage(stack); run('" + call[0] + "', \"" + call[1] + "\");");
      lines.add("recorded[" + i + "] = save('first-" + i + "');");
    }
    for (String name : List.of("second-", "third-")) {
      lines.add("for (i = 0; i < recorded.length; i++) {");
      lines.add("  selectImage(stack); eval(recorded[i]); line = save('" + name + "' + i);");
      lines.add("  if (line != recorded[i]) exit(recorded[i] + ' became ' + line); }");
      lines.add("setBatchMode(true); openImages();");
    }
    lines.add("var stack;");
    lines.add("function openImages() {");
    lines.add("  open(dir + 'stack.tif'); rename(\"" + TITLE + "\"); stack = getImageID();");
    lines.add("  open(dir + 'a folder/style [1].png'); rename(\"" + OTHER + "\"); }");
    lines.add("function save(name) {");
    lines.add("  info = getMetadata('Info');");
    lines.add("  line = substring(info, indexOf(info, 'Macro: ') + 7);");
    lines.add("  line = substring(line, 0, indexOf(line, '\\n'));");
    lines.add("  saveAs('tiff', dir + name); close(); return line; }");
    Path macro = Files.writeString(folder.resolve("macro.ijm"), String.join("\n", lines));
    MacroProcess process = MacroProcess.run("classes", folder, macro.toString(), folder.toString());
    assertEquals("", process.errors());
    assertEquals(0, process.exitCode());
    for (int i = 0; i < calls().size(); i++) {
      ImagePlus first = open("first-" + i);
      assertSame(first, open("second-" + i), calls().get(i));
      assertSame(first, open("third-" + i), calls().get(i) + " in batch mode");
    }
  }

  private ImagePlus open(String name) {
    return new Opener().openImage(folder.resolve(name + ".tif").toString());
  }

  private static void assertSame(ImagePlus expected, ImagePlus actual, String call) {
    assertArrayEquals(expected.getDimensions(), actual.getDimensions(), call);
    assertEquals(expected.getBitDepth(), actual.getBitDepth(), call);
    assertArrayEquals(slices(expected), slices(actual), call);
  }

  private static Object[] slices(ImagePlus image) {
    return IntStream.rangeClosed(1, image.getStackSize())
        .mapToObj(image.getStack()::getPixels)
        .toArray();
  }
}
