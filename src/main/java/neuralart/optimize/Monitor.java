package neuralart.optimize;

import java.util.Locale;
import java.util.function.Supplier;
import neuralart.image.Picture;

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
   * Called after every stage that ends before the job does.
   *
   * @param stage what has been done, for instance {@code octave 2 of 3}
   * @param picture computes the picture so far, as in {@link Progress}
   */
  default void stageDone(String stage, Supplier<Picture> picture) {}

  /**
   * The monitor of one of several parts of a job, which all take about as long.
   *
   * @param part what the user calls a part; where there is one alone, it isn't named
   * @param done how many of them are done
   * @param count how many there are
   */
  default Monitor part(String part, int done, int count) {
    if (count == 1) {
      return this;
    }
    Monitor whole = this;
    String prefix = String.format(Locale.ROOT, "%s %d of %d, ", part, done + 1, count);
    return new Monitor() {
      @Override
      public boolean update(Progress progress) {
        return whole.update(
            new Progress(
                prefix + progress.stage(),
                (done + progress.fraction()) / count,
                progress.loss(),
                progress.preview()));
      }

      @Override
      public void stageDone(String stage, Supplier<Picture> picture) {
        whole.stageDone(prefix + stage, picture);
      }
    };
  }

  /**
   * How far a job has come.
   *
   * @param stage what is being done, for instance {@code size 2 of 3, step 12 of 40}
   * @param fraction done of the whole job, 0..1
   * @param loss the loss that is minimised, not a number if there is none
   * @param preview computes the picture so far, RGB of 0..255; to be called during the update only
   */
  record Progress(String stage, double fraction, double loss, Supplier<Picture> preview) {
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
