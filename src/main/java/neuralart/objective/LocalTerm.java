package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import neuralart.objective.Objective.Part;
import neuralart.objective.Objective.Term;
import neuralart.step.Penalty;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * A term whose gradient at a place follows from the values near to it alone: value and gradient are
 * computed in one pass.
 */
final class LocalTerm implements Term {
  /** Computes the values of a part, and adds the gradient. */
  interface Loop {
    /**
     * Prepares the pass over a part.
     *
     * @param values of the part's tensor
     * @param slopes the gradient, of the same extent, to be added to
     * @return computes the term's value for the part's own rows
     */
    Pass over(Part part, FloatBuffer values, FloatBuffer slopes);
  }

  /** A pass over a part. */
  interface Pass {
    double run();
  }

  private final String name;
  private final Steps steps;
  private final Optional<Function<Part, Penalty>> penalty;
  private final Loop loop;
  private double value;

  LocalTerm(String name, Steps steps, Loop loop) {
    this(name, steps, Optional.empty(), loop);
  }

  /**
   * @param penalty the same for a part, in the words of steps
   */
  LocalTerm(String name, Steps steps, Function<Part, Penalty> penalty, Loop loop) {
    this(name, steps, Optional.of(penalty), loop);
  }

  private LocalTerm(
      String name, Steps steps, Optional<Function<Part, Penalty>> penalty, Loop loop) {
    this.name = name;
    this.steps = steps;
    this.penalty = penalty;
    this.loop = loop;
  }

  @Override
  public void begin() {
    steps.add(new Step.OnHost(name, List.of(), List.of(), host -> () -> value = 0));
  }

  @Override
  public void differentiate(Part part, Tensor gradient) {
    Step.OnHost onHost =
        new Step.OnHost(
            name,
            List.of(part.tensor(), gradient),
            List.of(gradient),
            host -> {
              Pass pass = loop.over(part, host.values(part.tensor()), host.values(gradient));
              return () -> value += pass.run();
            });
    steps.add(
        penalty
            .<Step>map(
                term ->
                    new Step.Penalize(
                        term.apply(part), part.tensor(), gradient, sum -> value += sum, onHost))
            .orElse(onHost));
  }

  @Override
  public double value() {
    return value;
  }
}
