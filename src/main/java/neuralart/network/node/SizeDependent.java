package neuralart.network.node;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * An operation on its first input whose settings follow from the extents of all its inputs: a
 * resizing to the extent of another layer, or margins that make up for an odd side. The other
 * inputs tell nothing but their extents.
 */
public final class SizeDependent implements Node {
  private final String kind;
  private final Role role;
  private final Optional<List<Shape>> typical;
  private final Function<List<Shape>, Node> maker;

  /**
   * @param kind what it is
   * @param role what it is for
   * @param typical extents of the inputs, for what is said of the layer without an image
   * @param maker the operation for inputs of these extents; it holds no weights, and keeps the
   *     number of channels
   */
  public SizeDependent(
      String kind, Role role, Optional<List<Shape>> typical, Function<List<Shape>, Node> maker) {
    this.kind = kind;
    this.role = role;
    this.typical = typical;
    this.maker = maker;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return maker.apply(inputs).output(List.of(inputs.get(0)));
  }

  @Override
  public Reach reach(Shape input) {
    return typical.map(this::reach).orElse(Reach.POINT);
  }

  @Override
  public Reach reach(List<Shape> inputs) {
    return maker.apply(inputs).reach(inputs.get(0));
  }

  @Override
  public boolean dependsOnPlace(List<Shape> inputs) {
    return maker.apply(inputs).dependsOnPlace(inputs.subList(0, 1));
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    made(inputs).forward(steps, List.of(inputs.get(0)), output);
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    made(inputs).backward(steps, List.of(inputs.get(0)), output, gradient, gradients);
  }

  private Node made(List<Tensor> inputs) {
    return maker.apply(inputs.stream().map(Tensor::shape).toList());
  }
}
