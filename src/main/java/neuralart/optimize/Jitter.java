package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.Random;

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
    int rows = random.nextInt(2 * range + 1) - range;
    int columns = random.nextInt(2 * range + 1) - range;
    roll(variables(), rows, columns);
    double loss = function.evaluate();
    roll(variables(), -rows, -columns);
    roll(gradient(), -rows, -columns);
    return loss;
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
