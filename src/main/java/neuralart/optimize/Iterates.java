package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import neuralart.step.Alteration;
import neuralart.step.Constant;
import neuralart.step.PixelFunction;
import neuralart.step.PixelFunction.Kind;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * What becomes of the variables after each step: they are kept in a range, and averaged. The mean
 * is exponential and corrected for its start, like Adam's.
 */
public final class Iterates {
  private final float[] lowest;
  private final float[] highest;
  private final double decay;
  private final float[] mean;

  /** How many iterates are in the mean. */
  private int count;

  /**
   * @param lowest of each channel, as the variables take turns; empty where they may be anything
   * @param highest of each channel
   * @param decay of the mean, 0 to below 1; 0 where none is taken
   * @param variables as they are before the first step, which count in the mean
   */
  public Iterates(float[] lowest, float[] highest, double decay, FloatBuffer variables) {
    this.lowest = lowest.clone();
    this.highest = highest.clone();
    this.decay = decay;
    mean = new float[decay > 0 ? variables.limit() : 0];
    average(variables, FloatBuffer.wrap(mean));
    count = 1;
  }

  /** Variables that stay as each step leaves them. */
  static Iterates unchanged() {
    return new Iterates(new float[0], new float[0], 0, FloatBuffer.allocate(0));
  }

  /**
   * The result so far: the mean, or the present variables where none is taken.
   *
   * @param variables asked for just now, so that the mean has come back with them
   */
  public float[] result(FloatBuffer variables) {
    float[] values = new float[variables.limit()];
    variables.get(0, values);
    double forgotten = 1;
    for (int i = 0; i < count; i++) {
      forgotten *= decay;
    }
    for (int i = 0; i < mean.length; i++) {
      values[i] = (float) (mean[i] / (1 - forgotten));
    }
    return values;
  }

  int count() {
    return count;
  }

  /** What takes in steps, for vectors in some memory. */
  Settling in(Vectors vectors) {
    List<Step> steps = new ArrayList<>();
    if (lowest.length > 0) {
      steps.add(clip(vectors.variables()));
    }
    if (mean.length > 0) {
      steps.add(average(vectors.variables(), vectors.take(mean)));
    }
    return newCount -> {
      count = newCount;
      vectors.run(this, () -> steps);
    };
  }

  /** Takes in what a step has made of the variables. */
  interface Settling {
    /**
     * @param count iterates with this one
     */
    void settle(int count);
  }

  private Step clip(Tensor variables) {
    Constant low = new Constant(lowest, lowest.length);
    Constant high = new Constant(highest, highest.length);
    return new Step.Either(
        new Step.OnHost(
            "clip",
            List.of(variables),
            List.of(variables),
            host -> {
              FloatBuffer values = host.values(variables);
              return () -> clip(values);
            }),
        List.of(new Step.Alter(new Alteration.Clip(low, high), variables, variables)));
  }

  private Step average(Tensor variables, Tensor average) {
    Tensor share = new Tensor(variables.dimensions());
    return new Step.Either(
        new Step.OnHost(
            "average",
            List.of(variables, average),
            List.of(average),
            host -> {
              FloatBuffer values = host.values(variables);
              FloatBuffer means = host.values(average);
              return () -> average(values, means);
            }),
        List.of(
            new Step.Map(PixelFunction.of(Kind.SCALE, decay), average, average),
            new Step.Map(PixelFunction.of(Kind.SCALE, 1 - decay), variables, share),
            new Step.Combine(Step.Operation.ADD, View.of(share), View.of(average))));
  }

  private void clip(FloatBuffer variables) {
    for (int i = 0; i < variables.limit(); i++) {
      int c = i % lowest.length;
      variables.put(i, Math.min(Math.max(variables.get(i), lowest[c]), highest[c]));
    }
  }

  private void average(FloatBuffer variables, FloatBuffer means) {
    for (int i = 0; i < mean.length; i++) {
      means.put(i, (float) (decay * means.get(i) + (1 - decay) * variables.get(i)));
    }
  }
}
