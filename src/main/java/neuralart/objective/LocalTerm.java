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
import neuralart.step.Sums;
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

  /** The same for devices. */
  interface Kernels {
    /** The steps that add the gradient, and add the value without its scale to a sum. */
    List<Step> over(Part part, Tensor gradient, Sums sum);

    /** The steps of a penalty. */
    static Kernels of(Function<Part, Penalty> penalty) {
      return (part, gradient, sum) ->
          List.of(new Step.Penalize(penalty.apply(part), part.tensor(), gradient, sum));
    }
  }

  private final String name;
  private final Steps steps;
  private final Optional<Kernels> kernels;
  private final Loop loop;
  private final Sums sum;
  private final Sums ignored = new Sums(1, sums -> {});
  private double value;

  private LocalTerm(String name, Steps steps, double scale, Optional<Kernels> kernels, Loop loop) {
    this.name = name;
    this.steps = steps;
    this.kernels = kernels;
    this.loop = loop;
    sum = new Sums(1, sums -> value = scale * sums[0]);
  }

  LocalTerm(String name, Steps steps, Loop loop) {
    this(name, steps, 1, Optional.empty(), loop);
  }

  /**
   * @param scale what the sum of the kernels is multiplied by
   * @param kernels the same for devices
   */
  LocalTerm(String name, Steps steps, double scale, Kernels kernels, Loop loop) {
    this(name, steps, scale, Optional.of(kernels), loop);
  }

  @Override
  public void begin() {
    Step.OnHost onHost = new Step.OnHost(name, List.of(), List.of(), host -> () -> value = 0);
    List<Step> onDevice = List.of(new Step.Begin(sum), new Step.Begin(ignored));
    steps.add(kernels.isPresent() ? new Step.Either(onHost, onDevice) : onHost);
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
              return () -> {
                double ofPart = pass.run();
                value += part.counts() ? ofPart : 0;
              };
            });
    Sums counted = part.counts() ? sum : ignored;
    steps.add(
        kernels
            .<Step>map(same -> new Step.Either(onHost, same.over(part, gradient, counted)))
            .orElse(onHost));
  }

  @Override
  public double value() {
    return value;
  }
}
