package neuralart.plan.cpu;

import java.util.List;
import neuralart.step.Executor;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.Window;

/** Runs steps as operations of ND4J, which are bound to their arrays once. */
public final class Nd4jExecutor implements Executor {
  @Override
  public void lower(Step step, Steps steps) {
    if (step instanceof Step.Convolve convolve) {
      KernelProducts.lower(convolve, steps);
    } else if (step instanceof Step.ConvolveTransposed transposed) {
      TransposedConvolutions.lower(transposed, steps);
    } else if (step instanceof Step.ConvolveDepthwiseTransposed transposed) {
      DepthwiseConvolutions.lower(transposed, steps);
    } else if (step instanceof Step.PoolGradient gradient) {
      Poolings.lower(gradient, steps);
    } else if (step instanceof Step.Either either) {
      steps.add(either.loop());
    } else {
      steps.add(step);
    }
  }

  @Override
  public int rowsTogether(Window window, Shape input, Shape output) {
    return Winograd.suits(window, input, output) ? Winograd.TILE : 1;
  }

  @Override
  public Execution allocate(List<List<Tensor>> slots) {
    return new Nd4jExecution(slots);
  }
}
