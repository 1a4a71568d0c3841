package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.Random;

/**
 * A loss function of a spectrum as one of the spectrum's phases alone, {@code s = m exp(i phase)}:
 * the magnitudes stay what they are (T. Fel et al., Unlocking Feature Visualization for Deeper
 * Networks with MAgnitude Constrained Optimization, 2023).
 */
public final class PhaseSpectrum implements LossFunction {
  private final LossFunction function;
  private final float[] magnitudes;
  private final float[] spectrum;
  private final FloatBuffer variables;
  private final FloatBuffer gradient;

  /**
   * @param function of the parts of a spectrum: all real ones, then all imaginary ones
   * @param magnitudes one for each two parts
   * @param random where the first phases come from, 0 to 2 pi
   */
  public PhaseSpectrum(LossFunction function, float[] magnitudes, Random random) {
    this.function = function;
    this.magnitudes = magnitudes.clone();
    spectrum = new float[2 * magnitudes.length];
    if (function.variables().limit() != spectrum.length) {
      throw new IllegalArgumentException(
          magnitudes.length + " magnitudes are none of " + function.variables().limit() + " parts");
    }
    variables = FloatBuffer.allocate(magnitudes.length);
    gradient = FloatBuffer.allocate(magnitudes.length);
    for (int i = 0; i < magnitudes.length; i++) {
      variables.put(i, (float) (2 * Math.PI * random.nextDouble()));
    }
  }

  /** The phases, in radians. */
  @Override
  public FloatBuffer variables() {
    return variables;
  }

  @Override
  public FloatBuffer gradient() {
    return gradient;
  }

  @Override
  public double evaluate() {
    render();
    double loss = function.evaluate();
    FloatBuffer slopes = function.gradient();
    int count = magnitudes.length;
    for (int i = 0; i < count; i++) {
      float slope = spectrum[i] * slopes.get(count + i) - spectrum[count + i] * slopes.get(i);
      gradient.put(i, slope);
    }
    return loss;
  }

  /** Gives the loss function the spectrum of the present phases, without evaluating it. */
  public void render() {
    int count = magnitudes.length;
    for (int i = 0; i < count; i++) {
      spectrum[i] = (float) (magnitudes[i] * Math.cos(variables.get(i)));
      spectrum[count + i] = (float) (magnitudes[i] * Math.sin(variables.get(i)));
    }
    function.variables().put(0, spectrum);
  }
}
