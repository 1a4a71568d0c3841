package neuralart.plan.cpu;

import java.util.List;
import java.util.Optional;
import neuralart.step.Executor;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.Window;

/** Runs steps as operations of ND4J, which are bound to their arrays once. */
public final class Nd4jExecutor implements Executor {
  private final boolean winograd;

  public Nd4jExecutor() {
    this(true);
  }

  /**
   * @param winograd whether convolutions that {@link Winograd} suits are computed so
   */
  private Nd4jExecutor(boolean winograd) {
    this.winograd = winograd;
  }

  @Override
  public void lower(Step step, Steps steps) {
    if (step instanceof Step.Convolve convolve) {
      KernelProducts.lower(convolve, winograd, steps);
    } else if (step instanceof Step.ConvolveTransposed transposed) {
      TransposedConvolutions.lower(transposed, winograd, steps);
    } else if (step instanceof Step.ConvolveDepthwiseTransposed transposed) {
      DepthwiseConvolutions.lower(transposed, steps);
    } else if (step instanceof Step.PoolGradient gradient) {
      Poolings.lower(gradient, steps);
    } else if (step instanceof Step.Multiply multiply) {
      LargeProducts.lower(multiply, steps);
    } else if (step instanceof Step.Either either) {
      either.onProcessor().forEach(each -> lower(each, steps));
    } else {
      steps.add(step);
    }
  }

  @Override
  public int rowsTogether(Window window, Shape input, Shape output) {
    return winograd && Winograd.suits(window, input, output) ? Winograd.TILE : 1;
  }

  @Override
  public Optional<Executor> frugal() {
    return winograd ? Optional.of(new Nd4jExecutor(false)) : Optional.empty();
  }

  @Override
  public Execution allocate(List<List<Tensor>> slots) {
    return new Nd4jExecution(slots);
  }
}
