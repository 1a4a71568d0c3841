package neuralart.network.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import neuralart.network.Network;
import neuralart.network.Plan;
import neuralart.network.Preprocessing;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What Keras files say in several ways, and what they must not say. */
class UserFilesTest {
  private static final int SIDE = 8;
  private static final String FLIP = "{'mode': 'horizontal', 'seed': null}";
  private static final String RESCALING = "{'scale': 0.00392156862745098, 'offset': 0.0}";

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("net.h5");
  }

  private static float[] activation(Path file, String layer) {
    try (Network network = Models.load(file.toString());
        Plan plan = network.plan(SIDE, SIDE, List.of(), Set.of(layer));
        INDArray rgb = image();
        INDArray input = network.preprocessing().toInput(rgb)) {
      plan.image().assign(input);
      plan.forward();
      return plan.activation(layer).dup('c').data().asFloat();
    }
  }

  private static INDArray image() {
    float[] pixels = new float[SIDE * SIDE * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (127.5 + 127.5 * Math.sin(i * 0.7));
    }
    return Nd4j.createFromArray(pixels).reshape(1, SIDE, SIDE, 3);
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
    float[] values;
    try (INDArray image = image()) {
      values = image.dup().data().asFloat();
    }
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
  void hardSigmoidsOfKeras3AreItsOwn() {
    Path file =
        KerasWriter.sequential()
            .keras3()
            .image(SIDE, 3)
            .layer("Rescaling", "scaled", "{'scale': 0.05, 'offset': -6}")
            .layer("Activation", "out", "{'activation': 'hard_sigmoid'}")
            .write(file());
    float[] actual = activation(file, "out");
    try (INDArray image = image()) {
      float[] values = image.dup().data().asFloat();
      for (int i = 0; i < values.length; i++) {
        double x = values[i] * 0.05 - 6;
        assertEquals(Math.min(6, Math.max(0, x + 3)) / 6, actual[i], Tolerances.FEATURE_MAP);
      }
    }
  }

  @Test
  void channelsFirstAreNamedWithWhatToDo() {
    Path file =
        KerasWriter.sequential()
            .layer("InputLayer", "image", "{'batch_input_shape': [null, 3, 64, 64]}")
            .convolution("conv", 3, 4, "'data_format': 'channels_first'")
            .write(file());
    assertTrue(refusal(file).contains("channels first (NCHW)"), refusal(file));
    assertTrue(refusal(file).contains("data_format='channels_last'"), refusal(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'strides': [0, 1] | stride 0 x 1",
        "'strides': -2 | stride -2 x -2",
        "'dilation_rate': 0 | dilation 0 x 0",
        "'dilation_rate': 4000 | dilated window of 8001",
        "'strides': 1000000000 | stride 1000000000",
        "'strides': 1e12 | strides 1.0E12; expected is a whole number",
        "'strides': 5000000000 | strides 5000000000; expected is a whole number",
        "'strides': 'two' | strides \"two\"; expected is a whole number",
        "'strides': [1] | strides",
        "'strides': {'a': 1} | strides"
      })
  void windowsThatCanNotBeAreRefusedByName(String setting, String expected) {
    Path file =
        KerasWriter.sequential().image(SIDE, 3).convolution("conv", 3, 4, setting).write(file());
    assertTrue(
        refusal(file).contains("layer 'conv' has the ") && refusal(file).contains(expected)
            || refusal(file).contains("layer 'conv' has a " + expected),
        refusal(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "UpSampling2D | {'size': 0} | layer 'x' has the up-sampling factor 0 x 0",
        "UpSampling2D | {'size': [1000000000, 2]} | layer 'x' has the up-sampling factor",
        "MaxPooling2D | {'pool_size': 0} | layer 'x' has the kernel size 0 x 0",
        "ZeroPadding2D | {'padding': -1} | layer 'x' has the margins -1",
        "ZeroPadding2D | {'padding': 1000000000} | layer 'x' has the margins 1000000000",
        "LeakyReLU | {'alpha': NaN} | layer 'x' has the alpha",
        "LeakyReLU | {'alpha': 'big'} | layer 'x' has the alpha",
        "Rescaling | {'scale': [1, 2], 'offset': [1, 2, 3]} | layer 'x' has numbers for",
        "Rescaling | {'scale': [1, 2], 'offset': [1, 2]} | layer 'x' takes 2 channels",
        "Normalization | {'mean': [1, 1, 1], 'variance': [1, -1, 1]} | 'x' has a negative variance",
        "Cropping2D | {'cropping': 100} | layer 'x' makes nothing of an image of the size",
        "InputLayer2 | {} | layer 'x' (InputLayer2) is of a kind"
      })
  void settingsThatCanNotBeAreRefusedByName(String kind, String config, String expected) {
    String json = config.replace("NaN", "123456");
    KerasWriter writer = KerasWriter.sequential().image(SIDE, 3).layer(kind, "x", json);
    String architecture = writer.architecture().toString().replace("123456", "NaN");
    Path file = writer.write(file(), architecture);
    assertTrue(refusal(file).contains(expected), refusal(file));
  }

  @Test
  void weightsThatCanNotBeAreRefusedByName() {
    KerasWriter infinite = KerasWriter.sequential().image(SIDE, 3).convolution("conv", 3, 2, "");
    infinite.weight("conv", "bias:0", new float[] {1, Float.NEGATIVE_INFINITY}).write(file());
    assertTrue(refusal(file()).contains("layer 'conv' has weights 'bias:0'"), refusal(file()));
    KerasWriter norm =
        KerasWriter.sequential().image(SIDE, 3).layer("BatchNormalization", "bn", "{}");
    for (String array : List.of("gamma:0", "beta:0", "mean:0", "variance:0")) {
      float value = array.startsWith("var") ? -0.5f : 1;
      norm.weight("bn", array, new float[] {1, 1, value});
    }
    norm.write(file());
    assertTrue(refusal(file()).contains("layer 'bn' has a variance of -0.5"), refusal(file()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mean = NaN | mean=NaN",
        "range = 0..1e39 | range=0..1e39",
        "range = 1..1 | range=1..1",
        "range = 0..1e20 | range=0..1e20",
        "mean = 1e30 | mean=1e30"
      })
  void pixelsThatCanNotBeAreRefused(String line, String expected) throws Exception {
    Path file = KerasWriter.sequential().image(SIDE, 3).convolution("conv", 3, 4, "").write(file());
    Files.writeString(folder.resolve("net.properties"), line);
    assertTrue(refusal(file, "net.properties").contains(expected), refusal(file, "net"));
    assertThrows(
        IllegalArgumentException.class, () -> new Preprocessing(false, new float[] {Float.NaN}, 1));
  }

  @Test
  void manyLayersAreReadInAnyOrderUpToALimit() {
    KerasWriter writer = KerasWriter.functional().image(SIDE, 3);
    int n = 9999; // and the image
    for (int i = n; i > 0; i--) {
      String before = i == 1 ? "image" : "r" + (i - 1);
      writer.layer("ReLU", "r" + i, "{}", before);
    }
    List<KerasArchitecture.LayerConfig> ordered =
        KerasArchitecture.parse(writer.output("r" + n).architecture().toString()).inOrder();
    assertEquals(n, ordered.size());
    for (int i = 0; i < n; i++) {
      assertEquals("r" + (i + 1), ordered.get(i).name());
    }
    writer.layer("ReLU", "one too many", "{}", "image");
    String json = writer.architecture().toString();
    String message =
        assertThrows(IllegalArgumentException.class, () -> KerasArchitecture.parse(json))
            .getMessage();
    assertEquals("has 10001 layers; up to 10000 are possible", message);
  }

  @Test
  void layersThatDoNotFitAreNamedOnce() {
    Path file =
        KerasWriter.sequential()
            .image(SIDE, 3)
            .layer("SeparableConv2D", "parts", "{'filters': 2, 'kernel_size': 1}")
            .weight("parts", "depthwise", new float[1][1][1][1])
            .weight("parts", "pointwise", new float[1][1][1][2])
            .weight("parts", "bias", new float[2])
            .write(file());
    assertEquals(file + ": layer 'parts' takes 1 channels, but its input has 3", refusal(file));
  }

  @Test
  void aReadingDoesNotWaitForAnother() throws Exception {
    Path file = KerasWriter.sequential().image(SIDE, 3).convolution("conv", 3, 4, "").write(file());
    synchronized (UserModel.class) {
      Future<Model> other = CompletableFuture.supplyAsync(() -> UserModel.of(file));
      assertEquals("net.h5", other.get(1, TimeUnit.MINUTES).title());
    }
  }

  @Test
  void loopsAndNestsAreRefused() {
    KerasWriter loop = KerasWriter.functional().image(SIDE, 3).layer("ReLU", "a", "{}", "a");
    assertTrue(refusal(loop.output("a").write(file())).contains("'a', to which nothing leads"));
    KerasWriter noOutput =
        KerasWriter.functional().image(SIDE, 3).layer("ReLU", "a", "{}", "image");
    assertTrue(refusal(noOutput.write(file())).contains("has no output"));
    assertTrue(refusal(noOutput.output("b").write(file())).contains("'b', which is no layer"));
    KerasWriter nested = KerasWriter.sequential().image(SIDE, 3).convolution("conv", 3, 4, "");
    for (int i = 0; i < 300; i++) {
      nested = KerasWriter.sequential().image(SIDE, 3).network("n" + i, nested);
    }
    String deep = nested.architecture().toString();
    Path file =
        KerasWriter.sequential().image(SIDE, 3).convolution("conv", 3, 4, "").write(file(), deep);
    assertTrue(refusal(file).contains("nested more than"), refusal(file));
  }

  @Test
  void anInterruptedReadingStops() {
    Path file = KerasWriter.sequential().image(SIDE, 3).convolution("conv", 3, 4, "").write(file());
    Thread.currentThread().interrupt();
    try {
      assertThrows(CancellationException.class, () -> NetworkFile.read(file, usual -> usual));
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void theListOfModelsSurvivesBadFiles() throws Exception {
    String before = System.getProperty("neuralart.models");
    System.setProperty("neuralart.models", folder.toString());
    try {
      KerasWriter.sequential().image(SIDE, 3).convolution("conv", 3, 4, "").write(file());
      Files.write(folder.resolve("zero.h5"), new byte[0]);
      Files.write(folder.resolve("cut.zip"), new byte[] {'P', 'K', 3, 4, 0, 0});
      Files.createSymbolicLink(folder.resolve("lost.h5"), folder.resolve("nowhere.h5"));
      Files.writeString(folder.resolve("text.properties"), "range = \\u12");
      KerasWriter.sequential().image(SIDE, 3).write(folder.resolve("text.h5"));
      List<String> entries =
          ModelFolder.entries().stream()
              .filter(entry -> entry.where().startsWith(folder.toString()))
              .map(entry -> entry.model() + " " + entry.status().split(":")[0])
              .sorted()
              .toList();
      assertEquals(
          List.of(
              "cut.zip damaged",
              "lost.h5 damaged",
              "net.h5 ready",
              "text.h5 damaged",
              "zero.h5 damaged"),
          entries);
    } finally {
      if (before == null) {
        System.clearProperty("neuralart.models");
      } else {
        System.setProperty("neuralart.models", before);
      }
    }
  }

  private static String refusal(Path file) {
    return refusal(file, file.getFileName().toString());
  }

  private static String refusal(Path file, String named) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Models.load(file.toString()))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.contains(named), message);
    assertFalse(Stream.of("java.", "org.", "io.jhdf").anyMatch(message::contains), message);
    return message;
  }
}
