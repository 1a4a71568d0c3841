package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import neuralart.plan.PlanDevice;
import neuralart.step.Step;
import neuralart.step.Tensor;

/** A loss function of an image, or of what is made into one, as one of other variables. */
abstract class Parameterization implements LossFunction {
  private final LossFunction function;
  private final FloatBuffer variables;
  private final FloatBuffer gradient;
  private final Vectors own;

  /**
   * @param function of what the variables are made into
   * @param length how many variables there are
   */
  Parameterization(LossFunction function, int length) {
    this.function = function;
    variables = FloatBuffer.allocate(length);
    gradient = FloatBuffer.allocate(length);
    own = new HostVectors(this);
  }

  /** What gets the variables of the function from those of this one. */
  abstract void render();

  /** The same as steps of a device. */
  abstract List<Step> rendering(Vectors own, Vectors inner);

  /** What gets the gradient from that of the function, once it has been rendered. */
  abstract void differentiate();

  /** The same as steps of a device. */
  abstract List<Step> differentiation(Vectors own, Vectors inner);

  /** The function, with the variables as they were rendered. */
  final LossFunction function() {
    return function;
  }

  @Override
  public final FloatBuffer variables() {
    device().ifPresent(PlanDevice::bringBack);
    return variables;
  }

  @Override
  public final FloatBuffer gradient() {
    return gradient;
  }

  @Override
  public final Optional<PlanDevice> device() {
    return function.device();
  }

  @Override
  public final boolean isOfImage() {
    return false;
  }

  @Override
  public final double evaluate() {
    return evaluate(own);
  }

  @Override
  public final double evaluate(Vectors vectors) {
    Vectors inner = vectors.inside(function);
    vectors.run(
        List.of(this, "render"),
        () ->
            List.of(
                new Step.Either(
                    loop("render", vectors.variables(), inner.variables(), this::render),
                    rendering(vectors, inner))));
    double loss = function.evaluate(inner);
    vectors.run(
        List.of(this, "differentiate"),
        () ->
            List.of(
                new Step.Either(
                    loop("slopes", inner.gradient(), vectors.gradient(), this::differentiate),
                    differentiation(vectors, inner))));
    return loss;
  }

  private static Step.OnHost loop(String name, Tensor from, Tensor to, Runnable loop) {
    return new Step.OnHost(name, List.of(from), List.of(to), host -> loop);
  }
}
