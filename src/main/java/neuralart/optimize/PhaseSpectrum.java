package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import neuralart.step.Constant;
import neuralart.step.PixelFunction;
import neuralart.step.PixelFunction.Kind;
import neuralart.step.Step;
import neuralart.step.Step.Operation;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * A loss function of a spectrum as one of the spectrum's phases alone, {@code s = m exp(i phase)}:
 * the magnitudes stay what they are (T. Fel et al., Unlocking Feature Visualization for Deeper
 * Networks with MAgnitude Constrained Optimization, 2023).
 */
public final class PhaseSpectrum extends Parameterization {
  private final float[] magnitudes;
  private final float[] spectrum;

  /**
   * @param function of the parts of a spectrum: all real ones, then all imaginary ones
   * @param magnitudes one for each two parts
   * @param random where the first phases come from, 0 to 2 pi
   */
  public PhaseSpectrum(LossFunction function, float[] magnitudes, Random random) {
    super(function, magnitudes.length);
    this.magnitudes = magnitudes.clone();
    spectrum = new float[2 * magnitudes.length];
    if (function.variables().limit() != spectrum.length) {
      throw new IllegalArgumentException(
          magnitudes.length + " magnitudes are none of " + function.variables().limit() + " parts");
    }
    for (int i = 0; i < magnitudes.length; i++) {
      variables().put(i, (float) (2 * Math.PI * random.nextDouble()));
    }
  }

  @Override
  void differentiate() {
    FloatBuffer slopes = function().gradient();
    FloatBuffer gradient = gradient();
    int count = magnitudes.length;
    for (int i = 0; i < count; i++) {
      float slope = spectrum[i] * slopes.get(count + i) - spectrum[count + i] * slopes.get(i);
      gradient.put(i, slope);
    }
  }

  /** Gives the loss function the spectrum of the present phases, without evaluating it. */
  @Override
  public void render() {
    FloatBuffer phases = variables();
    int count = magnitudes.length;
    for (int i = 0; i < count; i++) {
      spectrum[i] = (float) (magnitudes[i] * Math.cos(phases.get(i)));
      spectrum[count + i] = (float) (magnitudes[i] * Math.sin(phases.get(i)));
    }
    function().variables().put(0, spectrum);
  }

  @Override
  List<Step> rendering(Vectors own, Vectors inner) {
    View lengths = View.of(new Constant(magnitudes, magnitudes.length));
    Tensor part = new Tensor(magnitudes.length);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Kind function = i == 0 ? Kind.COSINE : Kind.SINE;
      steps.add(new Step.Map(PixelFunction.of(function), own.variables(), part));
      steps.add(new Step.Combine(Operation.MULTIPLY, lengths, View.of(part)));
      steps.add(new Step.Copy(View.of(part), half(inner.variables(), i)));
    }
    return steps;
  }

  @Override
  List<Step> differentiation(Vectors own, Vectors inner) {
    View gradient = View.of(own.gradient(), 0, magnitudes.length);
    View other = View.of(new Tensor(magnitudes.length));
    return List.of(
        new Step.Copy(half(inner.gradient(), 1), gradient),
        new Step.Combine(Operation.MULTIPLY, half(inner.variables(), 0), gradient),
        new Step.Copy(half(inner.gradient(), 0), other),
        new Step.Combine(Operation.MULTIPLY, half(inner.variables(), 1), other),
        new Step.Combine(Operation.SUBTRACT, other, gradient));
  }

  /** The real or the imaginary parts. */
  private View half(Tensor parts, int which) {
    return View.of(parts, (long) which * magnitudes.length, magnitudes.length);
  }
}
