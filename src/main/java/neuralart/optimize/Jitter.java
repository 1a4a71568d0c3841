package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import neuralart.plan.PlanDevice;
import neuralart.step.Alteration;
import neuralart.step.Numbers;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Rolls the image by a random offset before every evaluation, so that patterns don't settle on the
 * grid of the network's strides (Mordvintsev et al. 2015). Pixels that leave one edge enter at the
 * opposite one.
 */
public final class Jitter implements LossFunction {
  private final LossFunction function;
  private final int width;
  private final int channels;
  private final int range;
  private final Random random;

  /** How far down and to the right. */
  private final int[] offset = new int[2];

  private final Numbers numbers = new Numbers(offset);
  private final Vectors own;

  /**
   * @param function of the values of an image, {@code [H, W, C]}
   * @param width columns of the image
   * @param channels values of a pixel
   * @param range largest offset in pixels, in each direction
   * @param random where the offsets come from
   */
  public Jitter(LossFunction function, int width, int channels, int range, Random random) {
    this.function = function;
    this.width = width;
    this.channels = channels;
    this.range = range;
    this.random = random;
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
    int height = (int) (vectors.variables().length() / width / channels);
    offset[0] = Math.floorMod(random.nextInt(2 * range + 1) - range, height);
    offset[1] = Math.floorMod(random.nextInt(2 * range + 1) - range, width);
    roll(vectors, vectors.variables(), false);
    double loss = function.evaluate(vectors);
    roll(vectors, vectors.variables(), true);
    roll(vectors, vectors.gradient(), true);
    return loss;
  }

  private void roll(Vectors vectors, Tensor image, boolean isBack) {
    vectors.run(List.of(this, image, isBack), () -> List.of(roll(image, isBack)));
  }

  private Step roll(Tensor image, boolean isBack) {
    return new Step.Either(
        new Step.OnHost(
            "roll",
            List.of(image),
            List.of(image),
            host -> {
              FloatBuffer values = host.values(image);
              int sign = isBack ? -1 : 1;
              return () -> roll(values, sign * offset[0], sign * offset[1]);
            }),
        steps(image, isBack));
  }

  private List<Step> steps(Tensor image, boolean isBack) {
    Tensor source = new Tensor(image.dimensions());
    Step copy = new Step.Copy(View.of(image), View.of(source));
    Step roll = new Step.Alter(new Alteration.Roll(numbers, isBack), source, image);
    return isBack ? List.of(copy, roll) : List.of(new Step.Renew(numbers), copy, roll);
  }

  private void roll(FloatBuffer image, int down, int right) {
    int rowLength = width * channels;
    int height = image.limit() / rowLength;
    float[] source = new float[image.limit()];
    image.get(0, source);
    int split = Math.floorMod(right, width) * channels;
    for (int y = 0; y < height; y++) {
      int from = y * rowLength;
      int to = Math.floorMod(y + down, height) * rowLength;
      image.put(to + split, source, from, rowLength - split);
      image.put(to, source, from + rowLength - split, split);
    }
  }
}
