package neuralart.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import neuralart.model.dl4j.DeepLearning4jFiles;
import neuralart.model.keras.KerasWriter;
import neuralart.network.Network;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.reference.PyTorch;
import neuralart.reference.Tolerances;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Files of other programs under the names of networks, and other forms of HDF5. */
class ForeignFormatTest {
  private static final int SIDE = 8;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'' | is empty",
        "\\x08\\x07\\x12\\x07pytorch | is damaged: it has no graph",
        "\\x08\\x08:\\xad\\x80\\x80 | isn't whole, or isn't ONNX",
        "\\x80\\x02\\x8a\\x0al\\xfc\\x9cF\\xf9 | a pickle of Python",
        "\\x08\\x01\\x12\\xff\\x01\\x0a\\x10 | a SavedModel of TensorFlow",
        "\\x0a\\x1a\\x0a\\x05input\\x12\\x0bPlaceholder | a frozen graph",
        "\\x1c\\x00\\x00\\x00TFL3\\x14\\x00 | TensorFlow Lite",
        "\\x10\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\"} | safetensors",
        "{\"format\": \"layers-model\", \"weightsManifest\": []} | TensorFlow.js",
        "{\"class_name\": \"Sequential\", \"config\": {}} | no weights",
        "{\"a\": 1} | is a JSON text",
        "\\x89PNG\\x0d\\x0a\\x1a\\x0a | is an image",
        "II*\\x00\\x08\\x00\\x00\\x00 | is an image",
        "<!DOCTYPE html><html> | is a web page",
        "version https://git-lfs.github.com/spec/v1 | a pointer of Git LFS",
        "\\x1f\\x8b\\x08\\x00\\x00 | is a packed archive",
        "\\x93NUMPY\\x01\\x00 | an array of NumPy",
        "MATLAB 5.0 MAT-file | is a MATLAB file",
        "This is a text.\\x0a | is a text",
        "\\x00\\x01\\x02\\x03\\x04 | is no network that can be read"
      })
  void filesAreToldByTheirBytes(String bytes, String what) throws IOException {
    Path file = folder.resolve("x.h5");
    Files.write(file, bytes(bytes.equals("''") ? "" : bytes));
    assertTrue(refusal(file).contains(what), refusal(file));
  }

  private static byte[] bytes(String escaped) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.startsWith("\\x", i)) {
        text.append((char) Integer.parseInt(escaped.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        text.append(escaped.charAt(i));
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "archive/data.pkl, archive/code/__torch__.py | TorchScript",
        "net/data.pkl, net/version | weights of PyTorch",
        "net/saved_model.pbtxt, net/variables/variables.index | written as text",
        "model.json, group1-shard1of1.bin | TensorFlow.js",
        "cells.h5, readme.txt | a zip with a network in it",
        "w0.npy | arrays of NumPy",
        "META-INF/MANIFEST.MF, a/B.class | a Java library",
        "readme.txt | a zip without a network"
      })
  void zipsAreToldByTheirEntries(String names, String what) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (String name : names.split(", ")) {
      entries.put(name, new byte[10]);
    }
    Path file = folder.resolve("x.zip");
    DeepLearning4jFiles.write(file, entries);
    assertTrue(refusal(file).contains(what), refusal(file));
  }

  @Test
  void foldersAreToldByTheirFiles() throws IOException {
    Files.write(folder.resolve("saved_model.pb"), new byte[10]);
    assertTrue(refusal(folder).contains("a SavedModel of TensorFlow"), refusal(folder));
  }

  @Test
  void otherKerasFilesAreTold() {
    KerasWriter writer = KerasWriter.sequential().image(SIDE, 3).convolution("conv", 3, 4, "");
    Path file = folder.resolve("x.h5");
    String none = refusal(writer.write(file, ""));
    assertTrue(none.contains("no architecture"), none);
  }

  @Test
  void oldNetworksOfDeepLearning4jAreTold() throws IOException {
    Path file = folder.resolve("x.zip");
    ModelSerializer.writeModel(DeepLearning4jFiles.graph(), file.toFile(), false);
    Map<String, byte[]> entries = DeepLearning4jFiles.entries(file);
    String old =
        "{'networkInputs': ['image'], 'networkOutputs': ['a'], 'vertexInputs': {'a': ['image']},"
            + " 'vertices': {'a': {'LayerVertex': {'layerConf': {'layer': {'oldKind': {}}}}}}}";
    entries.put("configuration.json", old.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    DeepLearning4jFiles.write(file, entries);
    assertTrue(refusal(file).contains("DeepLearning4J before 1.0.0"), refusal(file));
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ilastik | a project of ilastik",
        "image | has no network of Keras",
        "weights | no architecture",
        "external-link | has a link at 'conv/kernel:0'",
        "external-storage | has weights in another file",
        "soft-link | has a link at 'conv/kernel:0'"
      })
  void otherHdf5FilesAreTold(String form, String what) throws Exception {
    PyTorch.assumeAvailable();
    Path file = folder.resolve("x.h5");
    PyTorch.run("make_hdf5.py", List.of(form, file));
    assertTrue(refusal(file).contains(what), refusal(file));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "chunked",
        "gzip",
        "shuffle",
        "lzf",
        "lzf-shuffle",
        "fletcher32",
        "float64",
        "float16"
      })
  void weightsMayBeStoredInOtherWays(String form) throws Exception {
    PyTorch.assumeAvailable();
    float[] expected = activation("contiguous");
    boolean half = form.equals("float16");
    double tolerance = half ? Tolerances.HALF_PRECISION : Tolerances.FEATURE_MAP;
    assertArrayEquals(expected, activation(form), (float) tolerance);
  }

  private float[] activation(String form) throws Exception {
    Path file = folder.resolve(form + ".h5");
    PyTorch.run("make_hdf5.py", List.of(form, file));
    try (Network network = Models.load(file.toString());
        Plan plan = Draft.of(network, SIDE, SIDE, List.of(), Set.of("conv")).allocate();
        INDArray image = Nd4j.linspace(0, 1, SIDE * SIDE * 3).reshape(1, SIDE, SIDE, 3)) {
      plan.image().put(0, Buffers.floats(image));
      plan.forward();
      return Buffers.floats(plan.activation("conv"));
    }
  }

  private static String refusal(Path file) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Models.load(file.toString()))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.contains(file.getFileName().toString()), message);
    return message;
  }
}
