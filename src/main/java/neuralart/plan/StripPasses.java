package neuralart.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import neuralart.objective.Objective.Part;
import neuralart.objective.Objective.Term;
import neuralart.step.Step;
import neuralart.step.Step.Operation;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Writes the steps of a stage of which nothing stays but its outputs: the forward pass strip by
 * strip, and the reverse pass, which computes each strip again first.
 */
final class StripPasses {
  private final Stage stage;
  private final Segment segment;
  private final Computation computation;
  private final Wholes wholes;
  private final Terms terms;
  private final Emitter emitter;
  private final Slots slots;
  private final Map<Integer, List<Term>> looking;

  /** The steps of each strip. */
  private final List<List<Step>> lists = new ArrayList<>();

  StripPasses(
      Computation computation,
      Stage stage,
      Wholes wholes,
      Terms terms,
      Emitter emitter,
      Slots slots) {
    this.computation = computation;
    this.stage = stage;
    this.wholes = wholes;
    this.terms = terms;
    this.emitter = emitter;
    this.slots = slots;
    segment = stage.segment();
    looking = terms.inParts(segment);
  }

  /** Adds the steps of the forward pass. */
  void layForward(List<Step> steps) {
    emitter.writeTo(List.of(steps));
    looking.values().forEach(all -> all.forEach(Term::begin));
    List<Integer> outputs = stage.isWhole() ? segment.outputs() : List.of();
    if (!stage.isWhole()) {
      segment.outputs().forEach(wholes::takeOutput);
    }
    inGroups(
        steps,
        group -> {
          Passes passes = passes(group, false, outputs::contains, vertex -> true);
          layForward(group, passes);
          passes.end();
        });
    looking.values().forEach(all -> all.forEach(Term::finish));
  }

  private void layForward(List<Integer> group, Passes passes) {
    segment.inputs().forEach(input -> readInput(group, input, passes));
    passes.forward(
        new Passes.Guest() {
          @Override
          public void onOutput(int vertex, Tensor output) {
            forEach(group, strip -> gather(strip, vertex, output));
          }
        });
    if (stage.isWhole()) {
      segment.outputs().forEach(vertex -> wholes.setOutput(vertex, passes.output(vertex)));
    }
  }

  private void gather(Strip strip, int vertex, Tensor output) {
    if (strip.hasOwnRows(vertex)) {
      termsOf(vertex).forEach(term -> term.accumulate(strip.part(vertex, output)));
      if (!stage.isWhole() && segment.outputs().contains(vertex)) {
        Band own = strip.own()[vertex];
        View whole = own.of(wholes.output(vertex));
        emitter.add(new Step.Copy(strip.in(vertex, output, own), whole));
      }
    }
  }

  Stage stage() {
    return stage;
  }

  /** Adds the steps of the reverse pass. */
  void layBackward(List<Step> steps) {
    if (segment.vertices().stream().noneMatch(computation.usage()::isDifferentiable)) {
      return;
    }
    if (!stage.isWhole()) {
      emitter.writeTo(List.of(steps));
      segment.inputs().stream()
          .filter(computation.usage()::isDifferentiable)
          .forEach(input -> wholes.takeGradient(emitter, input));
    }
    boolean[] again = neededAgain();
    inGroups(
        steps,
        group -> {
          Passes passes = passes(group, true, vertex -> false, vertex -> again[vertex]);
          layBackward(group, passes, again);
          passes.end();
        });
  }

  private void layBackward(List<Integer> group, Passes passes, boolean[] again) {
    for (int input : segment.inputs()) {
      if (again[input]) {
        readInput(group, input, passes);
      } else {
        passes.setInput(input, new Tensor(stage.shapes(group)[input].dimensions()));
      }
    }
    passes.forward(new Passes.Guest() {});
    if (stage.isWhole()) {
      segment.outputs().stream()
          .filter(vertex -> wholes.gradient(vertex) != null)
          .forEach(vertex -> passes.setGradient(vertex, wholes.handOverGradient(vertex)));
    }
    passes.backward(new Slopes(group));
    segment.inputs().forEach(input -> leaveGradient(group, input, passes));
  }

