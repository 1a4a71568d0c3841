package neuralart.model.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import neuralart.model.file.NetworkFormat;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import onnx.Onnx.ModelProto;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/** Networks in ONNX files, as PyTorch, TensorFlow and others export them. */
public final class OnnxFormat implements NetworkFormat {
  /** A version, then one of the fields that may follow it; a SavedModel has the version 1. */
  private static final Pattern START =
      Pattern.compile("\\x08[\\x02-\\x20][\\x12\\x1a\\x22\\x28\\x32\\x3a\\x42]");

  private static final int START_LENGTH = 3;

  /** Graphs inside of graphs, which only operators have that aren't supported. */
  private static final int DEEPEST = 40;

  @Override
  public List<String> endings() {
    return List.of(".onnx");
  }

  @Override
  public boolean recognises(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      String start = new String(stream.readNBytes(START_LENGTH), StandardCharsets.ISO_8859_1);
      return START.matcher(start).matches();
    }
  }

  @Override
  public Network read(Path file, UnaryOperator<Preprocessing> preprocessing) throws IOException {
    if (Files.size(file) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("has more than the 2 GB that an ONNX file can have");
    }
    return read(Files.readAllBytes(file), file.getFileName().toString(), preprocessing);
  }

  /** Reads a network from the bytes of a file, as {@link #read(Path, UnaryOperator)} does. */
  public static Network read(
      byte[] bytes, String name, UnaryOperator<Preprocessing> preprocessing) {
    return GraphReader.read(parse(bytes), name, preprocessing);
  }

  /** The arrays stay where they are in the bytes. */
  private static ModelProto parse(byte[] bytes) {
    CodedInputStream stream = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    stream.enableAliasing(true);
    stream.setRecursionLimit(DEEPEST);
    try {
      ModelProto model = ModelProto.parseFrom(stream);
      if (!model.hasGraph()) {
        throw new IllegalArgumentException("is damaged: it has no graph");
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("is damaged: it isn't whole, or isn't ONNX", e);
    } catch (IOException e) {
      throw new IllegalStateException(e); // bytes have none
    }
  }
}
