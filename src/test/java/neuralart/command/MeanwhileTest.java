package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.command.CommandModule;

/** Commands at the same time, on one image, give what each of them gives alone. */
@Tag("slow")
class MeanwhileTest {
  private static final int TIMES = 2;

  private static ImagePlus image;
  private static ImagePlus style;

  /** A command with its inputs. */
  private enum Call {
    DREAM(
        DeepDreamCommand.class, "dream", "octaves", 2, "iterations", 4, "layers", "block4_conv1=1"),
    OTHER_DREAM(
        DeepDreamCommand.class,
        "dream",
        "octaves",
        1,
        "iterations",
        6,
        "seed",
        7L,
        "smoothing",
        "blur"),
    MAPS(FeatureMapsCommand.class, "maps", "layer", "block3_conv1", "slices", "all"),
    APPLIED(
        ApplyNetworkCommand.class,
        "applied",
        "layer",
        "block3_conv1",
        "channels",
        "0-2",
        "slices",
        "all"),
    STYLE(StyleTransferCommand.class, "painting", "iterations", 4, "imagesize", 0),
    ADAM(
        StyleTransferCommand.class,
        "painting",
        "iterations",
        4,
        "imagesize",
        0,
        "optimizer",
        "Adam"),
    FILTERS(
        FilterVisualizationCommand.class,
        "pictures",
        "filters",
        "0-3",
        "imagesize",
        64,
        "iterations",
        4),
    PATCHES(TopPatchesCommand.class, "result", "layer", "block2_conv2");

    private final Class<? extends NeuralArtCommand> command;
    private final String output;
    private final List<Object> inputs;

    Call(Class<? extends NeuralArtCommand> command, String output, Object... inputs) {
      this.command = command;
      this.output = output;
      this.inputs = List.of(inputs);
    }

    /** The pixels of all slices of the result. */
    Object[] pixels() throws Exception {
      List<Object> all = new ArrayList<>(inputs);
      if (command != FilterVisualizationCommand.class) {
        all.addAll(List.of("image", image));
      }
      if (command == StyleTransferCommand.class) {
        all.addAll(List.of("style", style));
      }
      CommandModule module = Commands.run(command, all.toArray());
      ImagePlus result = (ImagePlus) module.getOutput(output);
      return IntStream.rangeClosed(1, result.getStackSize())
          .mapToObj(result.getStack()::getPixels)
          .toArray();
    }
  }

  @BeforeAll
  static void start() {
    System.setProperty("java.awt.headless", "true");
    image = IJ.createImage("image", "16-bit ramp", 128, 96, 3);
    style = IJ.createImage("style", "RGB ramp", 96, 128, 1);
  }

  @AfterAll
  static void stop() {
    image.close();
    style.close();
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    "DREAM, MAPS",
    "DREAM, OTHER_DREAM",
    "DREAM, DREAM",
    "STYLE, FILTERS",
    "FILTERS, DREAM",
    "ADAM, PATCHES",
  })
  void eachGivesWhatItGivesAlone(Call first, Call second) throws Exception {
    List<Object[]> alone = List.of(first.pixels(), second.pixels());
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < TIMES; i++) {
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<Object[]>> both = new ArrayList<>();
        for (Call call : List.of(first, second)) {
          Callable<Object[]> job =
              () -> {
                together.await();
                return call.pixels();
              };
          both.add(threads.submit(job));
        }
        assertPixels(alone.get(0), both.get(0).get());
        assertPixels(alone.get(1), both.get(1).get());
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void assertPixels(Object[] expected, Object[] actual) {
    assertEquals(expected.length, actual.length);
    assertArrayEquals(expected, actual);
  }
}
