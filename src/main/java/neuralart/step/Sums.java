package neuralart.step;

import java.util.function.Consumer;

/** What a term of a loss adds up, on devices that keep such sums until the end of an evaluation. */
public final class Sums {
  private final int count;
  private final Consumer<double[]> reader;

  /**
   * @param count how many sums
   * @param reader takes them, before what is read of the plan is handed out
   */
  public Sums(int count, Consumer<double[]> reader) {
    this.count = count;
    this.reader = reader;
  }

  public int count() {
    return count;
  }

  /** Hands out the sums. */
  public void deliver(double[] values) {
    reader.accept(values);
  }
}
