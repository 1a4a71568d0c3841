package neuralart.art;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import neuralart.art.LayerWeights.LayerWeight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerWeightsTest {
  @Test
  void commasPartLayersAndChannels() {
    assertEquals(
        List.of(
            new LayerWeight("mixed4", List.of(12, 40), 1),
            new LayerWeight("mixed5", 2),
            new LayerWeight("a/b", List.of(3, 7, 8, 9), -0.5),
            new LayerWeight("c", List.of(5), 1),
            new LayerWeight("d", 1)),
        LayerWeights.parse("mixed4:12,40=1, mixed5=2, a/b : 7-9 , 3 = -0.5,c:5,d"));
  }

  @Test
  void aNumberAfterAWeightIsALayer() {
    assertEquals(
        List.of(new LayerWeight("a", List.of(1), 2), new LayerWeight("3", 4)),
        LayerWeights.parse("a:1=2, 3=4"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=1, b=0.25| a=1, b=0.25",
        "a:1,2,3,5,7,8=-1| a:1-3,5,7,8=-1",
        "a| a=1",
        "a:2,1,2| a:1,2=1"
      })
  void whatIsWrittenIsReadAgain(String text, String expected) {
    List<LayerWeight> layers = LayerWeights.parse(text);
    assertEquals(expected, LayerWeights.format(layers));
    assertEquals(layers, LayerWeights.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=", "=2", "a=x", "a:1,2=x", "a=Infinity", "a:5-3=1"})
  void whatIsWrongIsNamed(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> LayerWeights.parse("b=1, " + text))
            .getMessage();
    assertTrue(message.contains("'" + text + "'"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b",
        "conv:0",
        "conv2d/Conv2D:0",
        "x=1",
        "it's",
        "'quoted'",
        "a, b:3 = c'",
        " blank ",
        "[1]",
        "\u03b1 \u00e9",
        "a:b",
        ":",
        "=",
        "''"
      })
  void everyNameCanBeWrittenAndRead(String name) {
    List<LayerWeight> layers =
        List.of(
            new LayerWeight(name, 1.5),
            new LayerWeight("plain", 1),
            new LayerWeight(name, List.of(2, 4, 5, 6), -1e-7));
    assertEquals(layers, LayerWeights.parse(LayerWeights.format(layers)));
  }
}
