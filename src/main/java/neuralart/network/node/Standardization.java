package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * {@code (x - mean) / sqrt(variance + epsilon)}, with the mean and the variance of the values
 * themselves: of each group of channels over all pixels, as instance and group normalisation have
 * it (Ulyanov et al. 2016, Wu and He 2018), or of the channels of each pixel, as layer
 * normalisation has it (Ba et al. 2016).
 *
 * @param groups number of groups of channels; 0 for as many as there are channels
 * @param eachPixel whether each pixel is taken by itself; then there is one group
 * @param epsilon added to the variance
 */
public record Standardization(int groups, boolean eachPixel, double epsilon) implements Node {
  /**
   * @throws IllegalArgumentException if epsilon isn't a number from 0, or there is no such group
   */
  public Standardization {
    if (!(epsilon >= 0) || Double.isInfinite(epsilon) || groups < 0 || eachPixel && groups != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "has %d groups and an epsilon of %s; expected are groups, and 0 or more",
              groups,
              epsilon));
    }
  }

  @Override
  public String kind() {
    return eachPixel
        ? "layer normalization"
        : groups == 0 ? "instance normalization" : "group normalization";
  }

  @Override
  public int channels(List<Integer> inputs) {
    int channels = inputs.get(0);
    if (groups > 0 && channels % groups != 0) {
      throw new IllegalArgumentException(
          "has " + groups + " groups of channels, but its input has " + channels + " channels");
    }
    return channels;
  }

  @Override
  public boolean dependsOnAll() {
    return !eachPixel;
  }

  @Override
  public boolean backwardReadsInputs() {
    return true;
  }

  private StandardizationLoop loop(Shape size) {
    int pixels = size.height() * size.width();
    int channels = size.channels();
    return eachPixel
        ? new PixelStandardization(pixels, channels, epsilon)
        : new GroupStandardization(pixels, channels, groups == 0 ? channels : groups, epsilon);
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    Tensor input = inputs.get(0);
    Step.OnHost onHost =
        new Step.OnHost(
            kind(),
            List.of(input),
            List.of(output),
            host -> {
              StandardizationLoop loop = loop(input.shape());
              FloatBuffer x = host.values(input);
              FloatBuffer y = host.values(output);
              return () -> loop.standardize(x, y);
            });
    Step same = new Step.Standardize(groups(input), epsilon, input, output);
    steps.add(new Step.Either(onHost, List.of(same)));
  }

  /** Groups as steps count them. */
  private int groups(Tensor input) {
    return eachPixel ? 0 : groups == 0 ? (int) input.size(3) : groups;
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    Tensor input = inputs.get(0);
    gradients.write(
        0,
        target -> {
          Step same = new Step.StandardizeGradient(groups(input), epsilon, input, gradient, target);
          steps.add(new Step.Either(gradientLoop(input, gradient, target), List.of(same)));
        });
  }

  private Step.OnHost gradientLoop(Tensor input, Tensor gradient, Tensor target) {
    return new Step.OnHost(
        kind() + " gradient",
        List.of(input, gradient),
        List.of(target),
        host -> {
          StandardizationLoop loop = loop(input.shape());
          FloatBuffer x = host.values(input);
          FloatBuffer g = host.values(gradient);
          FloatBuffer to = host.values(target);
          return () -> loop.differentiate(x, g, to);
        });
  }
}
