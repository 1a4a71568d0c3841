package neuralart.model.dl4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipFile;
import neuralart.model.file.NetworkFormat;
import neuralart.network.Network;
import neuralart.network.Preprocessing;

/** Networks that DeepLearning4J saved, as zips. It is loaded where there is one to read. */
public final class Dl4jFormat implements NetworkFormat {
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
      return zip.getEntry(Dl4jFile.CONFIGURATION) != null;
    }
  }

  @Override
  public Network read(Path file, UnaryOperator<Preprocessing> preprocessing) throws IOException {
    String name = file.getFileName().toString();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new Dl4jFile(zip, Files.size(file)).network(name, preprocessing);
    }
  }
}
