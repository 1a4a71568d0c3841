package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import neuralart.art.Titled;
import neuralart.art.dream.DeepDreamPreset;
import neuralart.art.filter.FilterVisualizationPreset;
import neuralart.art.style.StyleTransferPreset;
import neuralart.host.input.DialogHints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LookPicturesTest {
  private static final int SIDE = 112;

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of(new DeepDreamCommand(), Titled.titles(DeepDreamPreset.class)),
        Arguments.of(new StyleTransferCommand(), Titled.titles(StyleTransferPreset.class)),
        Arguments.of(
            new FilterVisualizationCommand(), Titled.titles(FilterVisualizationPreset.class)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyLookHasAPictureOfItsOwnAndAName(DialogHints command, List<String> presets) {
    Set<List<Integer>> pictures = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (String preset : presets) {
      BufferedImage picture = (BufferedImage) command.picture("preset", preset).orElseThrow();
      assertEquals(SIDE, picture.getWidth(), preset);
      assertEquals(SIDE, picture.getHeight(), preset);
      int[] pixels = picture.getRGB(0, 0, SIDE, SIDE, null, 0, SIDE);
      assertTrue(pictures.add(java.util.Arrays.stream(pixels).boxed().toList()), preset);
      assertTrue(names.add(command.label("preset", preset)), preset);
      assertNotEquals(preset, command.label("preset", preset));
    }
  }

  @Test
  void openImagesAndBuiltinStylesHavePictures() {
    assertTrue(new StyleTransferCommand().picture("style", "swirl").isPresent());
    assertTrue(new StyleTransferCommand().picture("style", "none").isEmpty());
  }
}
