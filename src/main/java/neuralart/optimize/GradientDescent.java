package neuralart.optimize;

import java.nio.FloatBuffer;

/**
 * Gradient descent on the pixels of an image: {@code x -= step * g / divisor(g)}.
 *
 * @param iterations how many steps
 * @param stepSize size of a step, in units of the network's input
 * @param normalization what the gradient is divided by
 * @param lowestLoss stops when the loss is below this
 * @param lastStep whether the step at which it is found to be below is still made
 * @param constraint may change each step before it is made
 */
public record GradientDescent(
    int iterations,
    double stepSize,
    GradientNormalization normalization,
    double lowestLoss,
    boolean lastStep,
    Constraint constraint)
    implements Optimizer {

  /** Where the variables may go. */
  public interface Constraint {
    /** Anywhere. */
    Constraint NONE = (variables, step) -> {};

    /**
     * Changes a step so that it is allowed.
     *
     * @param variables before the step, not modified
     * @param step what will be added to them
     */
    void limit(FloatBuffer variables, FloatBuffer step);

    /**
     * Keeps each channel in its range.
     *
     * @param lowest of each channel, as the variables take turns
     * @param highest of each channel
     */
    static Constraint range(float[] lowest, float[] highest) {
      return (variables, step) -> {
        for (int i = 0; i < step.limit(); i++) {
          int channel = i % lowest.length;
          float value = variables.get(i);
          float end = Math.min(Math.max(value + step.get(i), lowest[channel]), highest[channel]);
          step.put(i, end - value);
        }
      };
    }

    /**
     * Makes steps towards the end of a range shorter, the nearer to it the more, so that few values
     * reach it.
     *
     * @param lowest of each channel, as the variables take turns
     * @param highest of each channel
     * @param margin the part of the range next to an end in which steps are shorter, 0..1
     */
    static Constraint softRange(float[] lowest, float[] highest, double margin) {
      return (variables, step) -> {
        for (int i = 0; i < step.limit(); i++) {
          int channel = i % lowest.length;
          float value = variables.get(i);
          float room = step.get(i) > 0 ? highest[channel] - value : value - lowest[channel];
          double share = room / (margin * (highest[channel] - lowest[channel]));
          step.put(i, (float) (step.get(i) * Math.min(Math.max(share, 0), 1)));
        }
      };
    }

    /**
     * Makes the differences between the channels of a pixel's step smaller, and so its colours
     * calmer.
     *
     * @param channels values of a pixel
     * @param share what is left of the differences, 0..1
     */
    static Constraint calmColors(int channels, float share) {
      return (variables, step) -> {
        for (int pixel = 0; pixel < step.limit(); pixel += channels) {
          float sum = 0;
          for (int i = pixel; i < pixel + channels; i++) {
            sum += step.get(i);
          }
          float mean = sum / channels;
          for (int i = pixel; i < pixel + channels; i++) {
            step.put(i, mean + share * (step.get(i) - mean));
          }
        }
      };
    }

    /**
     * Makes the steps of some pixels shorter.
     *
     * @param mask a factor for each pixel, 0..1
     * @param channels values of a pixel
     */
    static Constraint mask(FloatBuffer mask, int channels) {
      return (variables, step) -> {
        for (int i = 0; i < step.limit(); i++) {
          step.put(i, step.get(i) * mask.get(i / channels));
        }
      };
    }

    /** This constraint, and then another. */
    default Constraint and(Constraint other) {
      return (variables, step) -> {
        limit(variables, step);
        other.limit(variables, step);
      };
    }
  }

  /** Descent without a constraint that stops before a step. */
  public GradientDescent(
      int iterations, double stepSize, GradientNormalization normalization, double lowestLoss) {
    this(iterations, stepSize, normalization, lowestLoss, false, Constraint.NONE);
  }

  @Override
  public Outcome minimize(LossFunction function, Observer observer) {
    double loss = Double.NaN;
    for (int i = 1; i <= iterations; i++) {
      loss = function.evaluate();
      if (!Double.isFinite(loss)) {
        throw new IllegalStateException(
            "the loss is no longer a finite number; use a smaller step size");
      }
      boolean stop = loss < lowestLoss;
      if (!stop || lastStep) {
        step(function.variables(), function.gradient());
      }
      if (!observer.iteration(i, loss)) {
        return new Outcome(loss, true);
      }
      if (stop) {
        break;
      }
    }
    return new Outcome(loss, false);
  }

  /** Makes a step, which takes the place of the gradient. */
  private void step(FloatBuffer variables, FloatBuffer gradient) {
    float factor = (float) (stepSize / normalization.divisor(gradient));
    for (int i = 0; i < gradient.limit(); i++) {
      gradient.put(i, -factor * gradient.get(i));
    }
    constraint.limit(variables, gradient);
    for (int i = 0; i < variables.limit(); i++) {
      variables.put(i, variables.get(i) + gradient.get(i));
    }
  }
}
