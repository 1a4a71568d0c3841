package neuralart.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import neuralart.reference.PyTorch;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Optimisers on functions whose minima are known, and against PyTorch and Keras' formula. */
class OptimizerTest {
  private static final Optimizer.Observer GO_ON = (done, loss) -> true;

  /** A function of a few variables; the formula writes its gradient into the second argument. */
  private static final class Formula implements LossFunction {
    private final FloatBuffer variables;
    private final FloatBuffer gradient;
    private final ToDoubleBiFunction<FloatBuffer, FloatBuffer> formula;
    private int evaluations;

    Formula(float[] start, ToDoubleBiFunction<FloatBuffer, FloatBuffer> formula) {
      this.variables = FloatBuffer.wrap(start.clone());
      this.gradient = FloatBuffer.allocate(start.length);
      this.formula = formula;
    }

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
      evaluations++;
      return formula.applyAsDouble(variables, gradient);
    }
  }

  /** The chained Rosenbrock function: minimum 0 where all variables are 1. */
  private static double rosenbrock(FloatBuffer x, FloatBuffer g) {
    double sum = 0;
    for (int i = 0; i < x.limit(); i++) {
      g.put(i, 0);
    }
    for (int i = 0; i < x.limit() - 1; i++) {
      double a = 1 - x.get(i);
      double b = x.get(i + 1) - (double) x.get(i) * x.get(i);
      sum += a * a + 100 * b * b;
      g.put(i, (float) (g.get(i) - 2 * a - 400 * b * x.get(i)));
      g.put(i + 1, (float) (g.get(i + 1) + 200 * b));
    }
    return sum;
  }

  /** {@code sum of c_i x_i^2 / 2} with {@code c} from 1 to 10,000, plus an offset. */
  private static double bowl(FloatBuffer x, FloatBuffer g, double offset) {
    double sum = offset;
    for (int i = 0; i < x.limit(); i++) {
      double c = Math.pow(10, 4.0 * i / (x.limit() - 1));
      sum += c * x.get(i) * x.get(i) / 2;
      g.put(i, (float) (c * x.get(i)));
    }
    return sum;
  }

  private static float[] noise(int length) {
    Random random = new Random(11);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Tag("slow")
  @Test
  void adamTakesTheStepsOfPyTorch() throws Exception {
    PyTorch.assumeAvailable();
    JsonNode reference = PyTorch.run("adam.py", List.of());
    for (JsonNode run : reference) {
      Formula function = new Formula(floats(run.get("start")), OptimizerTest::rosenbrock);
      Adam.Moments moments = new Adam.Moments();
      double step = run.get("step").asDouble();
      double beta1 = run.get("beta1").asDouble();
      double beta2 = run.get("beta2").asDouble();
      int half = run.get("iterations").asInt() / 2;
      new Adam(half, step, beta1, beta2, Adam.EPSILON, moments).minimize(function, GO_ON);
      new Adam(half, step, beta1, beta2, Adam.EPSILON, moments)
          .minimize(function, GO_ON); // goes on from there
      double[] expected = doubles(run.get("end"));
      double error = Tolerances.relativeL2(expected, function.variables().array());
      assertTrue(error <= Tolerances.DESCENT, "relative L2 is " + error);
    }
  }

  @Test
  void momentsFitTheVariablesOnceResized() {
    Adam.Moments moments = new Adam.Moments();
    Adam adam = new Adam(3, 0.1, 0.9, 0.99, Adam.EPSILON, moments);
    adam.minimize(new Formula(noise(4), OptimizerTest::rosenbrock), GO_ON);
    Formula larger = new Formula(noise(8), OptimizerTest::rosenbrock);
    assertThrows(IllegalStateException.class, () -> adam.minimize(larger, GO_ON));
    moments.resize(
        values -> {
          float[] twice = new float[8];
          for (int i = 0; i < 8; i++) {
            twice[i] = values[i / 2] - 1e6f; // the square must not become negative
          }
          return twice;
        });
    double loss = adam.minimize(larger, GO_ON).loss();
    assertTrue(Double.isFinite(loss));
  }

  @Test
  void sgdDecaysItsStepsAsKerasDoes() {
    float[] start = {3, -2};
    Formula function =
        new Formula(
            start,
            (x, g) -> {
              g.put(0, 1).put(1, 2);
              return x.get(0) + 2 * x.get(1);
            });
    double decay = Math.pow(0.96, 0.01);
    new Sgd(150, 0.1, decay).minimize(function, GO_ON);
    double moved = 0;
    for (int i = 0; i < 150; i++) {
      moved += 0.1 * Math.pow(0.96, i / 100.0);
    }
    float[] expected = {(float) (3 - moved), (float) (-2 - 2 * moved)};
    assertArrayEquals(expected, function.variables().array(), 1e-4f);
  }

  @Test
  void sgdBeginsAnewWhereItsStepsAreTooLarge() {
    float[] start = {3, -2};
    Formula function =
        new Formula(
            start,
            (x, g) -> {
              g.put(0, 10 * x.get(0)).put(1, 10 * x.get(1));
              return 5 * (x.get(0) * x.get(0) + x.get(1) * x.get(1));
            });
    double loss = new Sgd(50, 1, 1).minimize(function, GO_ON).loss();
    assertTrue(loss < 1e-6, "loss is " + loss);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 301})
  void lbfgsFindsTheMinimumOfRosenbrock(int size) {
    Formula function = new Formula(noise(size), OptimizerTest::rosenbrock);
    double loss = lbfgs(20 * size + 200, 0.01, 100).minimize(function, GO_ON).loss();
    assertTrue(loss < 1e-8, "loss is " + loss + " after " + function.evaluations);
    for (float value : function.variables().array()) {
      assertEquals(1, value, 1e-3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 100})
  void lbfgsMinimizesABowl(int history) {
    Formula function = new Formula(noise(5000), (x, g) -> bowl(x, g, 0));
    double first = function.evaluate();
    List<Double> losses = new ArrayList<>();
    Optimizer.Observer observer = (done, loss) -> losses.add(loss);
    double loss = lbfgs(150, 0.01, history).minimize(function, observer).loss();
    assertTrue(loss < first * (history == 1 ? 1e-2 : 1e-4), first + " became " + loss);
    for (int i = 1; i < losses.size(); i++) {
      assertTrue(losses.get(i) <= losses.get(i - 1) * (1 + 1e-6));
    }
    assertTrue(function.evaluations <= 151);
  }

  /** A sheet that resists bending and is drawn to a wave: its large structures move slowly. */
  @Test
  void aPreconditionerHelpsLbfgsWithLargeStructures() {
    int size = 48;
    double[] losses = new double[2];
    for (int i = 0; i < 2; i++) {
      Formula sheet = new Formula(new float[size * size], (x, g) -> sheet(x, g, size));
      Preconditioner preconditioner =
          i == 0 ? Preconditioner.NONE : new MultilevelPreconditioner(size, size, 1);
      losses[i] = new Lbfgs(30, 0.001, 100, 0, preconditioner).minimize(sheet, GO_ON).loss();
    }
    double lowest =
        lbfgs(2000, 0.001, 100)
            .minimize(new Formula(new float[size * size], (x, g) -> sheet(x, g, size)), GO_ON)
            .loss();
    assertTrue(
        losses[1] - lowest < 0.3 * (losses[0] - lowest),
        losses[0] + " became " + losses[1] + " of " + lowest);
  }

  private static double sheet(FloatBuffer x, FloatBuffer g, int size) {
    double loss = 0;
    for (int i = 0; i < size * size; i++) {
      double pull = x.get(i) - Math.sin(6.0 * (i % size) / size) * Math.cos(4.0 * i / size / size);
      g.put(i, (float) (0.01 * pull));
      loss += 0.005 * pull * pull;
    }
    for (int i = 0; i < size * size; i++) {
      for (int step : new int[] {1, size}) {
        if (step == 1 ? (i + 1) % size == 0 : i + size >= size * size) {
          continue;
        }
        double difference = x.get(i + step) - x.get(i);
        loss += 0.5 * difference * difference;
        g.put(i + step, (float) (g.get(i + step) + difference));
        g.put(i, (float) (g.get(i) - difference));
      }
    }
    return loss;
  }

  private static Lbfgs lbfgs(int evaluations, double firstStep, int history) {
    return new Lbfgs(evaluations, firstStep, history, 0, Preconditioner.NONE);
  }

  /** A large constant hides the decrease of the loss; a search that trusts it would stop. */
  @Test
  void lbfgsSurvivesTheNoiseOfSinglePrecision() {
    Formula function = new Formula(noise(500), (x, g) -> (float) bowl(x, g, 1e7));
    lbfgs(200, 0.01, 100).minimize(function, GO_ON);
    double left = bowl(function.variables(), FloatBuffer.allocate(500), 0);
    assertTrue(left < 10, "still " + left);
  }

  @Test
  void lbfgsTakesOneEvaluationForAStep() {
    Formula function = new Formula(noise(2000), (x, g) -> bowl(x, g, 0));
    List<Integer> told = new ArrayList<>();
    lbfgs(100, 0.01, 100).minimize(function, (done, loss) -> told.add(done));
    assertTrue(told.size() >= 90, told.size() + " steps in 100 evaluations");
    assertEquals(100, function.evaluations);
  }

  /** A step whose two evaluations lie on both sides of the end of a round ends it too. */
  @Test
  void lbfgsForgetsAtTheEndOfARoundHoweverThatIsReached() {
    int round = 6;
    float firstStep = 0.001f;
    List<float[]> points = new ArrayList<>();
    Formula function =
        new Formula(
            noise(50),
            (x, g) -> {
              points.add(x.array().clone());
              double loss = bowl(x, g, 0);
              return points.size() == round ? Double.NaN : loss; // then the step is too long
            });
    new Lbfgs(round + 2, firstStep, 10, round, Preconditioner.NONE).minimize(function, GO_ON);
    float[] before = points.get(round);
    float[] after = points.get(round + 1);
    double squares = 0;
    for (int i = 0; i < before.length; i++) {
      squares += Math.pow(after[i] - before[i], 2);
    }
    assertEquals(firstStep, Math.sqrt(squares / before.length), 1e-3 * firstStep);
  }

  @Test
  void lbfgsBacksOffFromWhereTheLossIsNoNumber() {
    Formula function =
        new Formula(
            new float[] {1},
            (x, g) -> {
              g.put(0, 1 - 1 / x.get(0));
              return x.get(0) - Math.log(x.get(0)); // NaN below 0, minimum at 1
            });
    function.variables().put(0, 5f);
    lbfgs(60, 20, 10).minimize(function, GO_ON);
    assertEquals(1, function.variables().get(0), 1e-3);
  }

  @Test
  void aFlatFunctionEndsAtOnce() {
    Formula function =
        new Formula(
            new float[3],
            (x, g) -> {
              g.put(0, 0).put(1, 0).put(2, 0);
              return 5;
            });
    Optimizer.Outcome outcome = lbfgs(100, 1, 10).minimize(function, GO_ON);
    assertEquals(new Optimizer.Outcome(5, false), outcome);
    assertEquals(1, function.evaluations);
  }

  @Test
  void theObserverStopsThem() {
    for (Optimizer optimizer :
        List.of(
            lbfgs(100, 0.01, 10),
            new Adam(100, 0.01, 0.9, 0.999, Adam.EPSILON, new Adam.Moments()),
            new Sgd(100, 1e-4, 1))) {
      Formula function = new Formula(noise(10), OptimizerTest::rosenbrock);
      Optimizer.Outcome outcome = optimizer.minimize(function, (done, loss) -> done < 3);
      assertTrue(outcome.canceled());
      assertTrue(function.evaluations <= 4, optimizer + ": " + function.evaluations);
      assertFalse(Double.isNaN(outcome.loss()));
    }
  }

  @Test
  void aLossThatIsNoNumberIsAnError() {
    for (Optimizer optimizer :
        List.of(
            lbfgs(5, 1, 10),
            new Adam(5, 0.01, 0.9, 0.999, Adam.EPSILON, new Adam.Moments()),
            new Sgd(5, 1, 1))) {
      Formula function = new Formula(new float[2], (x, g) -> Double.NaN);
      assertThrows(IllegalStateException.class, () -> optimizer.minimize(function, GO_ON));
    }
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }

  private static float[] floats(JsonNode array) {
    double[] values = doubles(array);
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
