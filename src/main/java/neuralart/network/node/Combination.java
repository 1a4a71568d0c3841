package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

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
  public boolean backwardReadsInputs() {
    return operation == Operation.MULTIPLY || operation == Operation.MAXIMUM;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(kind(), () -> value(inputs.stream().map(Tensor::array).toList(), output.array()));
  }

  private Runnable value(List<INDArray> inputs, INDArray output) {
    List<INDArray> others = inputs.subList(1, inputs.size());
    return () -> {
      output.assign(inputs.get(0));
      others.forEach(other -> accumulate(output, other));
      if (operation == Operation.AVERAGE) {
        output.divi(inputs.size());
      }
    };
  }

  private void accumulate(INDArray output, INDArray other) {
    switch (operation) {
      case ADD, AVERAGE -> output.addi(other);
      case SUBTRACT -> output.subi(other);
      case MULTIPLY -> output.muli(other);
      case MAXIMUM -> maximum(output, other);
    }
  }

  private static void maximum(INDArray output, INDArray other) {
    FloatBuffer y = Ops.values(output);
    FloatBuffer x = Ops.values(other);
    for (int i = 0; i < y.limit(); i++) {
      y.put(i, Math.max(y.get(i), x.get(i)));
    }
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    switch (operation) {
      case ADD -> shareWithAll(inputs.size(), gradients);
      case AVERAGE -> {
        steps.add(
            "average gradient",
            () -> Ops.multiply(gradient.array(), 1.0 / inputs.size(), gradient.array()));
        shareWithAll(inputs.size(), gradients);
      }
      case SUBTRACT -> {
        gradients.write(
            1, to -> steps.add("negation", () -> Ops.multiply(gradient.array(), -1, to.array())));
        gradients.passOn();
      }
      case MULTIPLY, MAXIMUM -> {
        for (int i = 0; i < inputs.size(); i++) {
          int input = i;
          gradients.write(
              i,
              to ->
                  steps.add(
                      kind() + " gradient",
                      () -> gradient(inputs, input, gradient.array(), to.array())));
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

  private Runnable gradient(List<Tensor> inputs, int input, INDArray gradient, INDArray target) {
    List<INDArray> arrays = inputs.stream().map(Tensor::array).toList();
    if (operation == Operation.MAXIMUM) {
      return () -> gradientOfMaximum(arrays, input, gradient, target);
    }
    List<INDArray> others = new ArrayList<>(arrays);
    others.remove(input);
    return () -> {
      target.assign(gradient);
      others.forEach(target::muli);
    };
  }

  /** The gradient where this input is the largest; among equals, the first is. */
  private static void gradientOfMaximum(
      List<INDArray> inputs, int input, INDArray gradient, INDArray target) {
    List<FloatBuffer> values = inputs.stream().map(Ops::values).toList();
    FloatBuffer from = Ops.values(gradient);
    FloatBuffer to = Ops.values(target);
    for (int i = 0; i < to.limit(); i++) {
      float value = values.get(input).get(i);
      boolean largest = true;
      for (int other = 0; other < inputs.size(); other++) {
        float rival = values.get(other).get(i);
        largest &= other < input ? value > rival : value >= rival;
      }
      to.put(i, largest ? from.get(i) : 0);
    }
  }
}
