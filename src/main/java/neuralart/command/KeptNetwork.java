package neuralart.command;

import java.util.Optional;
import neuralart.model.Models;
import neuralart.network.Network;

/** Reads networks, and keeps the last one for as long as the same one is asked for. */
final class KeptNetwork implements AutoCloseable {
  private Optional<Network> network = Optional.empty();
  private String model = "";

  /** Whether a network has been read. */
  boolean isThere() {
    return network.isPresent();
  }

  /**
   * Returns a network, to be closed by this.
   *
   * @throws IllegalArgumentException if there is no such model, or it can't be read
   */
  Network load(String wanted) {
    if (network.isEmpty() || !model.equals(wanted)) {
      close();
      network = Optional.of(Models.load(wanted));
      model = wanted;
    }
    return network.get();
  }

  @Override
  public void close() {
    network.ifPresent(Network::close);
    network = Optional.empty();
  }
}
