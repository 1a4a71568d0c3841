package neuralart.model.keras;

import java.util.List;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * A layer as the architecture has it.
 *
 * @param name its name, of its own for each use
 * @param saved its name, under which its weights are
 * @param path its name behind that of the network that it is in
 * @param kind Keras' name of its class
 * @param config what it was made with
 * @param inputs the names of the layers that it reads
 * @param operation whether it is a function that stands in the place of a layer
 */
record LayerConfig(
    String name,
    String saved,
    String path,
    String kind,
    JsonNode config,
    List<String> inputs,
    boolean operation) {}
