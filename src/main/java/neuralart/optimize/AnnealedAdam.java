package neuralart.optimize;

/**
 * Adam whose step falls to zero along half a wave of the cosine, {@code step (1 + cos(pi i / n)) /
 * 2}: the last steps settle what the random transforms of the first ones left to chance (learning
 * rate after I. Loshchilov and F. Hutter, SGDR, 2017).
 *
 * @param iterations how many steps
 * @param stepSize size of the first step, in units of the variables
 */
public record AnnealedAdam(int iterations, double stepSize) implements Optimizer {
  @Override
  public Outcome minimize(LossFunction function, Observer observer) {
    return new Adam(iterations, stepSize, Adam.BETA1, Adam.BETA2, Adam.EPSILON, new Adam.Moments())
        .minimize(
            function,
            observer,
            number -> stepSize * (1 + Math.cos(Math.PI * (number - 1) / iterations)) / 2);
  }
}
