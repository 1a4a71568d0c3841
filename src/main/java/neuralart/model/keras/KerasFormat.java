package neuralart.model.keras;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import neuralart.model.file.NetworkFormat;
import neuralart.network.Network;
import neuralart.network.Preprocessing;

/** Whole networks that Keras 2 and 3 saved as HDF5. */
public final class KerasFormat implements NetworkFormat {
  @Override
  public List<String> endings() {
    return List.of(".h5", ".hdf5");
  }

  @Override
  public boolean recognises(Path file) throws IOException {
    return NetworkFormat.begins(file, 0x89, 'H', 'D', 'F');
  }

  @Override
  public Network read(Path file, UnaryOperator<Preprocessing> preprocessing) {
    String name = file.getFileName().toString();
    return KerasFile.read(file, keras -> KerasReader.read(keras, name, preprocessing));
  }

  /** Reads a network from the bytes of a file, as {@link #read(Path, UnaryOperator)} does. */
  public static Network read(
      byte[] bytes, String name, UnaryOperator<Preprocessing> preprocessing) {
    return KerasFile.read(bytes, name, keras -> KerasReader.read(keras, name, preprocessing));
  }
}
