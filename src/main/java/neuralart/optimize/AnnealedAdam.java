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
    Adam.Moments moments = new Adam.Moments();
    Outcome outcome = new Outcome(Double.NaN, false);
    for (int i = 0; i < iterations && !outcome.canceled(); i++) {
      int done = i + 1;
      double step = stepSize * (1 + Math.cos(Math.PI * i / iterations)) / 2;
      outcome =
          new Adam(1, step, Adam.BETA1, Adam.BETA2, Adam.EPSILON, moments)
              .minimize(function, (one, loss) -> observer.iteration(done, loss));
    }
    return outcome;
  }
}