  /** Which outputs, and inputs, the reverse pass reads or needs to compute others again. */
  private boolean[] neededAgain() {
    boolean[] again = segment.neededLater();
    for (int k = segment.vertices().size() - 1; k >= 0; k--) {
      int vertex = segment.vertices().get(k);
      if (again[vertex]) {
        computation.inputs(vertex).forEach(input -> again[input] = true);
      }
    }
    return again;
  }

  private void readInput(List<Integer> group, int input, Passes passes) {
    Tensor whole = wholes.output(input);
    if (stage.isWhole()) {
      passes.setInput(input, whole);
      return;
    }
    View rows = View.of(passes.takeInput(input));
    forEach(group, strip -> emitter.add(new Step.Copy(strip.rowsOf(input, whole), rows)));
  }

  /** Adds the gradient by the strips' own rows to what later segments know of it. */
  private void leaveGradient(List<Integer> group, int input, Passes passes) {
    if (stage.isWhole()) {
      wholes.addGradient(emitter, input, passes);
    } else if (passes.gradient(input) != null) {
      forEach(
          group,
          strip -> {
            Band own = strip.own()[input];
            if (!own.isEmpty()) {
              View rows = strip.in(input, passes.gradient(input), own);
              add(rows, own.of(wholes.gradient(input)));
            }
          });
    }
  }

  private void add(View from, View to) {
    emitter.add(new Step.Combine(Operation.ADD, from, to));
  }

  /** Adds what follows from the objectives and from later segments. */
  private final class Slopes implements Passes.Guest {
    private final List<Integer> group;

    Slopes(List<Integer> group) {
      this.group = group;
    }

    @Override
    public boolean hasGradient(int vertex) {
      return !computation.objectives(vertex, true).isEmpty() || wholes.gradient(vertex) != null;
    }

    @Override
    public void addGradient(int vertex, Tensor output, Tensor gradient) {
      Tensor whole = wholes.gradient(vertex);
      forEach(
          group,
          strip -> {
            Band rows = strip.differentiated()[vertex];
            if (whole != null && !rows.isEmpty()) {
              add(rows.of(whole), strip.in(vertex, gradient, rows));
            }
            for (Term term : termsOf(vertex)) {
              for (Part part : strip.differentiatedParts(vertex, output)) {
                term.differentiate(part, gradient);
                emitter.releaseScratch();
              }
            }
          });
    }
  }

  private Passes passes(
      List<Integer> group, boolean isReversible, IntPredicate stays, IntPredicate runs) {
    return new Passes(segment, stage.shapes(group), isReversible, stays, runs, emitter, slots);
  }

  private List<Term> termsOf(int vertex) {
    return looking.getOrDefault(vertex, List.of());
  }

  /** Writes the steps of all groups of like strips, and adds them in the order of the strips. */
  private void inGroups(List<Step> steps, Consumer<List<Integer>> writer) {
    lists.clear();
    stage.strips().forEach(strip -> lists.add(new ArrayList<>()));
    for (List<Integer> group : stage.groups()) {
      writeToAll(group);
      writer.accept(group);
    }
    lists.forEach(steps::addAll);
    emitter.writeTo(List.of(steps));
  }

  /** Writes steps for each strip of a group by itself. */
  private void forEach(List<Integer> group, Consumer<Strip> writer) {
    for (int i : group) {
      emitter.writeTo(List.of(lists.get(i)));
      writer.accept(stage.strips().get(i));
      emitter.releaseScratch();
    }
    writeToAll(group);
  }

  private void writeToAll(List<Integer> group) {
    emitter.writeTo(group.stream().map(lists::get).toList());
  }
}
