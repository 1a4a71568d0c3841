package neuralart.network.node;

import java.util.List;
import java.util.Locale;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarReverseSubtraction;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;

/**
 * Variants of the ReLU in three straight pieces: {@code x slope} below zero, {@code x} up to {@code
 * maximum}, and {@code maximum} beyond. ND4J's own operations branch on each value, which costs
 * twenty times as much.
 *
 * @param slope not negative; zero for a ReLU with a maximum
 * @param maximum positive, may be infinite
 */
public record PiecewiseRelu(double slope, double maximum) implements Node {
  public PiecewiseRelu {
    if (!(slope >= 0) || Double.isInfinite(slope)) {
      throw new IllegalArgumentException("has a slope of " + slope + "; expected is 0 or more");
    }
    if (!(maximum > 0)) {
      throw new IllegalArgumentException(
          "has a maximum of " + maximum + "; expected is more than 0");
    }
  }

  /** {@code x slope} where x is negative. */
  public static PiecewiseRelu leaky(double slope) {
    return new PiecewiseRelu(slope, Double.POSITIVE_INFINITY);
  }

  @Override
  public String kind() {
    String name = slope == 0 ? "ReLU" : "leaky ReLU";
    return Double.isInfinite(maximum)
        ? name
        : String.format(Locale.ROOT, "%s up to %.4g", name, maximum);
  }

  @Override
  public Role role() {
    return Role.NONLINEAR;
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public boolean backwardReadsOutput() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    Tensor scratch = steps.scratch(Ops.chunk(output.length()));
    steps.add(
        kind(),
        () ->
            Ops.chunked(
                List.of(inputs.get(0).array(), output.array()),
                scratch.array(),
                (chunks, below) -> value(chunks.get(0), chunks.get(1), below)));
  }

  /** {@code below = min(x, 0) slope, y = min(max(x, 0), maximum) + below}. */
  private Runnable value(INDArray x, INDArray y, INDArray below) {
    Runnable negative = Ops.transform(new ScalarMin(x, null, below, 0));
    Runnable tilt = Ops.multiply(below, slope, below);
    Runnable rectify = Ops.transform(new ScalarMax(x, null, y, 0));
    Runnable limit = Ops.transform(new ScalarMin(y, null, y, maximum));
    return () -> {
      if (slope != 0) {
        negative.run();
        tilt.run();
      }
      rectify.run();
      if (!Double.isInfinite(maximum)) {
        limit.run();
      }
      if (slope != 0) {
        y.addi(below);
      }
    };
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    Tensor scratch = steps.scratch(Ops.chunk(output.length()));
    steps.add(
        kind() + " gradient",
        () ->
            Ops.chunked(
                List.of(output.array(), gradient.array()),
                scratch.array(),
                (chunks, factor) -> slope(chunks.get(0), chunks.get(1), factor)));
    gradients.passOn();
  }

  /** Multiplies by {@code slope + (1 - slope) sign(max(y, 0))} and {@code sign(maximum - y)}. */
  private Runnable slope(INDArray y, INDArray gradient, INDArray factor) {
    Runnable rectify = Ops.transform(new RectifiedLinear(y, factor));
    Runnable sign = Ops.transform(new Sign(factor, factor));
    Runnable compress = Ops.multiply(factor, 1 - slope, factor);
    Runnable lift = Ops.add(factor, slope, factor);
    Runnable distance = Ops.transform(new ScalarReverseSubtraction(y, null, factor, maximum));
    return () -> {
      rectify.run();
      sign.run();
      if (slope != 0) {
        compress.run();
        lift.run();
      }
      gradient.muli(factor);
      if (!Double.isInfinite(maximum)) {
        distance.run();
        sign.run();
        gradient.muli(factor);
      }
    };
  }
}
