package neuralart.model.keras;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import neuralart.model.file.Extents;
import neuralart.model.file.NetworkBuilder;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.node.Broadcast;
import neuralart.network.node.Flattening;
import neuralart.network.node.Identity;
import neuralart.network.node.Image;
import neuralart.network.node.Node;
import neuralart.step.Shape;

/**
 * Reads a whole network from a Keras file into a {@link Network}: sequential and functional ones,
 * and those with such networks inside, whose layers are then layers of the network. A layer that
 * isn't known can't be used, nor can those that read it.
 */
final class KerasReader {
  private final NetworkBuilder builder = new NetworkBuilder();
  private final Dialect dialect;
  private final Extents extents;
  private final Set<String> names = new HashSet<>();

  /** The outputs that are vectors and no images. */
  private final Set<Integer> flat = new HashSet<>();

  private KerasReader(KerasArchitecture architecture) {
    InputShape image = architecture.imageShape();
    dialect = architecture.dialect();
    extents = new Extents(image.height(), image.width(), image.channels());
    builder.addImage("image", new Image(image.height(), image.width(), image.channels()));
  }

  /**
   * Reads a network.
   *
   * @param weights those of its layers
   * @param name what the user calls it
   * @param preprocessing from the conventional way to give the network its pixels, the way to use
   * @throws IllegalArgumentException if it doesn't take one image, layers don't fit together, or no
   *     layer can be computed, naming the first that can't
   */
  static Network read(
      KerasArchitecture architecture,
      LayerWeights weights,
      String name,
      UnaryOperator<Preprocessing> preprocessing) {
    Preprocessing given = preprocessing.apply(architecture.preprocessing());
    KerasReader reader = new KerasReader(architecture);
    try {
      reader.readModel(architecture, 0, weights);
      return reader.builder.build(name, given);
    } catch (RuntimeException | Error e) {
      reader.builder.close();
      throw e;
    }
  }

  /**
   * Reads the layers of a network, or of one inside of it.
   *
   * @param input index of what it reads
   * @param weights those of its layers
   * @return index of its output
   */
  private int readModel(KerasArchitecture model, int input, LayerWeights weights) {
    Map<String, Integer> outputs = new HashMap<>();
    model.inputs().forEach(name -> outputs.put(name, input));
    for (LayerConfig layer : model.inOrder()) {
      List<Integer> sources = layer.inputs().stream().map(outputs::get).toList();
      outputs.put(layer.name(), readLayer(model, layer, sources, weights));
    }
    String output = model.output();
    if (!outputs.containsKey(output)) {
      throw new IllegalArgumentException("has the output '" + output + "', which is no layer");
    }
    return outputs.get(output);
  }

  private int readLayer(
      KerasArchitecture model, LayerConfig layer, List<Integer> inputs, LayerWeights weights) {
    String name = names.add(layer.name()) ? layer.name() : layer.path();
    try {
      requireInputs(layer);
      Optional<KerasArchitecture> inner = model.inside(layer);
      if (inner.isPresent() && inputs.size() == 1) {
        return readModel(inner.get(), inputs.get(0), weights.inside(layer, inner.get()));
      }
      return addLayer(layer, name, inputs, weights.of(layer));
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

  private int addLayer(LayerConfig layer, String name, List<Integer> read, List<KerasArray> weights)
      throws UnsupportedLayerException {
    boolean vector = flat.containsAll(read);
    KerasLayer described = new KerasLayer(layer.kind(), layer.config(), weights, vector, dialect);
    List<Node> nodes = nodes(described, read);
    List<Integer> inputs = KerasLayers.broadcasts(layer.kind()) ? sameSize(layer, read) : read;
    requireFitting(nodes, inputs);
    int output = builder.addLayer(name, nodes, inputs);
    extents.follow(output, nodes, inputs);
    boolean reshapes = layer.kind().equals("Reshape");
    boolean pools = layer.kind().startsWith("Global") && !described.flag("keepdims", false);
    boolean flattens = layer.kind().equals("Flatten") || reshapes && isVector(described);
    if (flattens || pools || vector && !reshapes) {
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

  /** Keras has its own order in a flattening that knows that the channels are first. */
  private Node flattening(KerasLayer layer, int input) throws UnsupportedLayerException {
    if (layer.flat()) {
      return new Identity("flattening");
    }
    boolean asItIs = !layer.text("data_format", "").equals("channels_first");
    Shape size =
        extents
            .trained(input)
            .orElseThrow(() -> new UnsupportedLayerException("Flatten on images of any size"));
    return new Flattening(size, asItIs && dialect.channelsFirst());
  }

  private static boolean isVector(KerasLayer reshaping) {
    return reshaping.config().path("target_shape").size() == 1;
  }

  /** A vector made one pixel, as squeezing and exciting needs it, or the other way round. */
  private Node reshaping(KerasLayer layer, int input) throws UnsupportedLayerException {
    if (isVector(layer)) {
      return flattening(layer, input);
    }
    int channels = builder.channels(input);
    String pixel = dialect.channelsFirst() ? "[N,1,1]" : "[1,1,N]";
    String shape =
        layer.config().path("target_shape").toString().replaceFirst("-1|" + channels, "N");
    if (!layer.flat() && !extents.isPixel(input) || !shape.equals(pixel)) {
      throw new UnsupportedLayerException(layer.kind());
    }
    return new Identity("reshaping");
  }

  /** The inputs of a layer, single pixels and single channels repeated as often as others are. */
  private List<Integer> sameSize(LayerConfig layer, List<Integer> inputs)
      throws UnsupportedLayerException {
    int large = Collections.max(inputs, Comparator.comparingLong(this::size));
    List<Integer> fitting = new ArrayList<>();
    for (int input : inputs) {
      boolean channel = builder.channels(input) == 1 && builder.channels(large) > 1;
      boolean pixel = extents.isPixel(input) && !extents.isPixel(large);
      if (pixel && channel) {
        throw new UnsupportedLayerException(layer.kind() + " of an image and a single value");
      } else if (pixel || channel) {
        List<Node> repeated = List.of(new Broadcast(channel));
        List<Integer> both = List.of(input, large);
        fitting.add(builder.addLayer("", repeated, both));
        extents.follow(fitting.get(fitting.size() - 1), repeated, both);
      } else {
        fitting.add(input);
      }
    }
    return fitting;
  }

  private long size(int vertex) {
    return extents.typical(vertex).map(Shape::length).orElse((long) builder.channels(vertex));
  }

  /** Checks that a layer can take images of the size that the network was trained on. */
  private void requireFitting(List<Node> nodes, List<Integer> inputs) {
    List<Shape> sizes = inputs.stream().flatMap(input -> extents.trained(input).stream()).toList();
    if (sizes.size() < inputs.size()) {
      return;
    }
    for (Node node : nodes) {
      sizes = List.of(node.output(sizes));
      sizes.get(0).requireUsable();
    }
  }
}
