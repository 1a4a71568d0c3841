package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ij.ImagePlus;
import ij.io.Opener;
import ij.process.ImageProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import neuralart.plan.opencl.OpenClTestDevices;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same macro lines on a device of OpenCL and on the processor: the same pictures. */
@Tag("slow")
class DeviceMacroTest {
  /** Of 255, in a value of a picture: what two processors may differ by. */
  private static final int TOLERANCE = 2;

  /**
   * Of the values, how many may differ by more: where a gradient is nearly 0, Adam's first steps go
   * by the sign that rounding gives it.
   */
  private static final double EXCEPTIONS = 0.005;

  private static final List<String> LINES =
      List.of(
          "DeepDream...|layers=block4_conv2 octaves=2 iterations=2",
          "Style Transfer...|style=wave iterations=2 imagesize=0",
          "Style Transfer...|style=wave preset=TensorFlow iterations=1 imagesize=96",
          "Filter Visualization...|layer=block3_conv1 filters=0-1 imagesize=64 iterations=2");

  @TempDir Path folder;

  @Test
  void picturesOfADeviceAreTheProcessors() throws Exception {
    assumeFalse(OpenClTestDevices.executors().isEmpty(), OpenClTestDevices.MISSING);
    Path macro = Files.writeString(folder.resolve("macro.ijm"), macro());
    List<String> command = JavaSession.command("neuralart.launch.Launcher", "classes");
    command.add(1, "-Dneuralart.opencl.records=" + folder);
    command.addAll(List.of(macro.toString(), folder.toString()));
    ProcessBuilder java = new ProcessBuilder(command);
    java.environment().put("NEURALART_OPENCL_CPU", "1");
    MacroProcess process = MacroProcess.run(java, folder);
    assertEquals("", process.errors());
    assertEquals(0, process.exitCode());
    assertTrue(Files.exists(folder.resolve("opencl.properties")), "the device wasn't looked at");
    for (int i = 0; i < LINES.size(); i++) {
      ImagePlus device = open("gpu", i);
      ImagePlus processor = open("cpu", i);
      assertTrue(device.getInfoProperty().contains("(OpenCL, driver "), device.getInfoProperty());
      int[] differences = differences(device, processor);
      int largest = IntStream.of(differences).max().orElseThrow();
      double share =
          (double) IntStream.of(differences).filter(d -> d > TOLERANCE).count()
              / differences.length;
      String told =
          LINES.get(i)
              + ": at most "
              + largest
              + " of 255 apart, "
              + share
              + " of the values by more than "
              + TOLERANCE;
      System.out.println(told);
      assertTrue(share <= (LINES.get(i).contains("TensorFlow") ? EXCEPTIONS : 0), told);
    }
  }

  private static String macro() {
    StringBuilder macro = new StringBuilder();
    for (String device : List.of("gpu", "cpu")) {
      for (int i = 0; i < LINES.size(); i++) {
        String[] call = LINES.get(i).split("\\|");
        macro.append("open('" + Path.of("docs/images/landscape.jpg").toAbsolutePath() + "');\n");
        macro.append("run('Size...', 'width=96 height=72 average interpolation=Bilinear');\n");
        macro.append("run('" + call[0] + "', '" + call[1] + " device=" + device + "');\n");
        macro.append("saveAs('tiff', getArgument() + '/" + device + i + "'); close('*');\n");
      }
    }
    return macro.toString();
  }

  private ImagePlus open(String device, int line) {
    return new Opener().openImage(folder.resolve(device + line + ".tif").toString());
  }

  private static int[] differences(ImagePlus a, ImagePlus b) {
    assertEquals(a.getStackSize(), b.getStackSize());
    IntStream.Builder differences = IntStream.builder();
    for (int slice = 1; slice <= a.getStackSize(); slice++) {
      ImageProcessor left = a.getStack().getProcessor(slice);
      ImageProcessor right = b.getStack().getProcessor(slice);
      for (int i = 0; i < left.getPixelCount(); i++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          differences.add(Math.abs((left.get(i) >> shift & 255) - (right.get(i) >> shift & 255)));
        }
      }
    }
    return differences.build().toArray();
  }
}
