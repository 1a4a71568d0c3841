package neuralart.plan;

import neuralart.plan.cpu.Nd4jExecutor;
import neuralart.step.Executor;

/** Chooses what runs plans. */
public final class Engine {
  private Engine() {}

  /** The executor of this installation. */
  public static Executor executor() {
    return new Nd4jExecutor();
  }
}
