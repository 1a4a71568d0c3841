package neuralart.plan;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import neuralart.network.Vertex;
import neuralart.network.node.Node;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Writes the steps of one forward pass over the vertices of a segment, and of the reverse pass that
 * visits each of them once, for inputs of some extent.
 */
final class Passes {
  /** What else is to be done on the way. */
  interface Guest {
    /** A vertex' output has been computed. */
    default void onOutput(int vertex, Tensor output) {}

    /** Whether a vertex' gradient has parts of its own, apart from those of its readers. */
    default boolean hasGradient(int vertex) {
      return false;
    }

    /** Adds these parts to the gradient. */
    default void addGradient(int vertex, Tensor output, Tensor gradient) {}
  }

  private final Computation computation;
  private final List<Integer> vertices;
  private final Shape[] shapes;
  private final Emitter emitter;
  private final IntPredicate stays;
  private final Slots slots;
  private final Tensor[] outputs;
  private final Tensor[] gradients;
  private final boolean[] neededLater;
  private final boolean[] computed;
  private final int[] readers;
  private final Set<Tensor> own = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * @param shapes extent of each vertex' output
   * @param isReversible whether there will be a reverse pass
   * @param stays which outputs are to be there when all is done
   * @param runs which vertices the forward pass computes
   */
  Passes(
      Segment segment,
      Shape[] shapes,
      boolean isReversible,
      IntPredicate stays,
      IntPredicate runs,
      Emitter emitter,
      Slots slots) {
    computation = segment.computation();
    vertices = segment.vertices();
    this.shapes = shapes;
    this.emitter = emitter;
    this.stays = stays;
    this.slots = slots;
    int n = computation.size();
    outputs = new Tensor[n];
    gradients = new Tensor[n];
    computed = new boolean[n];
    readers = new int[n];
    neededLater = isReversible ? segment.neededLater() : new boolean[n];
    for (int i : vertices) {
      computed[i] = runs.test(i);
      if (computed[i]) {
        computation.inputs(i).forEach(input -> readers[input]++);
      }
    }
  }

  /** Gives the passes a vertex of an earlier segment. */
  void setInput(int vertex, Tensor tensor) {
    outputs[vertex] = tensor;
  }

  /** Takes memory for a vertex of an earlier segment. */
  Tensor takeInput(int vertex) {
    outputs[vertex] = take(vertex);
    return outputs[vertex];
  }

  Tensor output(int vertex) {
    return outputs[vertex];
  }

  /** Gives the reverse pass the gradient with respect to an output, which ends there. */
  void setGradient(int vertex, Tensor gradient) {
    gradients[vertex] = gradient;
    own.add(gradient);
  }

  /** The gradient with respect to a vertex, null where there is none. */
  Tensor gradient(int vertex) {
    return gradients[vertex];
  }

  /** The same, to be released by the caller. */
  Tensor handOverGradient(int vertex) {
    own.remove(gradients[vertex]);
    return gradients[vertex];
  }

  /** Writes the forward pass. */
  void forward(Guest guest) {
    for (int i : vertices) {
      if (!computed[i]) {
        outputs[i] = new Tensor(shapes[i].dimensions()); // known by its extent alone
        continue;
      }
      Vertex vertex = computation.vertex(i);
      boolean inPlace = canOverwriteInput(vertex);
      outputs[i] = inPlace ? outputs[vertex.inputs().get(0)] : take(i);
      vertex.node().forward(emitter, inputs(vertex), outputs[i]);
      emitter.releaseScratch();
      guest.onOutput(i, outputs[i]);
      for (int input : vertex.inputs()) {
        if (--readers[input] == 0 && isTransient(input) && !inPlace) {
          release(outputs[input]);
        }
      }
      if (readers[i] == 0 && isTransient(i)) {
        release(outputs[i]);
      }
    }
  }

  private boolean isTransient(int vertex) {
    return !neededLater[vertex] && !stays.test(vertex);
  }

  private List<Tensor> inputs(Vertex vertex) {
    return vertex.inputs().stream().map(input -> outputs[input]).toList();
  }

  private boolean canOverwriteInput(Vertex vertex) {
    if (!vertex.node().inPlace()) {
      return false;
    }
    int input = vertex.inputs().get(0);
    return computed[input] && computation.usage().readers(input) == 1 && isTransient(input);
  }

  /** Writes the reverse pass. */
  void backward(Guest guest) {
    for (int k = vertices.size() - 1; k >= 0; k--) {
      int i = vertices.get(k);
      if (guest.hasGradient(i)) {
        if (gradients[i] == null) {
          gradients[i] = take(i);
          emitter.add(new Step.Fill(View.of(gradients[i]), 0));
        }
        guest.addGradient(i, outputs[i], gradients[i]);
      }
      if (gradients[i] != null) {
        Vertex vertex = computation.vertex(i);
        vertex
            .node()
            .backward(emitter, inputs(vertex), outputs[i], gradients[i], new InputGradients(i));
        emitter.releaseScratch();
        if (gradients[i] != null) {
          release(gradients[i]);
        }
      }
      if (neededLater[i] && !stays.test(i)) {
        release(outputs[i]);
      }
    }
  }

  /** Ends the life of everything that doesn't stay. */
  void end() {
    Set<Tensor> staying = Collections.newSetFromMap(new IdentityHashMap<>());
    vertices.stream().filter(stays::test).forEach(i -> staying.add(outputs[i]));
    own.stream().filter(tensor -> !staying.contains(tensor)).forEach(slots::release);
    own.clear();
  }

  /** Leaves the gradients that a vertex computes with the vertices that it reads. */
  private final class InputGradients implements Node.Gradients {
    private final int vertex;

    InputGradients(int vertex) {
      this.vertex = vertex;
    }

    @Override
    public void write(int input, Consumer<Tensor> writer) {
      int source = computation.inputs(vertex).get(input);
      Tensor target = take(source);
      writer.accept(target);
      leave(source, target);
    }

    @Override
    public void add(int input, BiConsumer<Tensor, Boolean> writer) {
      Tensor sum = gradients[computation.inputs(vertex).get(input)];
      if (sum == null) {
        write(input, target -> writer.accept(target, false));
      } else {
        writer.accept(sum, true);
      }
    }

    @Override
    public void share(int input) {
      Tensor gradient = gradients[vertex];
      Tensor sum = gradients[computation.inputs(vertex).get(input)];
      if (sum == null) {
        write(input, target -> emitter.add(new Step.Copy(View.of(gradient), View.of(target))));
      } else {
        add(gradient, sum);
      }
    }

    @Override
    public void passOn() {
      leave(computation.inputs(vertex).get(0), gradients[vertex]);
      gradients[vertex] = null;
    }

    private void leave(int source, Tensor contribution) {
      Tensor sum = gradients[source];
      if (sum == null) {
        gradients[source] = contribution;
      } else {
        add(contribution, sum);
        release(contribution);
      }
    }

    private void add(Tensor contribution, Tensor sum) {
      emitter.add(new Step.Combine(Step.Operation.ADD, View.of(contribution), View.of(sum)));
    }
  }

  private Tensor take(int vertex) {
    Tensor tensor = slots.take(shapes[vertex].dimensions());
    own.add(tensor);
    return tensor;
  }

  private void release(Tensor tensor) {
    if (own.remove(tensor)) {
      slots.release(tensor);
    }
  }
}
