package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.process.ColorProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What commands write is the same in every locale: other commas, other digits, other letters. */
@Tag("slow")
class LocaleTest {
  private static final Locale BEFORE = Locale.getDefault();
  private static final int SIDE = 40;

  static Stream<Locale> locales() {
    return Stream.of("de-DE", "tr-TR", "ar-EG-u-nu-arab").map(Locale::forLanguageTag);
  }

  @AfterEach
  void restore() {
    Locale.setDefault(BEFORE);
  }

  @ParameterizedTest
  @MethodSource("locales")
  void everyCommandWritesTheSameAsInEnglish(Locale locale) throws Exception {
    Locale.setDefault(Locale.ENGLISH);
    List<String> expected = written();
    Locale.setDefault(locale);
    assertTrue(!locale.getLanguage().equals("ar") || !String.format("%d", 1).equals("1"));
    assertEquals(expected, written());
  }

  private static List<String> written() throws Exception {
    List<String> texts = new ArrayList<>();
    ImagePlus image = image();
    write(
        texts,
        DeepDreamCommand.class,
        "image",
        image,
        "octaves",
        2,
        "iterations",
        2,
        "octavescale",
        1.25,
        "layers",
        "block2_conv1=0.75",
        "stepsize",
        0.0125);
    write(
        texts,
        StyleTransferCommand.class,
        "image",
        image,
        "style",
        image(),
        "iterations",
        2,
        "optimizer",
        "Adam",
        "every",
        1,
        "plot",
        true,
        "tvweight",
        0.5);
    for (String display : List.of("Stack", "Montage")) {
      write(
          texts,
          FilterVisualizationCommand.class,
          "layer",
          "block1_conv1",
          "filters",
          "0,1+2*0.5",
          "imagesize",
          24,
          "iterations",
          2,
          "display",
          display);
      write(
          texts,
          FeatureMapsCommand.class,
          "image",
          image,
          "layer",
          "block2_conv1",
          "channels",
          "top 3",
          "table",
          true,
          "display",
          display);
      write(
          texts,
          TopPatchesCommand.class,
          "image",
          image,
          "layer",
          "block1_conv2",
          "filters",
          "0-2",
          "patches",
          2,
          "table",
          true,
          "display",
          display);
    }
    write(texts, NetworkLayersCommand.class, "image", image);
    write(texts, NetworkModelsCommand.class);
    texts.add(
        Commands.refusal(
            DeepDreamCommand.class, "image", image, "layers", "block5_conv3", "octaves", 9));
    texts.add(
        Commands.refusal(
            StyleTransferCommand.class, "image", image, "style", image, "imagesize", -5));
    return texts;
  }

  /**
   * The title, info and labels of each image, and the rows of each table, by name of the output.
   */
  private static void write(
      List<String> texts, Class<? extends NeuralArtCommand> command, Object... inputs)
      throws Exception {
    Map<String, Object> outputs = new TreeMap<>(Commands.run(command, inputs).getOutputs());
    for (Map.Entry<String, Object> output : outputs.entrySet()) {
      String name = command.getSimpleName() + ", " + output.getKey() + ": ";
      if (output.getValue() instanceof ImagePlus image) {
        texts.add(name + image.getTitle());
        texts.add(name + image.getProperty("Info"));
        for (int i = 1; i <= image.getStackSize(); i++) {
          texts.add(name + image.getStack().getSliceLabel(i));
        }
      } else if (output.getValue() instanceof ResultsTable table) {
        texts.add(name + table.getTitle() + ", " + table.getColumnHeadings());
        for (int row = 0; row < table.size(); row++) {
          texts.add(name + table.getRowAsString(row));
        }
      }
    }
  }

  private static ImagePlus image() {
    Random random = new Random(1);
    int[] pixels = random.ints(SIDE * SIDE).map(rgb -> rgb | 0xff000000).toArray();
    return new ImagePlus("noise", new ColorProcessor(SIDE, SIDE, pixels));
  }
}
