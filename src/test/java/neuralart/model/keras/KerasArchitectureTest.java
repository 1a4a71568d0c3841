package neuralart.model.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class KerasArchitectureTest {
  @Test
  void manyLayersAreReadInAnyOrderUpToALimit() {
    KerasWriter writer = KerasWriter.functional().image(8, 3);
    int n = 9999; // and the image
    for (int i = n; i > 0; i--) {
      String before = i == 1 ? "image" : "r" + (i - 1);
      writer.layer("ReLU", "r" + i, "{}", before);
    }
    List<LayerConfig> ordered =
        KerasArchitecture.parse(writer.output("r" + n).architecture().toString(), "3", "")
            .inOrder();
    assertEquals(n, ordered.size());
    for (int i = 0; i < n; i++) {
      assertEquals("r" + (i + 1), ordered.get(i).name());
    }
    writer.layer("ReLU", "one too many", "{}", "image");
    String json = writer.architecture().toString();
    String message =
        assertThrows(IllegalArgumentException.class, () -> KerasArchitecture.parse(json, "2.1", ""))
            .getMessage();
    assertEquals("has 10001 layers; up to 10000 are possible", message);
  }
}
