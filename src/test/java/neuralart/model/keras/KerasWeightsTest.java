package neuralart.model.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layers of a file that an architecture takes, by their names. */
class KerasWeightsTest {
  @TempDir Path folder;

  /** A convolution and a dense layer of 2 x 5, besides the layer that the writer adds. */
  private Path file(String dense) {
    return KerasWriter.sequential()
        .image(8, 3)
        .convolution("conv2d_7", 3, 2, "")
        .layer("GlobalAveragePooling2D", "mean", "{}")
        .layer("Dense", dense, "{'units': 5}")
        .weight(dense, "kernel:0", new float[2][5])
        .weight(dense, "bias:0", new float[5])
        .write(folder.resolve("weights.h5"));
  }

  @ParameterizedTest
  @CsvSource({"predictions", "probs", "fc1000"})
  void theOneLayerThatIsLeftMayHaveAnotherName(String name) {
    List<KerasArray> arrays =
        KerasFile.read(
            file(name),
            file ->
                new KerasWeights(file, List.of("conv2d_1", "unused", "predictions"))
                    .of("predictions", 2));
    assertArrayEquals(new long[] {2, 5}, arrays.get(0).shape());
    assertArrayEquals(new long[] {5}, arrays.get(1).shape());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv2d, unused | has weights for a layer 'probs', which the network doesn't have",
        "conv2d, unused, predictions, more | has weights for a layer 'probs', which the network doesn't have",
        "conv2d, unused, probs, more | has no weights for the layers [[more]]",
        "unused, predictions, more | has weights for a layer 'conv2d_7', which the network doesn't have",
        "conv2d_1, conv2d_2, unused, probs | has weights for 1 layers 'conv2d', the network expects 2"
      })
  void othersMustAgree(String expected, String message) {
    Path weights = file("probs");
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                KerasFile.read(
                    weights, file -> new KerasWeights(file, List.of(expected.split(", ")))));
    assertEquals(weights + " " + message, refusal.getMessage());
  }

  @Test
  void itsArraysAreCounted() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                KerasFile.read(
                    file("probs"),
                    file ->
                        new KerasWeights(file, List.of("conv2d", "unused", "norm")).of("norm", 4)));
    assertEquals(
        folder.resolve("weights.h5") + " has 2 arrays of weights, the network expects 4",
        refusal.getMessage());
  }
}
