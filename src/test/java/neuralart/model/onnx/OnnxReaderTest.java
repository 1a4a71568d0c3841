package neuralart.model.onnx;

import static neuralart.model.onnx.OnnxWriter.one;
import static neuralart.model.onnx.OnnxWriter.set;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import neuralart.model.Model;
import neuralart.model.Models;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.step.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of ONNX files, and what is refused. */
class OnnxReaderTest {
  @TempDir Path folder;

  private Network read(OnnxWriter writer) throws IOException {
    return Models.load(writer.write(folder.resolve("x.onnx")).toString());
  }

  private String refusal(OnnxWriter writer) {
    return assertThrows(IllegalArgumentException.class, () -> read(writer).close()).getMessage();
  }

  private static OnnxWriter image(int height, int width) {
    return new OnnxWriter(3, height, width).weights("w", 4, 3, 3, 3);
  }

  @Test
  void layersHaveTheNamesAndKindsOfTheNodes() throws IOException {
    try (Network network = read(OnnxWriter.small())) {
      List<Layer> layers = network.layers();
      assertEquals("conv", layers.get(0).name());
      assertEquals("convolution", network.layer("conv").kind());
      assertEquals("padding + max pooling", network.layer("pool").kind());
      assertEquals(new Shape(8, 8, 4), network.shape("pool", 16, 16));
      assertEquals(new Shape(16, 16, 2), network.shape("resized", 16, 16));
      assertEquals(new Shape(21, 30, 2), network.shape("resized", 21, 30));
      assertEquals("norm", network.preActivation("relu"));
      assertEquals(5, network.layer("classes").channels());
      assertEquals(2, network.layer("pool").stride());
      assertEquals(1, network.layer("resized").stride());
      assertEquals(Optional.empty(), network.leftOut());
    }
  }

  @Test
  void aTailThatIsNotSupportedLeavesTheTrunk() throws IOException {
    OnnxWriter writer =
        image(0, 0)
            .node("Conv", "conv", "x w")
            .node("NonMaxSuppression", "boxes", "conv")
            .node("Relu", "late", "boxes")
            .node("Sigmoid", "masks", "conv");
    try (Network network = read(writer)) {
      assertEquals(List.of("conv", "masks"), network.layers().stream().map(Layer::name).toList());
      String late =
          assertThrows(IllegalArgumentException.class, () -> network.layer("late")).getMessage();
      String reason = "layer 'boxes' (NonMaxSuppression) is of a kind that isn't supported";
      assertTrue(late.endsWith(reason), late);
      assertEquals(
          "Network 'x.onnx' has 2 more layers, which can't be computed: " + reason,
          network.leftOut().orElseThrow());
    }
  }

  @Test
  void nothingThatCanBeComputedIsRefusedByOperatorAndNode() {
    String message = refusal(image(0, 0).node("Loop", "again", "x"));
    assertTrue(message.endsWith("x.onnx: layer 'again' (Loop) is of a kind that isn't supported"));
  }

  @Test
  void flatteningNeedsASizeThatIsKnown() throws IOException {
    OnnxWriter fixed = image(6, 5).node("Conv", "conv", "x w").node("Flatten", "flat", "conv");
    try (Network network = read(fixed)) {
      assertEquals(new Shape(1, 1, 4 * 4 * 3), network.shape("flat", 6, 5));
      String other =
          assertThrows(IllegalArgumentException.class, () -> network.shape("flat", 7, 5))
              .getMessage();
      assertTrue(other.contains("trained on images of 5 x 6 pixels"), other);
      assertEquals(new Shape(8, 8, 4), network.shape("conv", 10, 10));
    }
    OnnxWriter any = image(0, 0).node("Conv", "conv", "x w").node("Flatten", "flat", "conv");
    try (Network network = read(any)) {
      assertEquals(1, network.layers().size());
    }
  }

  @Test
  void namesThatAreTakenOrEmptyAreMadeOthers() throws IOException {
    OnnxWriter writer = image(0, 0).node("Conv", "a", "x w").node("Relu", "b", "a");
    writer.graph().getNodeBuilder(0).setName("image");
    writer.graph().getNodeBuilder(1).setName("");
    try (Network network = read(writer)) {
      assertEquals(List.of("a", "b"), network.layers().stream().map(Layer::name).toList());
    }
  }

  @Test
  void pixelsAreAsUsualOrAsTheFileBesideSays() throws IOException {
    OnnxWriter writer = image(0, 0).node("Conv", "conv", "x w");
    Path file = writer.write(folder.resolve("plain.onnx"));
    Model usual = Models.of(file.toString());
    assertArrayEquals(new float[] {1, 1, 1}, usual.preprocessing().white(), 1e-6f);
    Files.writeString(
        folder.resolve("cells.properties"),
        "mean = 0.485, 0.456, 0.406\ndeviation = 0.229, 0.224, 0.225\nlayers = conv=1");
    Model said = Models.of(writer.write(folder.resolve("cells.onnx")).toString());
    assertEquals((1 - 0.485f) / 0.229f, said.preprocessing().white()[0], 1e-5f);
    assertEquals("conv=1", said.dreamLayers());
  }

  @Test
  void networksThatScaleTheirPixelsGetLevels() throws IOException {
    OnnxWriter writer = image(0, 0).integers("levels", 255);
    Path file =
        writer
            .node("Div", "scaled", "x levels")
            .node("Conv", "conv", "scaled w")
            .write(folder.resolve("levels.onnx"));
    assertArrayEquals(
        new float[] {255, 255, 255}, Models.of(file.toString()).preprocessing().white(), 1e-3f);
  }

  @Test
  void imagesWithTheirChannelsLastAreFound() throws IOException {
    OnnxWriter writer = new OnnxWriter(20, 30, 3).weights("w", 4, 3, 3, 3);
    writer
        .node("Transpose", "turned", "x", set("perm", 0, 3, 1, 2))
        .node("Conv", "conv", "turned w", set("strides", 2, 2))
        .node("Transpose", "back", "conv", set("perm", 0, 2, 3, 1))
        .node("Softmax", "classes", "back", one("axis", 3));
    try (Network network = read(writer)) {
      assertEquals(3, network.channels());
      assertEquals(new Shape(9, 14, 4), network.shape("classes", 20, 30));
    }
  }

  @Test
  void filesThatCannotBeUsedAreRefused() {
    OnnxWriter two = image(0, 0).node("Conv", "conv", "x w");
    two.graph().addInput(two.graph().getInput(0).toBuilder().setName("other"));
    assertTrue(refusal(two).contains("has 2 inputs, not one image"), refusal(two));
    OnnxWriter narrow = image(0, 0).weights("v", 4, 5, 1, 1).node("Conv", "conv", "x v");
    String channels = refusal(narrow);
    assertTrue(channels.endsWith("layer 'conv' takes 5 channels, but its input has 3"), channels);
    OnnxWriter absent = image(0, 0).node("Conv", "conv", "nothing w");
    assertTrue(
        refusal(absent).contains("reads 'nothing', which no node before it makes"),
        refusal(absent));
  }
}
