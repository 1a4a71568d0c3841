package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import neuralart.step.PixelFunction;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Combines inputs of the same extent value by value.
 *
 * @param operation how
 */
public record Combination(Operation operation) implements Node {
  /** What is done with the values; {@code SUBTRACT} takes two inputs, the others any number. */
  public enum Operation {
    ADD("addition"),
    SUBTRACT("subtraction"),
    MULTIPLY("multiplication"),
    AVERAGE("average"),
    MAXIMUM("maximum");

    private final String kind;

    Operation(String kind) {
      this.kind = kind;
    }
  }

  @Override
  public String kind() {
    return operation.kind;
  }

  @Override
  public Role role() {
    return Role.JOIN;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    if (operation == Operation.SUBTRACT && inputs.size() != 2) {
      throw new IllegalArgumentException("takes 2 inputs, but has " + inputs.size());
    }
    if (inputs.stream().distinct().count() > 1) {
      throw new IllegalArgumentException("has inputs that differ in size: " + inputs);
    }
    return inputs.get(0);
  }

  @Override
  public boolean inPlace() {
    return operation != Operation.MAXIMUM;
  }

  @Override
  public boolean backwardReadsInputs() {
    return operation == Operation.MULTIPLY || operation == Operation.MAXIMUM;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    if (operation == Operation.MAXIMUM) {
      steps.add(
          new Step.Either(
              new Step.OnHost(
                  kind(), inputs, List.of(output), host -> maximum(inputs, output, host)),
              combined(inputs, output)));
      return;
    }
    combined(inputs, output).forEach(steps::add);
    if (operation == Operation.AVERAGE) {
      steps.add(
          new Step.Map(
              PixelFunction.of(PixelFunction.Kind.DIVIDE, (double) inputs.size()), output, output));
    }
  }

  private List<Step> combined(List<Tensor> inputs, Tensor output) {
    List<Step> steps = new ArrayList<>();
    if (inputs.get(0) != output) {
      steps.add(new Step.Copy(View.of(inputs.get(0)), View.of(output)));
    }
    inputs.stream()
        .skip(1)
        .forEach(other -> steps.add(new Step.Combine(step(), View.of(other), View.of(output))));
    return steps;
  }

  private Step.Operation step() {
    return switch (operation) {
      case MAXIMUM -> Step.Operation.MAXIMUM;
      case SUBTRACT -> Step.Operation.SUBTRACT;
      case MULTIPLY -> Step.Operation.MULTIPLY;
      default -> Step.Operation.ADD;
    };
  }

  private static Runnable maximum(List<Tensor> inputs, Tensor output, Step.Host host) {
    List<FloatBuffer> values = inputs.stream().map(host::values).toList();
    FloatBuffer y = host.values(output);
    return () -> {
      for (int i = 0; i < y.limit(); i++) {
        float largest = values.get(0).get(i);
        for (FloatBuffer x : values) {
          largest = Math.max(largest, x.get(i));
        }
        y.put(i, largest);
      }
    };
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    switch (operation) {
      case ADD -> shareWithAll(inputs.size(), gradients);
      case AVERAGE -> {
        Affine.scale(steps, 1.0 / inputs.size(), gradient, gradient);
        shareWithAll(inputs.size(), gradients);
      }
      case SUBTRACT -> {
        gradients.write(1, to -> Affine.scale(steps, -1, gradient, to));
        gradients.passOn();
      }
      case MULTIPLY -> {
        for (int i = 0; i < inputs.size(); i++) {
          int input = i;
          gradients.write(i, to -> multiplyByOthers(steps, inputs, input, gradient, to));
        }
      }
      case MAXIMUM -> {
        for (int i = 0; i < inputs.size(); i++) {
          int input = i;
          gradients.write(i, to -> selectLargest(steps, inputs, input, gradient, to));
        }
      }
    }
  }

  private static void shareWithAll(int inputs, Gradients gradients) {
    for (int i = 1; i < inputs; i++) {
      gradients.share(i);
    }
    gradients.passOn();
  }

  private static void multiplyByOthers(
      Steps steps, List<Tensor> inputs, int input, Tensor gradient, Tensor target) {
    steps.add(new Step.Copy(View.of(gradient), View.of(target)));
    for (int i = 0; i < inputs.size(); i++) {
      if (i != input) {
        steps.add(
            new Step.Combine(Step.Operation.MULTIPLY, View.of(inputs.get(i)), View.of(target)));
      }
    }
  }

  private static void selectLargest(
      Steps steps, List<Tensor> inputs, int input, Tensor gradient, Tensor target) {
    List<Tensor> reads = new ArrayList<>(inputs);
    reads.add(gradient);
    Step.OnHost loop =
        new Step.OnHost(
            "maximum gradient",
            reads,
            List.of(target),
            host -> gradientOfMaximum(inputs, input, gradient, target, host));
    steps.add(new Step.Either(loop, largest(inputs, input, gradient, target)));
  }

  /** The same for devices. */
  private static List<Step> largest(
      List<Tensor> inputs, int input, Tensor gradient, Tensor target) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Copy(View.of(gradient), View.of(target)));
    for (int other = 0; other < inputs.size(); other++) {
      if (other != input) {
        steps.add(new Step.KeepLarger(inputs.get(input), inputs.get(other), other < input, target));
      }
    }
    return steps;
  }

  /** The gradient where this input is the largest; among equals, the first is. */
  private static Runnable gradientOfMaximum(
      List<Tensor> inputs, int input, Tensor gradient, Tensor target, Step.Host host) {
    List<FloatBuffer> values = inputs.stream().map(host::values).toList();
    FloatBuffer from = host.values(gradient);
    FloatBuffer to = host.values(target);
    return () -> {
      for (int i = 0; i < to.limit(); i++) {
        float value = values.get(input).get(i);
        boolean largest = true;
        for (int other = 0; other < values.size(); other++) {
          float rival = values.get(other).get(i);
          largest &= other < input ? value > rival : value >= rival;
        }
        to.put(i, largest ? from.get(i) : 0);
      }
    };
  }
}
