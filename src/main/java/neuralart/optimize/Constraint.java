package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import neuralart.step.Alteration;
import neuralart.step.Constant;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/** Where the variables of a descent may go. */
public interface Constraint {
  /** Anywhere. */
  Constraint NONE = of((variables, step) -> {}, (variables, step) -> List.of());

  /**
   * Changes a step so that it is allowed.
   *
   * @param variables before the step, not modified
   * @param step what will be added to them
   */
  void limit(FloatBuffer variables, FloatBuffer step);

  /** The same as steps of a device. */
  default List<Step> steps(Tensor variables, Tensor step) {
    return List.of(
        new Step.OnHost(
            "constraint",
            List.of(variables, step),
            List.of(step),
            host -> () -> limit(host.values(variables), host.values(step))));
  }

  /** What a device does for a constraint. */
  interface OnDevice {
    List<Step> steps(Tensor variables, Tensor step);
  }

  /** A constraint of a loop, and of steps that do the same. */
  private static Constraint of(Constraint loop, OnDevice device) {
    return new Constraint() {
      @Override
      public void limit(FloatBuffer variables, FloatBuffer step) {
        loop.limit(variables, step);
      }

      @Override
      public List<Step> steps(Tensor variables, Tensor step) {
        return device.steps(variables, step);
      }
    };
  }

  /**
   * Keeps each channel in its range.
   *
   * @param lowest of each channel, as the variables take turns
   * @param highest of each channel
   */
  static Constraint range(float[] lowest, float[] highest) {
    Alteration clip = new Alteration.Clip(constant(lowest), constant(highest));
    return of(
        (variables, step) -> {
          for (int i = 0; i < step.limit(); i++) {
            int channel = i % lowest.length;
            float value = variables.get(i);
            float end = Math.min(Math.max(value + step.get(i), lowest[channel]), highest[channel]);
            step.put(i, end - value);
          }
        },
        (variables, step) ->
            List.of(
                new Step.Combine(Step.Operation.ADD, View.of(variables), View.of(step)),
                new Step.Alter(clip, step, step),
                new Step.Combine(Step.Operation.SUBTRACT, View.of(variables), View.of(step))));
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
    Constant low = constant(lowest);
    Constant high = constant(highest);
    return of(
        (variables, step) -> {
          for (int i = 0; i < step.limit(); i++) {
            int channel = i % lowest.length;
            float value = variables.get(i);
            float room = step.get(i) > 0 ? highest[channel] - value : value - lowest[channel];
            double share = room / (margin * (highest[channel] - lowest[channel]));
            step.put(i, (float) (step.get(i) * Math.min(Math.max(share, 0), 1)));
          }
        },
        (variables, step) ->
            List.of(
                new Step.Alter(new Alteration.Soften(low, high, margin, variables), step, step)));
  }

  /**
   * Makes the differences between the channels of a pixel's step smaller, and so its colours
   * calmer.
   *
   * @param channels values of a pixel
   * @param share what is left of the differences, 0..1
   */
  static Constraint calmColors(int channels, float share) {
    float[] mixture = new float[channels * channels];
    for (int i = 0; i < mixture.length; i++) {
      mixture[i] = (1 - share) / channels + (i % (channels + 1) == 0 ? share : 0);
    }
    Constant matrix = new Constant(mixture, channels, channels);
    return of(
        (variables, step) -> {
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
        },
        (variables, step) -> {
          Tensor source = new Tensor(step.length() / channels, channels);
          View pixels = View.of(step, 0, source.dimensions());
          return List.of(
              new Step.Copy(pixels, View.of(source)),
              new Step.Multiply(View.of(source), false, View.of(matrix), false, pixels, 1, 0));
        });
  }

  /**
   * Makes the steps of some pixels shorter.
   *
   * @param mask a factor for each pixel, 0..1; not copied, not modified
   * @param channels values of a pixel
   */
  static Constraint mask(float[] mask, int channels) {
    Constant factors = new Constant(mask, mask.length, 1);
    return of(
        (variables, step) -> {
          for (int i = 0; i < step.limit(); i++) {
            step.put(i, step.get(i) * mask[i / channels]);
          }
        },
        (variables, step) ->
            List.of(
                new Step.Combine(
                    Step.Operation.MULTIPLY,
                    View.of(factors).repeated(1, channels),
                    View.of(step, 0, mask.length, channels))));
  }

  /** This constraint, and then another. */
  default Constraint and(Constraint other) {
    return of(
        (variables, step) -> {
          limit(variables, step);
          other.limit(variables, step);
        },
        (variables, step) -> {
          List<Step> both = new ArrayList<>(steps(variables, step));
          both.addAll(other.steps(variables, step));
          return both;
        });
  }

  private static Constant constant(float[] values) {
    return new Constant(values, values.length);
  }
}
