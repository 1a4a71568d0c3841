package neuralart.command;

import java.util.List;
import java.util.Optional;
import neuralart.art.StyleRegion;
import neuralart.art.StyleTransfer;
import neuralart.art.StyleTransferOptions;
import neuralart.imagej.Slices;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Paints slices after each other, each started from the result of the one before, so that
 * neighbours look alike. Closing it begins anew.
 */
final class StyleSlices implements Slices.Painter, AutoCloseable {
  private final Network network;
  private final List<StyleRegion> regions;
  private final StyleTransferOptions options;
  private Optional<StyleTransfer.Result> before = Optional.empty();
  private StyleTransfer.Result last;

  StyleSlices(Network network, List<StyleRegion> regions, StyleTransferOptions options) {
    this.network = network;
    this.regions = regions;
    this.options = options;
  }

  @Override
  public Slices.Picture paint(INDArray rgb, Monitor monitor) {
    last = StyleTransfer.transfer(network, rgb, regions, before, options, monitor);
    close();
    before = Optional.of(last.copy());
    return new Slices.Picture(last.rgb(), last.finished());
  }

  /** The result of the last slice; its picture may be closed. */
  StyleTransfer.Result last() {
    return last;
  }

  @Override
  public void close() {
    before.ifPresent(result -> result.rgb().close());
    before = Optional.empty();
  }
}
