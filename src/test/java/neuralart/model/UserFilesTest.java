package neuralart.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import neuralart.image.Picture;
import neuralart.model.keras.KerasWriter;
import neuralart.network.Preprocessing;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must not stand in files of users' networks. */
class UserFilesTest {
  private static final int SIDE = 8;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("net.h5");
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
        "mean = 1e30 | mean=1e30",
        "mean = 1, 2 | mean=1, 2, expected one number or 3",
        "deviation = 0.2, 0, 0.2 | deviation=0.2, 0, 0.2, expected numbers from 1e-6",
        "deviation = 1, 2 | deviation=1, 2, expected one number or 3",
        "deviation = wide | deviation=wide, expected one number or 3"
      })
  void pixelsThatCanNotBeAreRefused(String line, String expected) throws Exception {
    Path file = KerasWriter.sequential().image(SIDE, 3).convolution("conv", 3, 4, "").write(file());
    Files.writeString(folder.resolve("net.properties"), line);
    assertTrue(refusal(file, "net.properties").contains(expected), refusal(file, "net"));
    assertThrows(
        IllegalArgumentException.class, () -> new Preprocessing(false, new float[] {Float.NaN}, 1));
  }

  /** What torchvision and bioimage.io say of a network: mean and deviation of each channel. */
  @Test
  void channelsMayHaveMeansAndDeviationsOfTheirOwn() throws Exception {
    Path file = KerasWriter.sequential().image(SIDE, 3).convolution("conv", 3, 4, "").write(file());
    double[] mean = {0.485, 0.456, 0.406};
    double[] deviation = {0.229, 0.224, 0.225};
    Files.writeString(
        folder.resolve("net.properties"),
        "mean = 0.485, 0.456, 0.406\ndeviation = 0.229, 0.224, 0.225");
    Preprocessing preprocessing = Models.of(file.toString()).preprocessing();
    float[] rgb = {0, 128, 255, 37, 255, 0};
    Picture input = preprocessing.toInput(Picture.of(1, 2, 3, rgb));
    float[] back = preprocessing.toRgb(input).values();
    for (int i = 0; i < rgb.length; i++) {
      double expected = (rgb[i] / 255 - mean[i % 3]) / deviation[i % 3];
      assertEquals(expected, input.values()[i], Tolerances.PREPROCESSING);
      assertEquals(rgb[i], back[i], 255 * Tolerances.PREPROCESSING);
    }
    double scale = (1 / 0.229 + 1 / 0.224 + 1 / 0.225) / 3 / 255;
    assertEquals(scale, preprocessing.scale(), Tolerances.PREPROCESSING);
    assertEquals(1 / 0.224, preprocessing.range(1), Tolerances.PREPROCESSING);
  }

  /** Where all channels have one scale, it isn't rounded. */
  @Test
  void theMeanScaleOfEqualOnesIsExact() {
    for (float scale : new float[] {1 / 127.5f, 1 / 63.75f, 1 / 255f, 0.1f, 3e-7f}) {
      for (int channels = 1; channels < 9; channels++) {
        assertEquals(scale, new Preprocessing(false, new float[channels], scale).scale());
      }
    }
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
  void aCanceledReadingStops() {
    String model =
        KerasWriter.sequential()
            .image(SIDE, 3)
            .convolution("conv", 3, 4, "")
            .write(file())
            .toString();
    assertThrows(
        CancellationException.class,
        () -> Models.cancelable(() -> true, () -> Models.load(model).close()));
    Models.load(model).close();
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
