package neuralart.model.bioimage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import neuralart.model.dl4j.DeepLearning4jFiles;
import neuralart.model.keras.KerasWriter;
import neuralart.model.onnx.OnnxWriter;

/** Small packages of bioimage.io, as maps of their files. */
public final class BioimageFiles {
  private static final String ABOUT =
      """
      type: model
      name: Nuclei
      description: Finds
        nuclei.
      authors:
        - &first {name: Ada Author, affiliation: Here}
        - name: Bo Builder
      maintainers: [*first]
      cite:
        - {text: Ada and Bo 2020, doi: 10.1/2}
      license: CC-BY-4.0
      """;

  private BioimageFiles() {}

  /** An array of single precision, {@code [1, channels, height, width]} or of other sizes. */
  public static byte[] array(float[] values, int... sizes) {
    String shape = Arrays.stream(sizes).mapToObj(s -> s + ",").collect(Collectors.joining(" "));
    StringBuilder header =
        new StringBuilder("{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }");
    while ((header.length() + 11) % 64 != 0) {
      header.append(' ');
    }
    header.append('\n');
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + Float.BYTES * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
    bytes.putShort((short) header.length());
    bytes.put(header.toString().getBytes(StandardCharsets.ISO_8859_1));
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  /** A package of the specification 0.4 without weights; its operations in the form of YAML. */
  public static Map<String, byte[]> old(String before, String behind, byte[] input, byte[] output) {
    return files(
        ABOUT
            + """
            format_version: 0.4.10
            inputs:
              - name: raw
                axes: bcyx
                data_type: float32
                shape: {min: [1, 2, 4, 4], step: [0, 0, 1, 1]}
                preprocessing: %s
            outputs:
              - name: mask
                axes: bcyx
                shape: {reference_tensor: raw, scale: [1, 1, 1, 1], offset: [0, 0, 0, 0]}
                postprocessing: %s
            test_inputs: [test_input.npy]
            test_outputs: [test_output.npy]
            """
                .formatted(before, behind),
        input,
        output);
  }

  /** The same of the specification 0.5. */
  public static Map<String, byte[]> recent(
      String before, String behind, byte[] input, byte[] output) {
    return files(
        ABOUT
            + """
            format_version: 0.5.3
            inputs:
              - id: raw
                axes:
                  - {type: batch}
                  - {type: channel, channel_names: [membrane, nucleus]}
                  - {type: space, id: y, size: {min: 4, step: 1}}
                  - {type: space, size: {min: 4, step: 1}}
                test_tensor: {source: test_input.npy}
                preprocessing: %s
            outputs:
              - id: mask
                axes:
                  - {type: batch}
                  - {type: channel, channel_names: [inside, border]}
                  - {type: space, id: y, size: {tensor_id: raw, axis_id: y}}
                  - {type: space, id: x, size: {tensor_id: raw, axis_id: x}}
                test_tensor: {source: test_output.npy}
                postprocessing: %s
            """
                .formatted(before, behind),
        input,
        output);
  }

  private static Map<String, byte[]> files(String description, byte[] input, byte[] output) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    put(files, "rdf.yaml", description);
    files.put("test_input.npy", input);
    files.put("test_output.npy", output);
    return files;
  }

  /** Replaces a file by a text. */
  public static void put(Map<String, byte[]> files, String name, String text) {
    files.put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The description. */
  public static String description(Map<String, byte[]> files) {
    return new String(files.get("rdf.yaml"), StandardCharsets.UTF_8);
  }

  /** Adds weights in ONNX: a network of two channels that is a ReLU. */
  public static Map<String, byte[]> withOnnx(Map<String, byte[]> files) {
    OnnxWriter writer = new OnnxWriter(2, 0, 0).node("Relu", "relu", "x");
    writer.graph().addOutputBuilder().setName("relu");
    files.put("weights.onnx", writer.model().toByteArray());
    put(
        files,
        "rdf.yaml",
        description(files)
            + "weights:\n  torchscript: {source: weights.pt}\n  onnx: {source: ./weights.onnx}\n");
    return files;
  }

  /** Adds weights in Keras' HDF5: a network of two channels that is a ReLU. */
  public static Map<String, byte[]> withKeras(Map<String, byte[]> files, Path folder)
      throws IOException {
    Path file = folder.resolve("weights.h5");
    KerasWriter.sequential().image(8, 2).layer("ReLU", "relu", "{}").write(file);
    files.put("weights.h5", Files.readAllBytes(file));
    put(
        files,
        "rdf.yaml",
        description(files) + "weights: {keras_hdf5: {source: https://host/a/weights.h5}}\n");
    return files;
  }

  /** The same as {@code .keras}. */
  public static Map<String, byte[]> withKerasArchive(Map<String, byte[]> files, Path folder)
      throws IOException {
    KerasWriter writer = KerasWriter.sequential().image(8, 2).layer("ReLU", "relu", "{}");
    Path file = folder.resolve("weights.keras");
    DeepLearning4jFiles.write(file, writer.archive(folder.resolve("weights.h5")));
    files.put("weights.keras", Files.readAllBytes(file));
    put(
        files,
        "rdf.yaml",
        description(files)
            + "weights: {keras_v3: {source: weights.keras}, keras_hdf5: {source: gone.h5}}\n");
    return files;
  }

  /** Adds weights as a SavedModel: a network of two channels with the channels last. */
  public static Map<String, byte[]> withSavedModel(Map<String, byte[]> files, byte[] zip) {
    files.put("weights.zip", zip);
    put(
        files,
        "rdf.yaml",
        description(files)
                .replace("bcyx", "byxc")
                .replace(
                    "min: [1, 2, 4, 4], step: [0, 0, 1, 1]",
                    "min: [1, 4, 4, 2], step: [0, 2, 2, 0]")
            + "weights: {tensorflow_saved_model_bundle: {source: weights.zip}}\n");
    return files;
  }

  /** Writes the files into a folder. */
  public static Path folder(Path folder, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return folder;
  }
}
