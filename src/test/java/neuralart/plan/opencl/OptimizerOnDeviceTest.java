package neuralart.plan.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import neuralart.device.Device;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.network.node.Convolution;
import neuralart.network.node.Image;
import neuralart.network.node.Relu;
import neuralart.objective.ContentDistance;
import neuralart.objective.GramDistance;
import neuralart.objective.Objective;
import neuralart.objective.Reduction;
import neuralart.optimize.Lbfgs;
import neuralart.optimize.LossFunction;
import neuralart.optimize.MultilevelPreconditioner;
import neuralart.optimize.Preconditioner;
import neuralart.plan.Draft;
import neuralart.plan.Engine;
import neuralart.plan.Plan;
import neuralart.plan.opencl.Calls.Kind;
import neuralart.reference.Buffers;
import neuralart.reference.Tolerances;
import neuralart.step.DeviceException;
import neuralart.step.Executor;
import neuralart.step.Weights;
import neuralart.step.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** L-BFGS with its vectors on a device, and what becomes of it when that fails. */
class OptimizerOnDeviceTest {
  private static final int HEIGHT = 41;
  private static final int WIDTH = 54;
  private static final int CHANNELS = 8;

  /** So many that what is remembered is overwritten. */
  private static final int EVALUATIONS = 14;

  private static final int HISTORY = 5;

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final float[] start = noise(3 * HEIGHT * WIDTH);
  private final float[] target = noise(CHANNELS * HEIGHT * WIDTH);
  private int callsUntilFailure = -1;

  @BeforeAll
  static void requireDevice() {
    assumeFalse(OpenClTestDevices.executors().isEmpty(), OpenClTestDevices.MISSING);
  }

  @AfterEach
  void stopListening() {
    Device.tell(line -> {});
  }

  /** Where a descent ends, and the losses on the way. */
  private record Descent(float[] variables, List<Double> losses) {}

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stepsAreThoseOfTheProcessor(boolean multilevel) {
    Preconditioner preconditioner =
        multilevel ? new MultilevelPreconditioner(HEIGHT, WIDTH, 3) : Preconditioner.NONE;
    try (Network network = network()) {
      Descent expected = descend(Engine.processor(), network, preconditioner);
      for (Executor device : OpenClTestDevices.executors()) {
        Descent actual = descend(device, network, preconditioner);
        for (int i = 0; i < EVALUATIONS; i++) {
          double loss = expected.losses.get(i);
          assertEquals(loss, actual.losses.get(i), loss * Tolerances.DESCENT, "step " + i);
        }
        double[] wanted = new double[start.length];
        float[] moved = new float[start.length];
        for (int i = 0; i < start.length; i++) {
          wanted[i] = expected.variables[i] - start[i];
          moved[i] = actual.variables[i] - start[i];
        }
        double error = Tolerances.relativeL2(wanted, moved);
        assertTrue(error <= Tolerances.DEVICE_DESCENT, "relative L2 is " + error);
      }
    }
  }

  /** A preconditioner that is no step of a device is applied in the computer's memory. */
  @Test
  void aPreconditionerMayBeALoop() {
    Preconditioner halves =
        vector -> {
          for (int i = 0; i < vector.limit(); i++) {
            vector.put(i, vector.get(i) / 2);
          }
        };
    try (Network network = network()) {
      Descent expected = descend(Engine.processor(), network, halves);
      Descent actual = descend(OpenClTestDevices.executors().get(0), network, halves);
      double loss = expected.losses.get(EVALUATIONS - 1);
      assertEquals(loss, actual.losses.get(EVALUATIONS - 1), loss * Tolerances.DESCENT);
    }
  }

  /** At any call: the descent goes on, on the processor, and one line says so. */
  @Test
  void aDescentGoesOnWhereADeviceFails() {
    Device.tell(lines::add);
    List<Kind> calls = new ArrayList<>();
    double reached = reached("counting", calls::add);
    for (int share = 1; share < 8; share++) {
      lines.clear();
      callsUntilFailure = share * calls.size() / 8;
      String name = "failing " + share;
      double loss = reached(name, kind -> call(name));
      assertEquals(1, lines.size(), () -> "lines of the log: " + lines);
      assertTrue(loss < 2 * reached, reached + " became " + loss);
    }
  }

  private double reached(String name, Consumer<Kind> watcher) {
    DeviceContext context = OpenClTestDevices.watched(name, watcher);
    double loss;
    try (Network network = network()) {
      Descent descent = descend(new OpenClExecutor(context), network, Preconditioner.NONE);
      assertEquals(EVALUATIONS, descent.losses.size(), 1);
      loss = descent.losses.get(descent.losses.size() - 1);
    }
    context.close();
    assertEquals(0, context.calls().live());
    return loss;
  }

  private void call(String name) {
    if (callsUntilFailure >= 0 && --callsUntilFailure < 0) {
      throw new DeviceException(name + " was made to fail", false);
    }
  }

  private Descent descend(Executor executor, Network network, Preconditioner preconditioner) {
    List<Double> losses = new ArrayList<>();
    float[] gram = new float[CHANNELS * CHANNELS];
    Arrays.fill(gram, 0.1f);
    List<Objective> objectives =
        List.of(
            new ContentDistance("relu", 1, target, Reduction.MEAN),
            new GramDistance("relu", 1, gram));
    try (Plan plan = Draft.of(executor, network, HEIGHT, WIDTH, objectives, Set.of()).allocate()) {
      plan.image().put(0, start);
      new Lbfgs(EVALUATIONS, 0.01, HISTORY, 0, preconditioner)
          .minimize(LossFunction.of(plan), (done, loss) -> losses.add(loss));
      return new Descent(Buffers.floats(plan.image()), losses);
    }
  }

  private static Network network() {
    Window window = new Window(3, 3, 1, 1, Window.Padding.SAME);
    Weights kernel = Weights.of(noise(9 * 3 * CHANNELS), 3, 3, 3, CHANNELS);
    return new Network(
        "small",
        Preprocessing.SYMMETRIC_RGB,
        List.of(
            new Vertex("image", new Image(3), List.of()),
            new Vertex("convolution", new Convolution(window, kernel), List.of(0)),
            new Vertex("relu", new Relu(), List.of(1))));
  }

  private static float[] noise(int length) {
    Random random = new Random(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
