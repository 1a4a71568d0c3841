package neuralart.model.onnx;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import neuralart.model.file.Extents;
import neuralart.model.file.NetworkBuilder;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.model.onnx.Value.Known;
import neuralart.model.onnx.Value.Output;
import neuralart.network.node.Node;
import neuralart.network.node.Role;
import neuralart.network.node.SizeDependent;
import neuralart.step.Shape;

/** A node of the graph with what it reads, and the network that it is added to. */
final class Call {
  static final String IMAGE_AXES = "NCHW";

  private final String operator;
  private final Supplier<String> name;
  private final int opset;
  private final Attributes attributes;
  private final List<Optional<Value>> inputs;
  private final NetworkBuilder builder;
  private final Extents extents;

  /**
   * @param operator what it computes
   * @param gives the name of the layer that it becomes
   * @param opset version of the operators
   * @param inputs what it reads; nothing where an optional input is left out
   */
  Call(
      String operator,
      Supplier<String> name,
      int opset,
      Attributes attributes,
      List<Optional<Value>> inputs,
      NetworkBuilder builder,
      Extents extents) {
    this.operator = operator;
    this.name = name;
    this.opset = opset;
    this.attributes = attributes;
    this.inputs = inputs;
    this.builder = builder;
    this.extents = extents;
  }

  String operator() {
    return operator;
  }

  int opset() {
    return opset;
  }

  Attributes attributes() {
    return attributes;
  }

  /** Whether an input is given. */
  boolean has(int input) {
    return input < inputs.size() && inputs.get(input).isPresent();
  }

  /** The inputs that are given. */
  List<Value> given() {
    return inputs.stream().flatMap(Optional::stream).toList();
  }

  private Value input(int input) {
    if (!has(input)) {
      throw new IllegalArgumentException("has no input " + (input + 1));
    }
    return inputs.get(input).get();
  }

  boolean isActivation(int input) {
    return has(input) && input(input) instanceof Output;
  }

  /**
   * An input that is an activation.
   *
   * @throws UnsupportedLayerException if it isn't
   */
  Output activation(int input) throws UnsupportedLayerException {
    if (input(input) instanceof Output activation) {
      return activation;
    }
    throw new UnsupportedLayerException(operator + " of numbers");
  }

  /** An input that is an image with its channels before its rows and columns. */
  Output image(int input) throws UnsupportedLayerException {
    Output activation = activation(input);
    if (!activation.axes().equals(IMAGE_AXES)) {
      throw new UnsupportedLayerException(operator + " of " + described(activation));
    }
    return activation;
  }

  /** What an activation is, in words. */
  static String described(Output activation) {
    return activation.groups() > 0
        ? "groups of channels"
        : activation.axes().length() == IMAGE_AXES.length()
            ? "an image with its axes in the order " + activation.axes()
            : "an array of " + activation.axes().length() + " dimensions";
  }

  /**
   * An input that is known when the sizes are.
   *
   * @throws UnsupportedLayerException if it isn't
   */
  Known known(int input) throws UnsupportedLayerException {
    if (input(input) instanceof Known known) {
      return known;
    }
    throw new UnsupportedLayerException(operator + " with settings that it computes of images");
  }

  /**
   * An input that is constant.
   *
   * @throws UnsupportedLayerException if it isn't
   */
  Numbers constant(int input) throws UnsupportedLayerException {
    Known known = known(input);
    if (!known.isConstant()) {
      throw new UnsupportedLayerException(operator + " with settings that depend on the image");
    }
    return constantOf(known);
  }

  /** Numbers that depend on no size. */
  Numbers constantOf(Known known) {
    return known.at(new Value.Sizes(vertex -> null));
  }

  /** An input for the size that is typical. */
  Optional<Numbers> typical(Known known) {
    return extents.typical(known.vertices()).map(sizes -> known.at(new Value.Sizes(sizes)));
  }

  int channels(Output activation) {
    return builder.channels(activation.vertex());
  }

  Extents extents() {
    return extents;
  }

  UnsupportedLayerException unsupported(String what) {
    return new UnsupportedLayerException(operator + " " + what);
  }

  /** Adds nodes, one after the other, behind an activation; the last is the layer. */
  Output add(Output input, Node... nodes) {
    return add(input, input.axes(), nodes);
  }

  /** The same, whose output has other axes. */
  Output add(Output input, String axes, Node... nodes) {
    return new Output(add(List.of(input.vertex()), List.of(nodes), true), axes);
  }

  /** Adds a node that reads several activations, as the layer. */
  Output join(Node node, List<Output> joined) {
    List<Integer> vertices = joined.stream().map(Output::vertex).toList();
    return new Output(add(vertices, List.of(node), true), joined.get(0).axes());
  }

  /** Adds nodes that are a step on the way to the layer. */
  Output step(Output input, Node... nodes) {
    return new Output(
        add(List.of(input.vertex()), List.of(nodes), false), input.axes(), input.groups());
  }

  /** Adds a step that reads several activations. */
  Output stepOf(Node node, Output... joined) {
    List<Integer> vertices = List.of(joined).stream().map(Output::vertex).toList();
    return new Output(add(vertices, List.of(node), false), joined[0].axes());
  }

  /**
   * Adds a node whose settings depend on sizes, as the layer or as a step.
   *
   * @param maker the node for an input of an extent, and for settings
   */
  Output addSized(
      Output input,
      String kind,
      List<Known> settings,
      boolean last,
      BiFunction<Shape, List<Numbers>, Node> maker) {
    Set<Integer> read = new LinkedHashSet<>(List.of(input.vertex()));
    settings.forEach(setting -> read.addAll(new TreeSet<>(setting.vertices())));
    List<Integer> vertices = new ArrayList<>(read);
    Node node =
        new SizeDependent(
            kind,
            Role.LINEAR,
            extents.typical(read).map(sizes -> vertices.stream().map(sizes::apply).toList()),
            shapes -> {
              Value.Sizes sizes = new Value.Sizes(vertex -> shapes.get(vertices.indexOf(vertex)));
              try {
                return maker.apply(
                    shapes.get(0), settings.stream().map(setting -> setting.at(sizes)).toList());
              } catch (ArithmeticException | IndexOutOfBoundsException e) {
                throw new IllegalArgumentException("can't compute its size for this image", e);
              }
            });
    return new Output(add(vertices, List.of(node), last), input.axes());
  }

  private int add(List<Integer> vertices, List<Node> nodes, boolean last) {
    int output = builder.addLayer(last ? name.get() : "", nodes, vertices);
    extents.follow(output, nodes, vertices);
    return output;
  }
}
