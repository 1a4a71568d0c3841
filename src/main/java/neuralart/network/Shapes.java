package neuralart.network;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import neuralart.network.node.Image;
import neuralart.step.Shape;

/**
 * The extents of what the vertices of a network give.
 *
 * @param name of the network
 * @param vertices in order of computation, the image first
 */
record Shapes(String name, List<Vertex> vertices) {
  private static final int LARGEST_SMALLEST_SIDE = 4096;
  private static final int LARGEST_FIXED_SIDE = 1024;

  /**
   * The extents for an image of a given size.
   *
   * @param wanted vertices
   * @return the extent of each vertex, or null where none of the wanted ones depends on it
   * @throws IllegalArgumentException if the image is too small for one of them
   */
  Shape[] of(int height, int width, Set<Integer> wanted) {
    boolean[] needed = needed(wanted);
    Shape[] shapes = new Shape[vertices.size()];
    int tooSmall;
    try {
      tooSmall = computeShapes(shapes, height, width, needed);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + sizeThatFits(needed), e);
    }
    if (tooSmall >= 0) {
      int side = smallestSide(needed);
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "An image of %d x %d pixels is too small for layer '%s' of network '%s', which needs"
                  + " at least %d x %d",
              width,
              height,
              nameAt(tooSmall),
              name,
              side,
              side));
    }
    return shapes;
  }

  /** The vertices that some of them depend on, these included, and the image. */
  boolean[] needed(Set<Integer> wanted) {
    boolean[] needed = new boolean[vertices.size()];
    needed[0] = true;
    wanted.forEach(vertex -> needed[vertex] = true);
    for (int i = vertices.size() - 1; i >= 0; i--) {
      if (needed[i]) {
        vertices.get(i).inputs().forEach(input -> needed[input] = true);
      }
    }
    return needed;
  }

  /** Fills in the extents; returns the first vertex with an empty output, or -1. */
  private int computeShapes(Shape[] shapes, int height, int width, boolean[] needed) {
    for (int i = 0; i < shapes.length; i++) {
      if (needed[i]) {
        Vertex vertex = vertices.get(i);
        List<Shape> inputs =
            vertex.node() instanceof Image image
                ? List.of(new Shape(height, width, image.channels()))
                : vertex.inputs().stream().map(input -> shapes[input]).toList();
        shapes[i] = output(i, inputs);
        if (shapes[i].height() < 1 || shapes[i].width() < 1) {
          return i;
        }
      }
    }
    return -1;
  }

  private Shape output(int vertex, List<Shape> inputs) {
    try {
      return vertices.get(vertex).node().output(inputs);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Layer '%s' of network '%s' %s", nameAt(vertex), name, e.getMessage()),
          e);
    }
  }

  /** A hint for a layer that takes images of one size alone. */
  private String sizeThatFits(boolean[] needed) {
    Image image = (Image) vertices.get(0).node();
    if (image.height() > 0 && image.width() > 0) {
      return String.format(
          Locale.ROOT,
          "; the network was trained on images of %d x %d pixels: use that size, or layers before it",
          image.width(),
          image.height());
    }
    return IntStream.range(1, LARGEST_FIXED_SIDE)
        .filter(side -> fits(side, needed))
        .mapToObj(
            side ->
                String.format(
                    Locale.ROOT,
                    "; an image of %d x %d pixels would fit, or layers before it",
                    side,
                    side))
        .findFirst()
        .orElse("");
  }

  private int smallestSide(boolean[] needed) {
    int side = 1;
    while (side < LARGEST_SMALLEST_SIDE && !fits(side, needed)) {
      side++;
    }
    return side;
  }

  private boolean fits(int side, boolean[] needed) {
    try {
      return computeShapes(new Shape[vertices.size()], side, side, needed) < 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The layer that a vertex is, or is an inner step of. */
  String nameAt(int vertex) {
    int i = vertex;
    while (i < vertices.size() - 1 && vertices.get(i).name().isEmpty()) {
      i++;
    }
    return PreActivations.owner(vertices.get(i).name());
  }
}
