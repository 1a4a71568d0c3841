package neuralart.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import neuralart.step.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurvatureHistoryTest {
  private static final int LENGTH = 40_000;
  private static final int CAPACITY = 4;

  /** Every third variable is thought to be three times as easy to change. */
  private static final Preconditioner PRECONDITIONER =
      vector -> {
        for (int i = 0; i < vector.limit(); i += 3) {
          vector.put(i, 3 * vector.get(i));
        }
      };

  private final Random random = new Random(3);
  private final List<double[][]> pairs = new ArrayList<>();

  /** Against the two loops of Nocedal 1980 on the vectors, in double precision. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 11})
  void directsAsTheTwoLoopsDo(int steps) {
    HostAlgebra vectors = vectors(PRECONDITIONER);
    CurvatureHistory history = new CurvatureHistory(CAPACITY, vectors);
    double[] step = vector();
    for (int i = 0; i < steps; i++) {
      step = sum(0.8, step, vector()); // like the steps of a descent, near to the last ones
      double[] change = new double[LENGTH];
      for (int j = 0; j < LENGTH; j++) {
        change[j] = (1 + j % 7) * step[j] + 0.1 * random.nextGaussian();
      }
      history.add(tensor(vectors, step), tensor(vectors, change));
      pairs.add(new double[][] {step, change});
    }
    double[] gradient = vector();
    Tensor direction = tensor(vectors, gradient);
    history.direct(direction);
    double[] expected = twoLoops(gradient);
    double error = 0;
    for (int i = 0; i < LENGTH; i++) {
      error += Math.pow(vectors.array(direction).getDouble(i) - expected[i], 2);
    }
    assertEquals(0, Math.sqrt(error / dot(expected, expected)), 2e-6);
    history.clear();
    assertTrue(history.isEmpty());
    vectors.close();
  }

  @Test
  void refusesWhatTellsNothing() {
    try (HostAlgebra vectors = vectors(Preconditioner.NONE)) {
      CurvatureHistory history = new CurvatureHistory(CAPACITY, vectors);
      double[] step = vector();
      history.add(tensor(vectors, step), tensor(vectors, sum(-1, step, new double[LENGTH])));
      assertTrue(history.isEmpty());
    }
  }

  private double[] twoLoops(double[] gradient) {
    List<double[][]> last = pairs.subList(Math.max(0, pairs.size() - CAPACITY), pairs.size());
    double[] alphas = new double[last.size()];
    double[] q = gradient;
    for (int i = last.size() - 1; i >= 0; i--) {
      double[] s = last.get(i)[0];
      double[] y = last.get(i)[1];
      alphas[i] = dot(s, q) / dot(s, y);
      q = sum(-alphas[i], y, q);
    }
    double[][] newest = last.get(last.size() - 1);
    double scale = dot(newest[0], newest[1]) / dot(newest[1], preconditioned(newest[1]));
    q = sum(scale, preconditioned(q), new double[LENGTH]);
    for (int i = 0; i < last.size(); i++) {
      double[] s = last.get(i)[0];
      double[] y = last.get(i)[1];
      q = sum(alphas[i] - dot(y, q) / dot(s, y), s, q);
    }
    return sum(-1, q, new double[LENGTH]);
  }

  private static double[] preconditioned(double[] vector) {
    double[] result = vector.clone();
    for (int i = 0; i < LENGTH; i += 3) {
      result[i] *= 3;
    }
    return result;
  }

  private double[] vector() {
    return random.doubles(LENGTH, -1, 1).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] sum(double factor, double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = factor * a[i] + b[i];
    }
    return sum;
  }

  private static HostAlgebra vectors(Preconditioner preconditioner) {
    FloatBuffer variables = FloatBuffer.allocate(LENGTH);
    return new HostAlgebra(
        new LossFunction() {
          @Override
          public FloatBuffer variables() {
            return variables;
          }

          @Override
          public FloatBuffer gradient() {
            return variables;
          }

          @Override
          public double evaluate() {
            return 0;
          }
        },
        preconditioner);
  }

  private static Tensor tensor(HostAlgebra vectors, double[] values) {
    Tensor tensor = vectors.take();
    for (int i = 0; i < values.length; i++) {
      vectors.array(tensor).putScalar(i, (float) values[i]);
    }
    return tensor;
  }
}
