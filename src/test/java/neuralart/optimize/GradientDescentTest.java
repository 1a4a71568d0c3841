package neuralart.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
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
        new GradientDescent(2, 1, normalization, Double.NEGATIVE_INFINITY, false, constraint);
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
  void theLastStepIsMadeOrNot() {
    for (boolean lastStep : new boolean[] {false, true}) {
      Slope slope = new Slope();
      slope.variables.put(1, 1);
      int[] calls = new int[1];
      new GradientDescent(9, 1, GradientNormalization.MEAN_ABSOLUTE, 0, lastStep, Constraint.NONE)
          .minimize(slope, (done, loss) -> ++calls[0] > 0);
      // The loss is 1 at first and below 0 after a step.
      assertEquals(2, calls[0]);
      assertEquals(1 - (lastStep ? 2 : 1) / 1.5f, slope.variables.get(1), 1e-6f);
    }
  }

  @Test
  void stepsBecomeShorterNearTheEndOfARange() {
    FloatBuffer values = FloatBuffer.wrap(new float[] {0, 5, 9, 10});
    FloatBuffer step = FloatBuffer.wrap(new float[] {-1, 1, 1, -1});
    Constraint.softRange(new float[] {0}, new float[] {10}, 0.2).limit(values, step);
    assertArrayEquals(new float[] {0, 1, 0.5f, -1}, step.array(), 1e-6f);
  }

  @Test
  void calmColorsKeepTheMean() {
    FloatBuffer step = FloatBuffer.wrap(new float[] {0, 2, 4, 1, 1, 1});
    Constraint.calmColors(3, 0.5f).limit(step, step);
    assertArrayEquals(new float[] {1, 2, 3, 1, 1, 1}, step.array(), 1e-6f);
  }

  @Test
  void constraintsHold() {
    Constraint range = Constraint.range(new float[] {-1, -2}, new float[] {0, 0});
    float[] mask = new float[] {1, 0.5f};
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
