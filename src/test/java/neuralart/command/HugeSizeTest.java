package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.plan.Draft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sizes, and products of sizes, that no array can have are refused before the work. */
class HugeSizeTest {
  private static final int WIDTH = 80;
  private static final int HEIGHT = 60;

  static Stream<Arguments> calls() {
    String image = "pixels is too large, 178 million is the most";
    ImagePlus picture = new ImagePlus("picture", new ColorProcessor(WIDTH, HEIGHT));
    return Stream.of(
        Arguments.of(style(picture, 40_000), "painting", "An image of 40000 x 30000 " + image),
        Arguments.of(style(picture, 100_000), "painting", "An image of 100000 x 75000 " + image),
        Arguments.of(style(picture, Integer.MAX_VALUE), "painting", image),
        Arguments.of(
            new Call(
                DeepDreamCommand.class,
                "image",
                picture,
                "octaves",
                5,
                "octavesabove",
                4,
                "octavescale",
                10),
            "dream",
            "An image of 800000 x 600000 " + image),
        Arguments.of(
            new Call(
                DeepDreamCommand.class,
                "image",
                picture,
                "octaves",
                50,
                "octavesabove",
                49,
                "octavescale",
                10),
            "dream",
            image),
        Arguments.of(
            new Call(DeepDreamCommand.class, "image", picture, "frames", Integer.MAX_VALUE),
            "dream",
            "Not enough memory, 2147483647 frames of 512 x 384 pixels need"),
        Arguments.of(
            filters("Montage"), "pictures", "Not enough memory, images of 4096 x 4096 pixels need"),
        Arguments.of(
            filters("Stack"), "pictures", "Not enough memory, images of 4096 x 4096 pixels need"));
  }

  private record Call(Class<? extends NeuralArtCommand> command, Object... inputs) {
    @Override
    public String toString() {
      return command.getSimpleName();
    }
  }

  private static Call style(ImagePlus picture, int size) {
    return new Call(
        StyleTransferCommand.class, "image", picture, "style", picture, "imagesize", size);
  }

  private static Call filters(String display) {
    return new Call(
        FilterVisualizationCommand.class,
        "layer",
        "block5_conv3",
        "filters",
        "all",
        "imagesize",
        4096,
        "variants",
        100,
        "display",
        display);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("calls")
  void isRefusedInOneLine(Call call, String output, String words) throws Exception {
    Commands.fail(call.command, output, words, call.inputs);
  }

  /** Tiles are made smaller then; without them, a job is refused. */
  @Test
  void aLayerThatNoArrayCanHoldIsRefused() {
    try (Network network = Models.load("builtin")) {
      Set<String> layer = Set.of("block1_conv1");
      int side = 10_000;
      assertFalse(Draft.of(network, side, side, List.of(), layer).fits());
      String reason =
          assertThrows(
                  IllegalStateException.class,
                  () -> Draft.of(network, side, side, List.of(), layer).check())
              .getMessage();
      assertTrue(
          reason.startsWith(
              "An image of 10000 x 10000 pixels is too large for layer 'block1_conv1'"),
          reason);
    }
  }
}
