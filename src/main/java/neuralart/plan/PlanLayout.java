package neuralart.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import neuralart.objective.Objective.Term;
import neuralart.step.Executor;
import neuralart.step.Step;
import neuralart.step.Tensor;

/**
 * The steps of a plan and the tensors that share memory. The last stage runs forward and back at
 * once where it isn't cut; of the others nothing stays but what they leave to each other, and they
 * are computed again on the way back.
 */
final class PlanLayout {
  private final Computation computation;
  private final List<Stage> stages;
  private final Executor executor;
  private final Slots slots = new Slots();
  private final Emitter emitter;
  private final Wholes wholes;
  private final Terms terms;
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backward = new ArrayList<>();
  private OptionalLong beside = OptionalLong.empty();

  /**
   * @param stages the vertices that run, in order; at least one
   * @param executor of the steps
   */
  PlanLayout(Computation computation, List<Stage> stages, Executor executor) {
    this.computation = computation;
    this.stages = stages;
    this.executor = executor;
    emitter = new Emitter(executor, slots);
    wholes = new Wholes(computation, stages, slots);
    terms = new Terms(computation, emitter);
    boolean once = last().isWhole();
    List<StripPasses> cut =
        IntStream.range(0, once ? stages.size() - 1 : stages.size())
            .mapToObj(
                i -> new StripPasses(computation, stages.get(i), wholes, terms, emitter, slots))
            .toList();
    Optional<Passes> deepest = layForward(cut, once);
    if (computation.hasGradient()) {
      layBackward(cut, deepest);
    }
  }

  /** Returns the passes over the last stage, if they go on as they are. */
  private Optional<Passes> layForward(List<StripPasses> cut, boolean once) {
    emitter.writeTo(List.of(forward));
    terms.measure(0, wholes.output(0));
    for (StripPasses passes : cut) {
      passes.layForward(forward);
      wholes.endForward(passes.stage());
    }
    return once ? Optional.of(forward(last())) : Optional.empty();
  }

  private void layBackward(List<StripPasses> cut, Optional<Passes> deepest) {
    emitter.writeTo(List.of(backward));
    deepest.ifPresent(passes -> backward(passes, last()));
    for (int i = cut.size() - 1; i >= 0; i--) {
      cut.get(i).layBackward(backward);
      wholes.endBackward(stages.get(i));
    }
    emitter.writeTo(List.of(backward));
    if (!computation.objectives(0, true).isEmpty()) {
      wholes.takeGradient(emitter, 0);
      terms.evaluate(0, wholes.output(0), wholes.gradient(0));
    }
  }

  private Stage last() {
    return stages.get(stages.size() - 1);
  }

  private Passes forward(Stage stage) {
    Segment segment = stage.segment();
    Passes passes =
        new Passes(
            segment,
            stage.strips().get(0).shapes(),
            true,
            this::stays,
            vertex -> true,
            emitter,
            slots);
    segment.inputs().forEach(input -> passes.setInput(input, wholes.output(input)));
    passes.forward(
        new Passes.Guest() {
          @Override
          public void onOutput(int vertex, Tensor output) {
            terms.measure(vertex, output);
          }
        });
    segment.vertices().stream()
        .filter(this::stays)
        .forEach(vertex -> wholes.setOutput(vertex, passes.output(vertex)));
    return passes;
  }

  /** What a loss looks at is there all the same where it isn't cut. */
  private boolean stays(int vertex) {
    return computation.usage().isKept(vertex) || !computation.objectives(vertex, true).isEmpty();
  }

  private void backward(Passes passes, Stage stage) {
    passes.backward(
        new Passes.Guest() {
          @Override
          public boolean hasGradient(int vertex) {
            return !computation.objectives(vertex, true).isEmpty();
          }

          @Override
          public void addGradient(int vertex, Tensor output, Tensor gradient) {
            terms.evaluate(vertex, output, gradient);
          }
        });
    stage.segment().inputs().forEach(input -> wholes.addGradient(emitter, input, passes));
    passes.end();
    wholes.endBackward(stage);
  }

  List<Stage> stages() {
    return stages;
  }

  boolean isCut() {
    return stages.stream().anyMatch(stage -> !stage.isWhole());
  }

  /** Whether the whole image goes through all of it at once. */
  boolean isWhole() {
    return stages.size() == 1 && !isCut();
  }

  /** Values of the largest tensor. */
  long longest() {
    return slots.longest();
  }

  List<Step> forward() {
    return forward;
  }

  List<Step> backward() {
    return backward;
  }

  /** The terms of the loss. */
  List<Term> terms() {
    return terms.loss();
  }

  /** The tensors that share each piece of memory. */
  List<List<Tensor>> slots() {
    return slots.tensors();
  }

  /**
   * Bytes of all tensors' memory, of the kernels in forms that no plan had before, and of what a
   * device holds beside them.
   */
  long bytes() {
    return tensorBytes() + emitter.missingBytes();
  }

  /**
   * Bytes that end with the plan: of all tensors' memory, and of what a device holds beside them.
   */
  long tensorBytes() {
    if (beside.isEmpty()) {
      List<Step> steps = new ArrayList<>(forward);
      steps.addAll(backward);
      beside = OptionalLong.of(executor.bytesBeside(slots(), steps));
    }
    return slots.bytes() + beside.getAsLong();
  }

  /** The tensors whose values never change, with these. */
  Map<Tensor, float[]> constants() {
    return emitter.constants();
  }

  Tensor image() {
    return wholes.output(0);
  }

  /** The output of a layer that the caller may read. */
  Tensor kept(String layer) {
    return IntStream.range(0, computation.size())
        .filter(i -> computation.vertex(i).name().equals(layer) && wholes.output(i) != null)
        .mapToObj(wholes::output)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the plan does not keep the layer '" + layer + "'"));
  }

  /** Gradient of the loss with respect to the image, if there is an objective. */
  Optional<Tensor> imageGradient() {
    return Optional.ofNullable(wholes.gradient(0));
  }
}
