package neuralart.model.tensorflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipFile;
import neuralart.model.file.NetworkFormat;
import neuralart.model.onnx.GraphReader;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import onnx.Onnx.ModelProto;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.nd4j.shade.protobuf.UnsafeByteOperations;
import org.tensorflow.framework.SavedModel;

/** Zips with a SavedModel of TensorFlow, as StarDist, CARE and Noise2Void export them. */
public final class TensorFlowFormat implements NetworkFormat {
  /** Graphs inside of graphs, which only operators have that aren't supported. */
  private static final int DEEPEST = 40;

  @Override
  public List<String> endings() {
    return List.of(".zip");
  }

  @Override
  public boolean recognises(Path file) throws IOException {
    if (!NetworkFormat.isZip(file)) {
      return false;
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return SavedModelFile.graph(zip).isPresent();
    }
  }

  @Override
  public Network read(Path file, UnaryOperator<Preprocessing> preprocessing) throws IOException {
    ModelProto model;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      SavedModelFile saved = new SavedModelFile(zip, Files.size(file));
      model = GraphTranslator.translate(parse(saved.graph()), Variables.of(saved));
    }
    return GraphReader.read(model, file.getFileName().toString(), preprocessing);
  }

  private static SavedModel parse(byte[] bytes) throws IOException {
    CodedInputStream stream = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    stream.setRecursionLimit(DEEPEST);
    try {
      return SavedModel.parseFrom(stream);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("is damaged: its graph isn't whole, or isn't one", e);
    }
  }
}
