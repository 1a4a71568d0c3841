package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import neuralart.plan.PlanDevice;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

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
  private double[] noise;

  /** The noise of the next evaluation, which is drawn while this one is computed. */
  private CompletableFuture<double[]> next;

  /** The noise, and the image without it, on a device. */
  private final Tensor noiseThere;

  private final Tensor imageThere;
  private final Vectors own;

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
    noise = new double[image.length];
    next = begin(new double[image.length]);
    noiseThere = new Tensor(image.length);
    imageThere = new Tensor(image.length);
    own = new HostVectors(function);
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
  public Optional<PlanDevice> device() {
    return function.device();
  }

  @Override
  public double evaluate() {
    return evaluate(own);
  }

  @Override
  public double evaluate(Vectors vectors) {
    double[] drawn = next.join();
    next = begin(noise);
    noise = drawn;
    vectors.set(noiseThere, noise);
    Tensor variables = vectors.variables();
    vectors.run(List.of(this, "add"), () -> List.of(addNoise(variables)));
    double loss = function.evaluate(vectors);
    vectors.run(List.of(this, "restore"), () -> List.of(restore(variables)));
    return loss;
  }

  private CompletableFuture<double[]> begin(double[] values) {
    return CompletableFuture.supplyAsync(
        () -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = deviations[i % deviations.length] * random.nextGaussian();
          }
          return values;
        });
  }

  private Step addNoise(Tensor variables) {
    return new Step.Either(
        loop(
            "noise",
            variables,
            values -> {
              values.get(0, image);
              for (int i = 0; i < image.length; i++) {
                values.put(i, (float) (image[i] + noise[i]));
              }
            }),
        List.of(
            new Step.Copy(View.of(variables), View.of(imageThere)),
            new Step.Combine(
                Step.Operation.ADD, View.of(noiseThere), View.of(variables, 0, image.length))));
  }

  private Step restore(Tensor variables) {
    return new Step.Either(
        loop("restore", variables, values -> values.put(0, image)),
        List.of(new Step.Copy(View.of(imageThere), View.of(variables, 0, image.length))));
  }

  private static Step.OnHost loop(String name, Tensor variables, Consumer<FloatBuffer> body) {
    List<Tensor> all = List.of(variables);
    return new Step.OnHost(
        name,
        all,
        all,
        host -> {
          FloatBuffer values = host.values(variables);
          return () -> body.accept(values);
        });
  }
}
