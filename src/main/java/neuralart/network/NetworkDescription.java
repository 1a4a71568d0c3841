package neuralart.network;

import java.util.List;
import neuralart.network.processing.Processing;

/**
 * What a network takes and gives, as its author describes it, in the units of the image: values of
 * pixels as they are, not as they are displayed.
 *
 * @param preprocessing what makes of these values what the network takes
 * @param outputs what it gives, the first output first; may be empty
 */
public record NetworkDescription(List<Processing> preprocessing, List<Output> outputs) {
  /**
   * An output.
   *
   * @param name what the author calls it
   * @param layer the layer that it is
   * @param channels names of its channels; empty if they have none
   * @param postprocessing what is done to the values of the layer
   */
  public record Output(
      String name, String layer, List<String> channels, List<Processing> postprocessing) {
    public Output {
      channels = List.copyOf(channels);
      postprocessing = List.copyOf(postprocessing);
    }
  }

  public NetworkDescription {
    preprocessing = List.copyOf(preprocessing);
    outputs = List.copyOf(outputs);
  }
}
