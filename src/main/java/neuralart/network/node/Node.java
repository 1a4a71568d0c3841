package neuralart.network.node;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.Weights;
import neuralart.step.Window;

/**
 * One operation of a network. It knows the extent of its output, and writes the steps that compute
 * the output and the gradient of its inputs into a plan. A new kind of layer is a new node.
 */
public interface Node {
  /** What the field calls this kind of layer, for instance {@code convolution}. */
  String kind();

  /** What it is for. */
  default Role role() {
    return Role.LINEAR;
  }

  /**
   * The output's extent; not positive in height or width where the input is too small.
   *
   * @throws IllegalArgumentException if the inputs don't fit; the message follows the layer's name
   */
  default Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }

  /** Channels of the output, for inputs with these numbers of channels and of any size. */
  default int channels(List<Integer> inputs) {
    return inputs.get(0);
  }

  /** The window that slides over the input, if there is one. */
  default Window window() {
    return Window.POINT;
  }

  /** What a value of the output is computed from, for inputs of this extent. */
  default Reach reach(Shape input) {
    return Reach.of(window(), input);
  }

  /** The same, of the first of several inputs whose extents all count. */
  default Reach reach(List<Shape> inputs) {
    return reach(inputs.get(0));
  }

  /** Those of several inputs whose rows and columns the output has; all of them as a rule. */
  default List<Integer> placing(List<Integer> inputs) {
    return inputs;
  }

  /** Whether every value of the output sees the whole input. */
  default boolean seesAll() {
    return false;
  }

  /** Whether every value of the output depends on the whole input by statistics of it. */
  default boolean dependsOnAll() {
    return false;
  }

  /**
   * Whether a part of the input may give other values than the whole does at the same place, apart
   * from what is near to the edge of the part.
   */
  default boolean dependsOnPlace(List<Shape> inputs) {
    return seesAll() || dependsOnAll();
  }

  /** Number of trained parameters. */
  default long parameters() {
    return 0;
  }

  /** Whether the output may overwrite the input where nothing else needs the input. */
  default boolean inPlace() {
    return false;
  }

  /** Whether {@link #backward} reads the node's inputs. */
  default boolean backwardReadsInputs() {
    return false;
  }

  /** Whether {@link #backward} reads the node's output. */
  default boolean backwardReadsOutput() {
    return false;
  }

  /**
   * One node that computes this one and then {@code next} with less work, if there is one. It is
   * made once and belongs to this node, which closes it.
   */
  default Optional<Node> followedBy(Node next) {
    return Optional.empty();
  }

  /** Whether it multiplies by trained kernels. */
  default boolean hasKernels() {
    return false;
  }

  /**
   * The same operation with other kernels.
   *
   * @param change makes new weights of the same dimensions
   * @return a node that shares nothing with this one, for the caller to close
   * @throws UnsupportedOperationException if it has no kernels
   */
  default Node withKernels(UnaryOperator<Weights> change) {
    throw new UnsupportedOperationException(kind() + " has no kernels");
  }

  /** Adds the steps that compute {@code output} from {@code inputs}. */
  void forward(Steps steps, List<Tensor> inputs, Tensor output);

  /**
   * Adds the steps that turn the gradient of the output into gradients of the inputs.
   *
   * @param gradient gradient of the output, which the steps may overwrite
   * @param gradients where the inputs' gradients go
   */
  void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients);

  /** Where a node's backward pass leaves the gradients of its inputs. */
  interface Gradients {
    /**
     * Asks for the gradient of an input. {@code writer} adds the steps that write it into the
     * tensor that it is given; where the input has a gradient from elsewhere already, the two are
     * added.
     */
    void write(int input, Consumer<Tensor> writer);

    /**
     * The same for a writer that can add: it is told whether to add to what is in the tensor, or to
     * replace it.
     */
    void add(int input, BiConsumer<Tensor, Boolean> writer);

    /** Hands on a copy of the gradient of the output, as it now is, as the gradient of an input. */
    void share(int input);

    /**
     * Hands on the gradient of the output, as it now is, as the gradient of the first input; what
     * comes last.
     */
    void passOn();
  }

  /** Releases the weights. */
  default void close() {}
}
