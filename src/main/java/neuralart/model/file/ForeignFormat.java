package neuralart.model.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Formats that can't be read, told by what is in a file and not by its name, each with what can be
 * done.
 */
public enum ForeignFormat {
  EMPTY("is empty", "Download it again", bytes("")),
  LFS(
      "is a pointer of Git LFS",
      "Fetch the file itself: git lfs pull",
      bytes("version https://git-lfs")),
  WEB_PAGE("is a web page", "Download the file itself", bytes("(?is)\\s*<(!doctype )?html")),
  TFLITE("is a network of TensorFlow Lite", Advice.FROM_KERAS, bytes("(?s).{4}TFL3")),
  SAVED_MODEL(
      "is the graph of a SavedModel of TensorFlow",
      "Pack its folder, with the variables, in a zip, and use that",
      bytes("\\x08\\x01\\x12")),
  TENSORFLOW_GRAPH(
      "is a frozen graph of TensorFlow",
      Advice.FROM_KERAS,
      bytes("(?s)\\x0a.{1,200}(Placeholder|Const)")),
  PICKLE(
      "is a pickle of Python, as PyTorch wrote it before 1.6",
      Advice.FROM_PYTORCH,
      bytes("\\x80[\\x02-\\x05]")),
  SAFETENSORS(
      "has weights in the format safetensors, but no layers",
      Advice.FROM_PYTORCH,
      ForeignFormat::isSafetensors),
  TENSORFLOW_JS(
      "is a network of TensorFlow.js",
      "Convert it by: tensorflowjs_converter --input_format=tfjs_layers_model"
          + " --output_format=keras model.json x.h5",
      bytes("(?s)\\s*\\{.*\"(weightsManifest|modelTopology)\"")),
  KERAS_JSON(
      "has the layers of a Keras network, but no weights",
      Advice.KERAS_WHOLE,
      bytes("(?s)\\s*\\{.*\"class_name\"")),
  JSON("is a JSON text, no network", Advice.EXPECTED, bytes("\\s*[\\[{]\\s*[\"\\]}\\[{\\d]")),
  MATLAB("is a MATLAB file", Advice.EXPECTED, bytes("MATLAB ")),
  IMAGE(
      "is an image, no network",
      Advice.EXPECTED,
      bytes("\\x89PNG|\\xff\\xd8\\xff|GIF8|BM.{4}\\x00\\x00|II[*+]\\x00|MM\\x00[*+]")),
  NUMPY("is an array of NumPy, no network", Advice.EXPECTED, bytes("\\x93NUMPY")),
  ARCHIVE(
      "is a packed archive",
      "Unpack it first",
      bytes("(?s)\\x1f\\x8b|7z\\xbc\\xaf|Rar!|BZh|\\xfd7zXZ|.{257}ustar")),
  TEXT("is a text, no network", Advice.EXPECTED, bytes("[\\x09-\\x0d\\x20-\\x7e]{4,}+\\z")),

  SAVED_MODEL_TEXT(
      "is a SavedModel of TensorFlow that is written as text",
      Advice.FROM_KERAS,
      entry("(.*/)?saved_model\\.pbtxt")),
  TORCH_SCRIPT("is a network of TorchScript", Advice.FROM_PYTORCH, entry("(.*/)?code/.*")),
  PYTORCH("has weights of PyTorch, but no layers", Advice.FROM_PYTORCH, entry("(.*/)?data\\.pkl")),
  NUMPY_ZIP("has arrays of NumPy, but no layers", Advice.EXPECTED, entry(".*\\.npy")),
  PACKED(
      "is a zip with a network in it",
      "Unpack it first",
      entry("(.*/)?[^/]+\\.(h5|hdf5|keras|onnx|zip|pth?)")),
  TENSORFLOW_JS_ZIP(
      "is a network of TensorFlow.js", "Unpack it first", entry("(.*/)?model\\.json")),
  JAR("is a Java library, no network", Advice.EXPECTED, entry("META-INF/.*")),
  OTHER_ZIP("is a zip without a network", Advice.EXPECTED, entry(".*")),

