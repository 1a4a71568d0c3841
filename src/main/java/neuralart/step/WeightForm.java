package neuralart.step;

/** What an executor makes of weights, which ends with them. */
public interface WeightForm extends AutoCloseable {
  @Override
  void close();
}
