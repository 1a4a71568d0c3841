package neuralart.plan;

import java.util.List;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/** The outputs, and the gradients, that stages leave to each other, each as a whole. */
final class Wholes {
  private final Computation computation;
  private final List<Stage> stages;
  private final Slots slots;
  private final Tensor[] outputs;
  private final Tensor[] gradients;

  Wholes(Computation computation, List<Stage> stages, Slots slots) {
    this.computation = computation;
    this.stages = stages;
    this.slots = slots;
    outputs = new Tensor[computation.size()];
    gradients = new Tensor[computation.size()];
    outputs[0] = slots.keep(computation.shape(0).dimensions());
  }

  /** The output of a vertex, null where it isn't there as a whole. */
  Tensor output(int vertex) {
    return outputs[vertex];
  }

  /** The gradient with respect to a vertex, null where there is none as yet. */
  Tensor gradient(int vertex) {
    return gradients[vertex];
  }

  void setOutput(int vertex, Tensor output) {
    outputs[vertex] = output;
  }

  void takeOutput(int vertex) {
    outputs[vertex] = slots.take(computation.shape(vertex).dimensions());
  }

  /** Makes sure that there is a gradient. */
  void takeGradient(Emitter emitter, int vertex) {
    if (gradients[vertex] == null) {
      gradients[vertex] = slots.take(computation.shape(vertex).dimensions());
      emitter.add(new Step.Fill(View.of(gradients[vertex]), 0));
    }
  }

  /** Gives away the gradient with respect to an output; the other one ends its life. */
  Tensor handOverGradient(int vertex) {
    Tensor gradient = gradients[vertex];
    gradients[vertex] = null;
    return gradient;
  }

  /** Adds what uncut passes found for a vertex that they read. */
  void addGradient(Emitter emitter, int vertex, Passes passes) {
    Tensor gradient = passes.gradient(vertex);
    if (gradient == null) {
      return;
    }
    if (gradients[vertex] == null) {
      gradients[vertex] = passes.handOverGradient(vertex);
    } else {
      emitter.add(
          new Step.Combine(Step.Operation.ADD, View.of(gradient), View.of(gradients[vertex])));
    }
  }

  /** Ends the life of what nobody reads after the forward pass of a stage. */
  void endForward(Stage stage) {
    Segment segment = stage.segment();
    segment.outputs().stream().filter(vertex -> !segment.isReadLater(vertex)).forEach(this::drop);
    if (!computation.hasGradient()) {
      segment.inputs().stream().filter(input -> !segment.isReadLater(input)).forEach(this::drop);
    }
  }

  /** Ends the life of what nobody reads after the reverse pass of a stage. */
  void endBackward(Stage stage) {
    Segment segment = stage.segment();
    for (int vertex : segment.outputs()) {
      if (gradients[vertex] != null) {
        slots.release(handOverGradient(vertex));
      }
    }
    segment.inputs().stream().filter(input -> !isReadBefore(stage, input)).forEach(this::drop);
  }

  private boolean isReadBefore(Stage stage, int vertex) {
    return stages.subList(0, stages.indexOf(stage)).stream()
        .anyMatch(earlier -> earlier.segment().inputs().contains(vertex));
  }

  private void drop(int vertex) {
    if (!computation.usage().isKept(vertex)) {
      slots.release(outputs[vertex]);
      outputs[vertex] = null;
    }
  }
}
