package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;

/**
 * Shows a loss function its image under new normal noise at every evaluation, so that nothing that
 * noise destroys counts (T. Fel et al., Unlocking Feature Visualization for Deeper Networks with
 * MAgnitude Constrained Optimization, 2023).
 */
public final class NoisyImage implements LossFunction {
  private final LossFunction function;
  private final float[] deviations;
  private final RandomGenerator random;
  private final float[] image;
  private final float[] noisy;

  /**
   * @param function of the values of an image, {@code [H, W, C]}
   * @param deviations standard deviation of the noise in each channel
   * @param random where the noise comes from
   */
  public NoisyImage(LossFunction function, float[] deviations, RandomGenerator random) {
    this.function = function;
    this.deviations = deviations.clone();
    this.random = random;
    image = new float[function.variables().limit()];
    noisy = new float[image.length];
  }

  @Override
  public FloatBuffer variables() {
    return function.variables();
  }

  @Override
  public FloatBuffer gradient() {
    return function.gradient();
  }

  @Override
  public double evaluate() {
    variables().get(0, image);
    for (int i = 0; i < image.length; i++) {
      noisy[i] = (float) (image[i] + deviations[i % deviations.length] * random.nextGaussian());
    }
    variables().put(0, noisy);
    double loss = function.evaluate();
    variables().put(0, image);
    return loss;
  }
}
