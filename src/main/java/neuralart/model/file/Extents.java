package neuralart.model.file;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import neuralart.network.node.GlobalPooling;
import neuralart.network.node.Node;
import neuralart.step.Shape;

/**
 * The extents of activations, as far as they are known without an image: for one of the size that
 * the network was trained on, or of a typical size.
 */
public final class Extents {
  /** Side of an image that is typical where the file doesn't tell the size. */
  private static final int SIDE = 256;

  private final Map<Integer, Shape> typical = new HashMap<>();
  private final Map<Integer, Shape> trained = new HashMap<>();
  private final boolean fixed;

  /**
   * @param height rows of the image, or 0 where there may be any number
   * @param width columns of the image, or 0 where there may be any number
   */
  public Extents(int height, int width, int channels) {
    fixed = height > 0 && width > 0;
    typical.put(0, fixed ? new Shape(height, width, channels) : new Shape(SIDE, SIDE, channels));
    if (fixed) {
      trained.put(0, typical.get(0));
    }
  }

  /** Whether the file tells the size of the images. */
  public boolean isFixed() {
    return fixed;
  }

  /** The extent for a typical image. */
  public Optional<Shape> typical(int vertex) {
    return Optional.ofNullable(typical.get(vertex));
  }

  /** The extents for a typical image, if all are known. */
  public Optional<IntFunction<Shape>> typical(Collection<Integer> vertices) {
    return typical.keySet().containsAll(vertices) ? Optional.of(typical::get) : Optional.empty();
  }

  /** The extent for the images that the network was trained on, or for all images. */
  public Optional<Shape> trained(int vertex) {
    return Optional.ofNullable(trained.get(vertex));
  }

  /** Whether an activation is a single pixel. */
  public boolean isPixel(int vertex) {
    return trained(vertex).filter(size -> size.height() == 1 && size.width() == 1).isPresent();
  }

  /** Notes the extent of a new output. */
  public void follow(int output, List<Node> nodes, List<Integer> inputs) {
    boolean pools = nodes.stream().anyMatch(GlobalPooling.class::isInstance);
    note(typical, typical, output, nodes, inputs);
    note(trained, pools ? typical : trained, output, nodes, inputs);
  }

  private static void note(
      Map<Integer, Shape> all,
      Map<Integer, Shape> known,
      int output,
      List<Node> nodes,
      List<Integer> inputs) {
    if (!known.keySet().containsAll(inputs)) {
      return;
    }
    List<Shape> extents = inputs.stream().map(known::get).toList();
    try {
      for (Node node : nodes) {
        extents = List.of(node.output(extents));
        extents.get(0).requireUsable();
      }
      all.put(output, extents.get(0));
    } catch (IllegalArgumentException e) {
      return; // a typical image may be too small, or of no side that suits
    }
  }
}
