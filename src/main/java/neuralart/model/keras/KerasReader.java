package neuralart.model.keras;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import neuralart.model.file.NetworkBuilder;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.node.Flattening;
import neuralart.network.node.Identity;
import neuralart.network.node.Image;
import neuralart.network.node.Node;
import neuralart.step.Shape;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * Reads a whole network from a Keras file into a {@link Network}: sequential and functional ones,
 * and those with such networks inside, whose layers are then layers of the network. A layer that
 * isn't known can't be used, nor can those that read it.
 */
public final class KerasReader {
  private final NetworkBuilder builder = new NetworkBuilder();
  private final boolean keras3;
  private final Set<String> names = new HashSet<>();

  /** Extents of the outputs for images of the size that the network was trained on. */
  private final Map<Integer, Shape> trainedExtents = new HashMap<>();

  /** The outputs that are vectors and no images. */
  private final Set<Integer> flat = new HashSet<>();

  private KerasReader(boolean keras3) {
    this.keras3 = keras3;
  }

  /**
   * Reads a network.
   *
   * @param file a file with an architecture
   * @param name what the user calls it
   * @param preprocessing from the conventional way to give the network its pixels, the way to use
   * @throws IllegalArgumentException if it doesn't take one image, layers don't fit together, or no
   *     layer can be computed, naming the first that can't
   */
  public static Network read(
      KerasFile file, String name, UnaryOperator<Preprocessing> preprocessing) {
    KerasArchitecture architecture = KerasArchitecture.parse(file.architecture());
    KerasReader reader = new KerasReader(file.isKeras3());
    try {
      Preprocessing given = preprocessing.apply(architecture.preprocessing());
      reader.readImage(architecture);
      reader.readModel(architecture, 0, file::weights);
      return reader.builder.build(name, given);
    } catch (RuntimeException | Error e) {
      reader.builder.close();
      throw e;
    }
  }

  private void readImage(KerasArchitecture architecture) {
    JsonNode shape = architecture.imageShape();
    int channels = shape.path(3).asInt();
    int height = shape.path(1).asInt();
    int width = shape.path(2).asInt();
    builder.addImage("image", new Image(height, width, channels));
    if (height > 0 && width > 0) {
      trainedExtents.put(0, new Shape(height, width, channels));
    }
  }

  /**
   * Reads the layers of a network, or of one inside of it.
   *
   * @param input index of what it reads
   * @param weights the arrays of a layer by its name
   * @return index of its output
   */
  private int readModel(
      KerasArchitecture model, int input, Function<String, List<KerasArray>> weights) {
    Map<String, Integer> outputs = new HashMap<>();
    model.inputs().forEach(name -> outputs.put(name, input));
    for (LayerConfig layer : model.inOrder()) {
      List<Integer> sources = layer.inputs().stream().map(outputs::get).toList();
      outputs.put(layer.name(), readLayer(layer, sources, weights));
    }
    String output = model.output();
    if (!outputs.containsKey(output)) {
      throw new IllegalArgumentException("has the output '" + output + "', which is no layer");
    }
    return outputs.get(output);
  }

  private int readLayer(
      LayerConfig layer, List<Integer> inputs, Function<String, List<KerasArray>> weights) {
    String name = names.add(layer.name()) ? layer.name() : layer.path();
    try {
      if (layer.uses() != 1) {
        throw new UnsupportedLayerException(layer.kind() + " used in several places");
      }
      requireInputs(layer);
      Optional<KerasArchitecture> inner = KerasArchitecture.inside(layer);
      if (inner.isPresent() && inputs.size() == 1) {
        List<KerasArray> all = weights.apply(layer.name());
        return readModel(inner.get(), inputs.get(0), part -> ofLayer(all, part));
      }
      return addLayer(layer, name, inputs, weights.apply(layer.name()));
    } catch (UnsupportedLayerException e) {
      return builder.addUnsupported(name, e, inputs);
    } catch (IllegalArgumentException e) {
      throw NetworkBuilder.ofLayer(name, e);
    }
  }

  private static void requireInputs(LayerConfig layer) throws UnsupportedLayerException {
    int n = layer.inputs().size();
    if (n == 0) {
      throw new IllegalArgumentException("reads no other layer");
    }
    if (n > 1 && !KerasLayers.joins(layer.kind())) {
      throw new UnsupportedLayerException(layer.kind() + " of " + n + " layers");
    }
    if (n != 2 && layer.kind().equals("Subtract")) {
      throw new IllegalArgumentException("reads " + n + " layers, but takes 2");
    }
  }

  private int addLayer(
      LayerConfig layer, String name, List<Integer> inputs, List<KerasArray> weights)
      throws UnsupportedLayerException {
    boolean vector = flat.containsAll(inputs);
    KerasLayer described = new KerasLayer(layer.kind(), layer.config(), weights, vector, keras3);
    List<Node> nodes = nodes(described, inputs);
    int output = builder.addLayer(name, nodes, inputs);
    follow(output, nodes, inputs);
    boolean pools = layer.kind().startsWith("Global") && !described.flag("keepdims", false);
    boolean flattens = layer.kind().equals("Flatten") || pools;
    if (flattens || vector && !layer.kind().equals("Reshape")) {
      flat.add(output);
    }
    return output;
  }

  private List<Node> nodes(KerasLayer layer, List<Integer> inputs)
      throws UnsupportedLayerException {
    return switch (layer.kind()) {
      case "Flatten" -> List.of(flattening(layer, inputs.get(0)));
      case "Reshape" -> List.of(reshaping(layer, inputs.get(0)));
      default -> KerasLayers.read(layer);
    };
  }

  private Node flattening(KerasLayer layer, int input) throws UnsupportedLayerException {
    if (layer.flat()) {
      return new Identity("flattening");
    }
    if (!trainedExtents.containsKey(input)) {
      throw new UnsupportedLayerException("Flatten on images of any size");
    }
    return new Flattening(trainedExtents.get(input), false);
  }

  /** Only a vector made one pixel: what a classifier without a dense layer has. */
  private Node reshaping(KerasLayer layer, int input) throws UnsupportedLayerException {
    String onePixel = "[1,1," + builder.channels(input) + "]";
    if (!layer.flat() || !layer.config().path("target_shape").toString().equals(onePixel)) {
      throw new UnsupportedLayerException(layer.kind());
    }
    return new Identity("reshaping");
  }

  /** Notes the extent of a new output for an image of the size that the network was trained on. */
  private void follow(int output, List<Node> nodes, List<Integer> inputs) {
    if (!trainedExtents.keySet().containsAll(inputs)) {
      return;
    }
    List<Shape> extents = inputs.stream().map(trainedExtents::get).toList();
    for (Node node : nodes) {
      extents = List.of(node.output(extents));
      extents.get(0).requireUsable();
    }
    trainedExtents.put(output, extents.get(0));
  }

  /** The arrays of one layer of a network inside: {@code layer/kernel:0}, behind more names. */
  private static List<KerasArray> ofLayer(List<KerasArray> all, String layer) {
    return all.stream().filter(array -> ("/" + array.name()).contains("/" + layer + "/")).toList();
  }
}