  ILASTIK(
      "is a project of ilastik, which has no neural network",
      "Run it with the ilastik plugin",
      file -> false),
  KERAS_WEIGHTS("has weights, but no architecture", Advice.KERAS_WHOLE, file -> false),
  HDF5("is an HDF5 file, but has no network of Keras", Advice.EXPECTED, file -> false),
  OTHER("is no network that can be read", Advice.EXPECTED, file -> false);

  /** What to do about several formats. */
  private static final class Advice {
    static final String EXPECTED =
        "Expected is a network in ONNX (.onnx), or saved by Keras (.keras or .h5), by"
            + " TensorFlow (a SavedModel in a .zip) or by DeepLearning4J (.zip)";
    static final String FROM_KERAS =
        "Load the network that it was made from in Keras, and save it by model.save(\"x.h5\")";
    static final String FROM_PYTORCH =
        "Load it in PyTorch, and save it in ONNX: torch.onnx.export(network, torch.zeros(1, 3, 256,"
            + " 256), \"x.onnx\")";
    static final String KERAS_WHOLE = "Save the whole network by model.save(\"x.h5\")";
  }

  /** What a file begins with, a character for each byte; or the name of an entry of a zip. */
  private interface Sign {
    boolean fits(String text);
  }

  private static final int START = 1 << 14;

  private final String what;
  private final String advice;
  private final Sign sign;

  ForeignFormat(String what, String advice, Sign sign) {
    this.what = what;
    this.advice = advice;
    this.sign = sign;
  }

  /** A sign in the first bytes. */
  private static Sign bytes(String start) {
    Pattern pattern = Pattern.compile(start);
    return text -> start.isEmpty() ? text.isEmpty() : pattern.matcher(text).lookingAt();
  }

  private record Entry(Pattern name) implements Sign {
    @Override
    public boolean fits(String text) {
      return name.matcher(text).matches();
    }
  }

  private static Sign entry(String name) {
    return new Entry(Pattern.compile(name));
  }

  /** The length of a JSON text in 8 bytes, then the text. */
  private static boolean isSafetensors(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < Long.BYTES + 2) {
      return false;
    }
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length > 1 && length < 1L << 32 && text.startsWith("{\"", Long.BYTES);
  }

  /** The line about a file that is of this format, without its name. */
  public IllegalArgumentException refusal() {
    return new IllegalArgumentException(what + ". " + advice);
  }

  /** What to say of a file that is of no format that can be read, without its name. */
  public static IllegalArgumentException refusal(Path file) throws IOException {
    if (NetworkFormat.isZip(file)) {
      try (ZipFile zip = new ZipFile(file.toFile())) {
        return refusal(zip);
      }
    }
    String start;
    try (InputStream stream = Files.newInputStream(file)) {
      start = new String(stream.readNBytes(START), StandardCharsets.ISO_8859_1);
    }
    return Stream.of(values())
        .filter(format -> !(format.sign instanceof Entry) && format.sign.fits(start))
        .findFirst()
        .orElse(OTHER)
        .refusal();
  }

  private static IllegalArgumentException refusal(ZipFile zip) {
    return Stream.of(values())
        .filter(format -> format.sign instanceof Entry)
        .filter(format -> zip.stream().map(ZipEntry::getName).anyMatch(format.sign::fits))
        .findFirst()
        .orElse(OTHER_ZIP)
        .refusal();
  }

  /**
   * What to say of a folder.
   *
   * @return nothing if it isn't a network
   */
  public static Optional<IllegalArgumentException> ofFolder(Path folder) {
    return Files.exists(folder.resolve("saved_model.pb"))
        ? Optional.of(SAVED_MODEL.refusal())
        : Optional.empty();
  }
}
