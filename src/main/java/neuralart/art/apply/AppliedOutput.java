package neuralart.art.apply;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import neuralart.art.maps.FilterChoice;
import neuralart.art.maps.FilterStatistics;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.NetworkDescription;
import neuralart.network.processing.Processing;

/**
 * An output of a network from images to images.
 *
 * @param name that its author gave it, or that of the layer
 * @param layer that it is
 * @param channels names of its channels
 * @param postprocessing what is done to the values of the layer
 */
public record AppliedOutput(
    String name, Layer layer, List<String> channels, List<Processing> postprocessing) {
  private static final String ELSEWHERE =
      "; Classify... lists what such a network says, Saliency... and Feature Maps... show what it sees";

  public AppliedOutput {
    channels = List.copyOf(channels);
    postprocessing = List.copyOf(postprocessing);
  }

  /**
   * Finds an output.
   *
   * @param named a layer, or an output by the name that its author gave it; the network's first
   *     output if empty
   * @throws IllegalArgumentException if there is none, or it has no rows and columns
   */
  public static AppliedOutput of(Network network, String named) {
    String name = named.strip();
    List<NetworkDescription.Output> described =
        network.description().map(NetworkDescription::outputs).orElse(List.of());
    Optional<NetworkDescription.Output> output =
        described.stream()
            .filter(o -> name.isEmpty() || name.equals(o.name()) || name.equals(o.layer()))
            .findFirst();
    if (name.isEmpty() && output.isEmpty()) {
      requireEnd(network);
    }
    String layer =
        output
            .map(NetworkDescription.Output::layer)
            .orElseGet(() -> name.isEmpty() ? network.outputs().get(0) : name);
    Layer found = network.layer(layer);
    if (found.stride() == 0) {
      throw new IllegalArgumentException(
          "Network '"
              + network.name()
              + "' gives one value per image, not an image (layer '"
              + layer
              + "')"
              + ELSEWHERE);
    }
    return new AppliedOutput(
        output.map(NetworkDescription.Output::name).orElse(layer),
        found,
        output
            .map(NetworkDescription.Output::channels)
            .filter(names -> names.size() == found.channels())
            .orElseGet(() -> numbered(found)),
        output.map(NetworkDescription.Output::postprocessing).orElse(List.of()));
  }

  /** The last of the layers that can be computed is no output where others were left out. */
  private static void requireEnd(Network network) {
    List<Layer> layers = network.layers();
    boolean last = network.outputs().equals(List.of(layers.get(layers.size() - 1).name()));
    network
        .leftOut()
        .filter(reason -> last)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason + "; choose a layer");
            });
  }

  /**
   * Reads a choice of channels.
   *
   * @param chosen as the user wrote it: {@code all}, or {@code 0-2,5}
   * @throws IllegalArgumentException if it is none
   */
  public int[] channels(String chosen) {
    FilterChoice choice = FilterChoice.parse(chosen, layer);
    if (choice.needsStatistics()) {
      throw new IllegalArgumentException(
          "channels is '" + chosen + "', expected are all or numbers as in 0-2,5");
    }
    return choice.filters(() -> new FilterStatistics(layer.channels()));
  }

  private static List<String> numbered(Layer layer) {
    return IntStream.range(0, layer.channels()).mapToObj(c -> layer.name() + " " + c).toList();
  }
}
