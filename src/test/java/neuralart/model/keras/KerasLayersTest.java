package neuralart.model.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import neuralart.image.Picture;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.network.ReceptiveField;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.IntNode;

/** Layers that Keras writes in several ways. */
class KerasLayersTest {
  private static final int SIDE = 8;
  private static final String FLIP = "{'mode': 'horizontal', 'seed': null}";
  private static final String RESCALING = "{'scale': 0.00392156862745098, 'offset': 0.0}";

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("net.h5");
  }

  private static float[] activation(Path file, String layer) {
    try (Network network = Models.load(file.toString());
        Plan plan = Draft.of(network, SIDE, SIDE, List.of(), Set.of(layer)).allocate()) {
      network.preprocessing().write(image(), plan.image());
      plan.forward();
      return Buffers.floats(plan.activation(layer));
    }
  }

  private static Picture image() {
    float[] pixels = new float[SIDE * SIDE * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (127.5 + 127.5 * Math.sin(i * 0.7));
    }
    return Picture.of(SIDE, SIDE, 3, pixels);
  }

  private static void assertNear(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], Tolerances.FEATURE_MAP);
    }
  }

  private static KerasWriter training() {
    return KerasWriter.sequential()
        .image(SIDE, 3)
        .layer("RandomFlip", "flip", FLIP)
        .layer("RandomRotation", "turn", "{'factor': 0.1}")
        .layer("RandomContrast", "contrast", "{'factor': 0.1}");
  }

  @Test
  void layersThatActInTrainingAloneChangeNothing() {
    float[] plain =
        activation(
            KerasWriter.sequential()
                .image(SIDE, 3)
                .layer("Rescaling", "scaled", RESCALING)
                .convolution("conv", 3, 4, "'activation': 'relu'")
                .write(file()),
            "conv");
    Path flat =
        training()
            .layer("Rescaling", "scaled", RESCALING)
            .convolution("conv", 3, 4, "'activation': 'relu'")
            .write(folder.resolve("flat.h5"));
    Path nested =
        KerasWriter.sequential()
            .image(SIDE, 3)
            .network("augmentation", training().layer("Rescaling", "scaled", RESCALING))
            .convolution("conv", 3, 4, "'activation': 'relu'")
            .write(folder.resolve("nested.h5"));
    Path functional =
        KerasWriter.functional()
            .image(SIDE, 3)
            .layer("RandomZoom", "zoom", "{'height_factor': 0.1}", "image")
            .layer("Rescaling", "scaled", RESCALING, "zoom")
            .convolution("conv", 3, 4, "'activation': 'relu'", "scaled")
            .output("conv")
            .write(folder.resolve("functional.h5"));
    for (Path file : List.of(flat, nested, functional)) {
      assertEquals(1, Models.of(file.toString()).preprocessing().scale(), file.toString());
      assertNear(plain, activation(file, "conv"));
    }
  }

  @Test
  void normalizationsSubtractAndDivide() {
    Path file =
        KerasWriter.sequential()
            .image(SIDE, 3)
            .layer("Rescaling", "scaled", "{'scale': [0.01, 0.02, 0.03], 'offset': [1, 0, -1]}")
            .layer("Normalization", "adapted", "{'axis': [-1], 'mean': null, 'variance': null}")
            .weight("adapted", "mean", new float[] {0.5f, 1, 2})
            .weight("adapted", "variance", new float[] {0.25f, 4, 0})
            .weight("adapted", "count", 7L)
            .layer("Normalization", "given", "{'axis': -1, 'mean': [[1, 2, 3]], 'variance': 4}")
            .write(file());
    float[] values = image().values();
    float[] adapted = new float[values.length];
    float[] given = new float[values.length];
    double[] mean = {0.5, 1, 2};
    double[] deviation = {0.5, 2, 1e-7};
    for (int i = 0; i < values.length; i++) {
      int c = i % 3;
      double scaled = values[i] * 0.01 * (c + 1) + 1 - c;
      adapted[i] = (float) ((scaled - mean[c]) / deviation[c]);
      given[i] = (float) ((adapted[i] - (c + 1)) / 2);
    }
    compareRelative(adapted, activation(file, "adapted"));
    compareRelative(given, activation(file, "given"));
  }

  private static void compareRelative(float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      double scale = Math.max(1, Math.abs(expected[i]));
      assertEquals(expected[i] / scale, actual[i] / scale, Tolerances.FEATURE_MAP);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "2 | ReLU | {'max_value': 6.0, 'negative_slope': 0.0, 'threshold': 0.0} |"
            + " {'class_name': 'ReLU', 'config': {'max_value': 6.0, 'negative_slope': 0.0}}",
        "2 | LeakyReLU | {'alpha': 0.1} |"
            + " {'class_name': 'LeakyReLU', 'config': {'name': 'l', 'alpha': 0.1}}",
        "3 | LeakyReLU | {'negative_slope': 0.1} | {'module': 'keras.layers', 'class_name':"
            + " 'LeakyReLU', 'config': {'negative_slope': 0.1}, 'registered_name': null}",
        "2 | LeakyReLU | {'alpha': 0.3} | 'LeakyReLU'",
        "3 | LeakyReLU | {'negative_slope': 0.2} | 'leaky_relu'",
        "2 | ELU | {'alpha': 0.5} | {'class_name': 'ELU', 'config': {'alpha': 0.5}}",
        "2 | Activation | {'activation': 'tanh'} |"
            + " {'class_name': 'Activation', 'config': {'activation': 'tanh'}}",
        "3 | ReLU | {'max_value': 6.0} | {'module': 'builtins', 'class_name': 'function',"
            + " 'config': 'relu6', 'registered_name': 'function'}",
        "2 | ReLU | {'max_value': 6.0} | 'relu6'",
        "2 | Softmax | {'axis': -1} | {'class_name': 'Softmax', 'config': {'axis': -1}}",
        "2 | Activation | {'activation': 'silu'} | {'class_name': 'swish', 'config': {}}"
      })
  void activationsAreThoseOfTheLayers(int keras, String kind, String config, String object) {
    KerasWriter inside =
        KerasWriter.sequential().image(SIDE, 3).convolution("out", 3, 4, "'activation': " + object);
    KerasWriter behind =
        KerasWriter.sequential()
            .image(SIDE, 3)
            .convolution("conv", 3, 4, "'activation': 'linear'")
            .layer(kind, "out", config);
    inside.weights().get("out").putAll(behind.weights().get("conv"));
    Path one = (keras == 3 ? inside.keras3() : inside).write(folder.resolve("one.h5"));
    Path other = (keras == 3 ? behind.keras3() : behind).write(folder.resolve("other.h5"));
    assertNear(activation(other, "out"), activation(one, "out"));
  }

  @Test
  void upSamplingMayBeBilinear() {
    Path file =
        KerasWriter.sequential()
            .image(SIDE, 3)
            .layer("UpSampling2D", "out", "{'size': [2, 1], 'interpolation': 'bilinear'}")
            .write(file());
    float[] actual = activation(file, "out");
    float[] values = image().values();
    int row = SIDE * 3;
    for (int i = 0; i < row; i++) {
      assertEquals(values[i] / 255, actual[i], Tolerances.FEATURE_MAP);
      double below = (0.75 * values[i] + 0.25 * values[row + i]) / 255;
      assertEquals(below, actual[row + i], Tolerances.FEATURE_MAP);
    }
  }

  @Test
  void groupsOfFiltersSeeTheirOwnChannels() {
    float[][][][] kernel = new float[1][1][1][6];
    for (int filter = 0; filter < 6; filter++) {
      kernel[0][0][0][filter] = filter + 1;
    }
    Path file =
        KerasWriter.sequential()
            .image(SIDE, 3)
            .layer(
                "Conv2D",
                "out",
                "{'filters': 6, 'kernel_size': [1, 1], 'groups': 3, 'use_bias': false}")
            .weight("out", "kernel:0", kernel)
            .write(file());
    float[] actual = activation(file, "out");
    float[] values = image().values();
    for (int i = 0; i < actual.length; i++) {
      double expected = (i % 6 + 1) * values[i / 6 * 3 + i % 6 / 2] / 255;
      assertEquals(expected, actual[i], Tolerances.FEATURE_MAP);
    }
  }

  @Test
  void layersBehindGatesKeepTheirPlaces() {
    Path file =
        KerasWriter.functional()
            .image(SIDE, 3)
            .convolution("conv", 3, 4, "'strides': [2, 2]", "image")
            .layer("GlobalAveragePooling2D", "pool", "{'keepdims': true}", "conv")
            .layer("Activation", "gate", "{'activation': 'sigmoid'}", "pool")
            .layer("Multiply", "gated", "{}", "conv", "gate")
            .convolution("next", 4, 2, "'strides': [2, 2]", "gated")
            .output("next")
            .write(file());
    try (Network network = Models.load(file.toString())) {
      assertEquals(0, network.layer("gate").stride());
      assertEquals(2, network.layer("gated").stride());
      assertEquals(4, network.layer("next").stride());
      assertEquals(0, network.layer("next").receptiveField()); // the whole image
      ReceptiveField gated = network.receptiveField("gated", 2 * SIDE, SIDE);
      ReceptiveField plain = network.receptiveField("conv", 2 * SIDE, SIDE);
      assertEquals(plain.rows().origin(), gated.rows().origin());
      assertEquals(plain.rows().stride(), gated.rows().stride());
      assertTrue(gated.rows().field(0).last() > 2 * SIDE, "sees the last row");
    }
    float[] conv = activation(file, "conv");
    float[] gated = activation(file, "gated");
    for (int i = 0; i < conv.length; i++) {
      double sum = 0;
      for (int k = i % 4; k < conv.length; k += 4) {
        sum += conv[k];
      }
      double gate = 1 / (1 + Math.exp(-sum * 4 / conv.length));
      assertEquals(conv[i] * gate, gated[i], Tolerances.FEATURE_MAP);
    }
  }

  @Test
  void layersMayBeUsedSeveralTimes() {
    KerasWriter twice =
        KerasWriter.functional()
            .image(SIDE, 3)
            .convolution("conv", 3, 3, "'activation': 'tanh'", "image")
            .layer("Add", "sum", "{}", "conv", "image")
            .output("sum");
    ArrayNode calls = (ArrayNode) twice.layers().get(1).get("inbound_nodes");
    calls.addArray().addArray().add("conv").add(0).add(0).addObject();
    ((ArrayNode) twice.layers().get(2).at("/inbound_nodes/0/0")).set(1, IntNode.valueOf(1));
    KerasWriter plain =
        KerasWriter.functional()
            .image(SIDE, 3)
            .convolution("conv", 3, 3, "'activation': 'tanh'", "image")
            .convolution("again", 3, 3, "'activation': 'tanh'", "conv")
            .layer("Add", "sum", "{}", "again", "image")
            .output("sum");
    plain.weights().get("again").putAll(plain.weights().get("conv"));
    twice.weights().get("conv").putAll(plain.weights().get("conv"));
    Path one = twice.write(folder.resolve("one.h5"));
    Path other = plain.write(folder.resolve("other.h5"));
    assertNear(activation(other, "again"), activation(one, "conv/2"));
    assertNear(activation(other, "sum"), activation(one, "sum"));
  }

  @Test
  void hardSigmoidsOfKeras3AreItsOwn() {
    Path file =
        KerasWriter.sequential()
            .keras3()
            .image(SIDE, 3)
            .layer("Rescaling", "scaled", "{'scale': 0.05, 'offset': -6}")
            .layer("Activation", "out", "{'activation': 'hard_sigmoid'}")
            .write(file());
    float[] actual = activation(file, "out");
    float[] values = image().values();
    for (int i = 0; i < values.length; i++) {
      double x = values[i] * 0.05 - 6;
      assertEquals(Math.min(6, Math.max(0, x + 3)) / 6, actual[i], Tolerances.FEATURE_MAP);
    }
  }
}
