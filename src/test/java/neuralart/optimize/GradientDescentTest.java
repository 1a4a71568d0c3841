package neuralart.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.FloatBuffer;
import neuralart.optimize.GradientDescent.Constraint;
import org.junit.jupiter.api.Test;

class GradientDescentTest {
  /** {@code 0 * x + 1 * y + 2 * z + 3 * w}. */
  private static final class Slope implements LossFunction {
    private final FloatBuffer variables = FloatBuffer.allocate(4);
    private final FloatBuffer gradient = FloatBuffer.allocate(4);

    @Override
    public FloatBuffer variables() {
      return variables;
    }

    @Override
    public FloatBuffer gradient() {
      return gradient;
    }

    @Override
    public double evaluate() {
      double loss = 0;
      for (int i = 0; i < 4; i++) {
        gradient.put(i, i);
        loss += i * variables.get(i);
      }
      return loss;
    }
  }

  private static float[] descend(GradientNormalization normalization, Constraint constraint) {
    Slope slope = new Slope();
    GradientDescent descent =
        new GradientDescent(2, 1, normalization, Double.NEGATIVE_INFINITY, constraint);
    descent.minimize(slope, (done, loss) -> true);
    return slope.variables.array();
  }

  @Test
  void stepsAreNormalised() {
    float deviation = (float) Math.sqrt(1.25);
    assertArrayEquals(
        new float[] {0, -2 / deviation, -4 / deviation, -6 / deviation},
        descend(GradientNormalization.STANDARD_DEVIATION, Constraint.NONE),
        1e-6f);
    assertArrayEquals(
        new float[] {0, -2 / 1.5f, -4 / 1.5f, -6 / 1.5f},
        descend(GradientNormalization.MEAN_ABSOLUTE, Constraint.NONE),
        1e-6f);
  }

  @Test
  void constraintsHold() {
    Constraint range = Constraint.range(new float[] {-1, -2}, new float[] {0, 0});
    FloatBuffer mask = FloatBuffer.wrap(new float[] {1, 0.5f});
    assertArrayEquals(
        new float[] {0, -2 / 1.5f, -1, -2},
        descend(GradientNormalization.MEAN_ABSOLUTE, range),
        1e-6f);
    assertArrayEquals(
        new float[] {0, -2 / 1.5f, -0.75f, -1.5f},
        descend(GradientNormalization.MEAN_ABSOLUTE, range.and(Constraint.mask(mask, 2))),
        1e-6f);
  }
}
