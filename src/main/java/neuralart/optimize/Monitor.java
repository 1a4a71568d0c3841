package neuralart.optimize;

import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Watches a long optimisation and may stop it. Called from the thread that optimises. */
public interface Monitor {
  /** Watches nothing and never stops. */
  Monitor NONE = progress -> true;

  /**
   * Called after every iteration.
   *
   * @return whether to go on
   */
  boolean update(Progress progress);

  /**
   * How far a job has come.
   *
   * @param stage what is being done, for instance {@code octave 2 of 3}
   * @param fraction done of the whole job, 0..1
   * @param loss the loss that is minimised, not a number if there is none
   * @param preview computes the picture so far, {@code [1, H, W, 3]}, RGB in 0..255, for the caller
   *     to close; to be called during the update only
   */
  record Progress(String stage, double fraction, double loss, Supplier<INDArray> preview) {
    /** The progress of a job that minimises nothing and has no picture to show. */
    public Progress(String stage, double fraction) {
      this(
          stage,
          fraction,
          Double.NaN,
          () -> {
            throw new IllegalStateException("there is no picture of this job");
          });
    }
  }
}
