package neuralart.optimize;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parts of a loss over the evaluations of an optimisation.
 *
 * @param parts values by the name of the part, one for each evaluation
 * @param sizes which of the sizes of the image each evaluation was at, from 1
 */
public record Losses(Map<String, double[]> parts, int[] sizes) {
  /** Number of evaluations. */
  public int count() {
    return sizes.length;
  }

  /** The loss at an evaluation, counted from 0: the sum of its parts. */
  public double sum(int evaluation) {
    return parts.values().stream().mapToDouble(part -> part[evaluation]).sum();
  }

  /** The same with the other sign, for what is made larger. */
  public Losses negated() {
    Map<String, double[]> negated = new LinkedHashMap<>();
    parts.forEach(
        (name, part) -> {
          double[] values = part.clone();
          for (int i = 0; i < values.length; i++) {
            values[i] = 0 - values[i]; // no -0
          }
          negated.put(name, values);
        });
    return new Losses(negated, sizes);
  }
}
