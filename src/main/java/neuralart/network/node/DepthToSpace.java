package neuralart.network.node;

import java.util.List;
import java.util.Locale;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * The channels of each pixel laid out as a square of pixels (a sub-pixel convolution's last step,
 * Shi et al. 2016), or the inverse of that.
 *
 * @param block side of the squares
 * @param channelsFirst whether the values of a square that make one channel lie together in the
 *     channels, else those that make one pixel
 * @param inverse whether squares are laid out as channels
 */
public record DepthToSpace(int block, boolean channelsFirst, boolean inverse) implements Node {
  private static final int LARGEST = 1024;

  /**
   * @throws IllegalArgumentException if the side isn't positive, or is larger than any
   */
  public DepthToSpace {
    if (block < 1 || block > LARGEST) {
      throw new IllegalArgumentException(
          "has blocks of " + block + " pixels; 1 to " + LARGEST + " is possible");
    }
  }

  @Override
  public String kind() {
    return inverse ? "space to depth" : "depth to space";
  }

  @Override
  public Reach reach(Shape input) {
    Span span = inverse ? new Span(block, 1, 0, block - 1) : new Span(1, block, 1 - block, 0);
    return new Reach(span, span);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = inputs.get(0);
    int channels = channels(List.of(input.channels()));
    if (inverse && (input.height() % block != 0 || input.width() % block != 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "takes sides that %d divides, but its input is %s", block, input));
    }
    return inverse
        ? new Shape(input.height() / block, input.width() / block, channels)
        : new Shape(
            Math.multiplyExact(input.height(), block),
            Math.multiplyExact(input.width(), block),
            channels);
  }

  @Override
  public int channels(List<Integer> inputs) {
    int squared = block * block;
    if (!inverse && inputs.get(0) % squared != 0) {
      throw new IllegalArgumentException(
          "takes a multiple of " + squared + " channels, but its input has " + inputs.get(0));
    }
    return inverse ? Math.multiplyExact(inputs.get(0), squared) : inputs.get(0) / squared;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    move(steps, inputs.get(0), output, !inverse);
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(0, target -> move(steps, gradient, target, inverse));
  }

  private void move(Steps steps, Tensor from, Tensor to, boolean spread) {
    Tensor deep = spread ? from : to;
    Tensor wide = spread ? to : from;
    long channels = wide.size(3);
    for (long i = 0; i < (long) block * block; i++) {
      View fine =
          View.of(wide)
              .part(1, i / block, deep.size(1), block)
              .part(2, i % block, deep.size(2), block);
      View coarse =
          channelsFirst
              ? View.of(deep).part(3, i, channels, (long) block * block)
              : View.channels(deep, i * channels, (i + 1) * channels);
      steps.add(spread ? new Step.Copy(coarse, fine) : new Step.Copy(fine, coarse));
    }
  }
}
