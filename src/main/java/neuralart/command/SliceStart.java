package neuralart.command;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the transfer of a slice begins with: the result of the slice before, if there was one. */
final class SliceStart implements AutoCloseable {
  private Optional<INDArray> last = Optional.empty();

  Optional<INDArray> next() {
    return last;
  }

  /** Keeps a copy of a result. */
  void keep(INDArray rgb) {
    close();
    last = Optional.of(rgb.dup());
  }

  @Override
  public void close() {
    last.ifPresent(INDArray::close);
    last = Optional.empty();
  }
}
