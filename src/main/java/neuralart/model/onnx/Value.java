package neuralart.model.onnx;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import neuralart.step.Shape;

/** What a name of the graph stands for. */
sealed interface Value {
  /**
   * The output of a vertex.
   *
   * @param vertex its index in the network
   * @param axes what the file's dimensions of it are, a letter each: N for the batch, C, H, W; an
   *     axis that is left out has one value. "NGR" stands for a batch, groups of channels, and all
   *     values of a group.
   * @param groups of channels, where the axes are "NGR"
   */
  record Output(int vertex, String axes, int groups) implements Value {
    Output(int vertex, String axes) {
      this(vertex, axes, 0);
    }

    /**
     * The letter of an axis.
     *
     * @param axis from 0, or negative from the end
     * @throws IllegalArgumentException if there is none
     */
    char letter(long axis) {
      long index = axis < 0 ? axis + axes.length() : axis;
      if (index < 0 || index >= axes.length()) {
        throw new IllegalArgumentException(
            "has the axis " + axis + ", but its input has " + axes.length() + " dimensions");
      }
      return axes.charAt((int) index);
    }

    /** The sizes of the file's dimensions. */
    long[] dimensions(Shape size) {
      return axes.chars().mapToLong(letter -> dimension((char) letter, size)).toArray();
    }

    private long dimension(char letter, Shape size) {
      return switch (letter) {
        case 'C' -> size.channels();
        case 'H' -> size.height();
        case 'W' -> size.width();
        case 'G' -> groups;
        case 'R' -> size.length() / groups;
        default -> 1;
      };
    }
  }

  /** Numbers that are known once the sizes of some activations are, or from the beginning. */
  final class Known implements Value {
    private static final int DEEPEST = 50;

    private final Set<Integer> vertices = new TreeSet<>();
    private final Function<Sizes, Numbers> numbers;
    private final int depth;

    private Known(Set<Integer> vertices, int depth, Function<Sizes, Numbers> numbers) {
      this.vertices.addAll(vertices);
      this.numbers = numbers;
      this.depth = depth;
      if (depth > DEEPEST) {
        throw new IllegalArgumentException(
            "computes sizes in more than the " + DEEPEST + " steps that are possible");
      }
    }

    static Known of(Numbers constant) {
      return new Known(Set.of(), 0, sizes -> constant);
    }

    /** Of the size of one activation. */
    static Known of(int vertex, Function<Shape, Numbers> numbers) {
      return new Known(Set.of(vertex), 0, sizes -> numbers.apply(sizes.extents.apply(vertex)));
    }

    /** What an operation makes of others; at once where these are constant. */
    static Known of(List<Known> inputs, Function<List<Numbers>, Numbers> operation) {
      Set<Integer> all = new TreeSet<>();
      inputs.forEach(input -> all.addAll(input.vertices));
      int depth = inputs.stream().mapToInt(input -> input.depth).max().orElse(0);
      Function<Sizes, Numbers> later =
          sizes -> operation.apply(inputs.stream().map(input -> input.at(sizes)).toList());
      return all.isEmpty()
          ? of(later.apply(new Sizes(vertex -> null)))
          : new Known(all, depth + 1, later);
    }

    boolean isConstant() {
      return vertices.isEmpty();
    }

    /** The vertices whose sizes these numbers are made of. */
    Set<Integer> vertices() {
      return vertices;
    }

    /** The numbers for these sizes. */
    Numbers at(Sizes sizes) {
      Numbers known = sizes.computed.get(this);
      if (known == null) {
        known = numbers.apply(sizes);
        sizes.computed.put(this, known);
      }
      return known;
    }
  }

  /** The sizes of activations, and what has been computed of them. */
  final class Sizes {
    private final IntFunction<Shape> extents;
    private final Map<Known, Numbers> computed = new IdentityHashMap<>();

    Sizes(IntFunction<Shape> extents) {
      this.extents = extents;
    }
  }

  /**
   * What can't be computed.
   *
   * @param vertex its index in the network, or -1
   * @param what why: an operator
   */
  record Missing(int vertex, String what) implements Value {}
}
