package neuralart.step;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import neuralart.device.Memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trained parameters: a tensor whose values never change, in native memory until it is closed.
 * Keeps the other forms of itself that executors make of it.
 */
public final class Weights extends Tensor implements WeightForm {
  private final Map<Object, WeightForm> forms = new HashMap<>();
  private final Consumer<FloatBuffer> filler;
  private Optional<INDArray> array = Optional.empty();

  /** Whose memory they take. */
  private Memory.Job job = Memory.Job.current();

  private Weights(Consumer<FloatBuffer> filler, long... dimensions) {
    super(dimensions);
    this.filler = filler;
  }

  /** A copy of values in C order. */
  public static Weights of(float[] values, long... dimensions) {
    return made(buffer -> buffer.put(0, values), dimensions);
  }

  /** The values of a dense array in C order, which is closed with these weights. */
  public static Weights of(INDArray array) {
    Weights weights = new Weights(values -> {}, array.shape());
    weights.keep(array);
    return weights;
  }

  public static Weights zeros(long... dimensions) {
    return made(values -> {}, dimensions);
  }

  /**
   * @param filler writes the values, in C order, which are zeros before
   */
  public static Weights made(Consumer<FloatBuffer> filler, long... dimensions) {
    return of(filled(filler, dimensions)); // what the filler read isn't kept
  }

  /** Weights of the same values, to be closed by themselves. */
  public Weights copy() {
    return made(target -> target.put(0, values(), 0, target.limit()), dimensions());
  }

  /** Bytes of native memory that their first use will take. */
  public synchronized long missingBytes() {
    return array.isPresent() ? 0 : length() * Float.BYTES;
  }

  /** The values, not to be written to. */
  public FloatBuffer values() {
    return HostCopy.values(array());
  }

  /** The values as ND4J sees them, not to be written to. */
  public synchronized INDArray array() {
    if (array.isEmpty()) {
      keep(filled(filler, dimensions()));
    }
    return array.get();
  }

  private static INDArray filled(Consumer<FloatBuffer> filler, long... dimensions) {
    INDArray zeros = Nd4j.zeros(DataType.FLOAT, dimensions);
    filler.accept(HostCopy.values(zeros));
    HostCopy.write(zeros);
    return zeros;
  }

  private void keep(INDArray values) {
    array = Optional.of(values);
    job = Memory.Job.current();
    job.count(length() * Float.BYTES);
  }

  /**
   * The same weights in another form, which takes memory on its first use, serves all plans, and is
   * closed with these.
   *
   * @param form tells the forms of these weights apart
   * @param filler writes the values, in C order, which are zeros before
   */
  public Weights form(Object form, Consumer<FloatBuffer> filler, long... dimensions) {
    return form(Weights.class, form, () -> new Weights(filler, dimensions));
  }

  /**
   * Another form of these weights, which is made at its first use, serves all plans, and is closed
   * with these.
   *
   * @param form tells the forms of one type apart
   */
  public synchronized <T extends WeightForm> T form(Class<T> type, Object form, Supplier<T> maker) {
    List<Object> key = List.of(type, form);
    WeightForm made = forms.get(key);
    if (made == null) {
      made = maker.get(); // may ask for a form itself
      forms.put(key, made);
    }
    return type.cast(made);
  }

  /**
   * Whether another form of these weights has been made.
   *
   * @param form tells the forms of one type apart
   */
  public synchronized boolean hasForm(Class<? extends WeightForm> type, Object form) {
    return forms.containsKey(List.of(type, form));
  }

  /** Whether each of them is a finite number. */
  public boolean areFinite() {
    FloatBuffer values = values();
    for (int i = 0; i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public synchronized void close() {
    forms.values().forEach(WeightForm::close);
    forms.clear();
    if (array.isPresent()) {
      array.get().close();
      array = Optional.empty();
      job.count(-length() * Float.BYTES);
    }
  }
}
