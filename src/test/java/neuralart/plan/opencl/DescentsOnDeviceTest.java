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
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import neuralart.optimize.Adam;
import neuralart.optimize.Affine;
import neuralart.optimize.AnnealedAdam;
import neuralart.optimize.BlurredGradient;
import neuralart.optimize.Constraint;
import neuralart.optimize.DecorrelatedColors;
import neuralart.optimize.FourierImage;
import neuralart.optimize.GradientDescent;
import neuralart.optimize.GradientNormalization;
import neuralart.optimize.Iterates;
import neuralart.optimize.Jitter;
import neuralart.optimize.LaplacianGradient;
import neuralart.optimize.LossCurves;
import neuralart.optimize.LossFunction;
import neuralart.optimize.NoisyImage;
import neuralart.optimize.Optimizer;
import neuralart.optimize.PhaseSpectrum;
import neuralart.optimize.RandomWarp;
import neuralart.optimize.Sgd;
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
import org.junit.jupiter.params.provider.MethodSource;

/** Whole iterations on a device: steps, what becomes of image and gradient between, failures. */
class DescentsOnDeviceTest {
  private static final int HEIGHT = 37;
  private static final int WIDTH = 50;
  private static final int CHANNELS = 8;

  /** Of an image that the network sees parts of. */
  private static final int SIDE = 44;

  private static final int ITERATIONS = 8;
  private static final float[] LOWEST = {-2, -1.5f, -1};
  private static final float[] HIGHEST = {2, 1.5f, 1};

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

  /** Minimises the loss of a plan; tells an observer; returns the result. */
  private interface Descent {
    float[] run(Plan plan, LossFunction loss, Optimizer.Observer observer);
  }

  /** Optimisers, and functions around the loss. */
  private record Case(String name, UnaryOperator<LossFunction> around, Descent descent) {
    /** Whether what is done again after a failure is what was done before: nothing is by chance. */
    boolean isRepeatable() {
      return !List.of("as dreams", "in a range", "annealed").contains(name);
    }

    Case(String name, UnaryOperator<LossFunction> around, Optimizer optimizer) {
      this(
          name,
          around,
          (plan, loss, observer) -> {
            optimizer.minimize(loss, observer);
            return Buffers.floats(plan.image());
          });
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    UnaryOperator<LossFunction> nothing = loss -> loss;
    UnaryOperator<LossFunction> blurred =
        loss -> new BlurredGradient(jittered(loss), WIDTH, 3, ITERATIONS);
    UnaryOperator<LossFunction> levelled = loss -> new LaplacianGradient(loss, WIDTH, 3);
    float[] mask = new float[HEIGHT * WIDTH];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % 11 / 10f;
    }
    Constraint soft = Constraint.softRange(LOWEST, HIGHEST, 0.3);
    Constraint own =
        (variables, step) -> {
          for (int i = 0; i < step.limit(); i++) {
            step.put(i, Math.max(step.get(i), variables.get(i) / -2));
          }
        };
    return Stream.of(
        new Case(
            "as dreams",
            blurred,
            descent(
                GradientNormalization.STANDARD_DEVIATION,
                Constraint.calmColors(3, 0.5f).and(soft).and(Constraint.mask(mask, 3)))),
        new Case(
            "in a range",
            DescentsOnDeviceTest::jittered,
            descent(GradientNormalization.MEAN_ABSOLUTE, Constraint.range(LOWEST, HIGHEST))),
        new Case("by a loop", nothing, descent(GradientNormalization.ROOT_MEAN_SQUARE, own)),
        new Case(
            "levels", levelled, descent(GradientNormalization.ROOT_MEAN_SQUARE, Constraint.NONE)),
        new Case("SGD", nothing, new Sgd(ITERATIONS, 40, 0.9)),
        new Case("SGD begins anew", nothing, new Sgd(ITERATIONS, 1e5, 0.9)),
        new Case("annealed", blurred, new AnnealedAdam(ITERATIONS, 0.05)),
        new Case("Adam in rounds", nothing, DescentsOnDeviceTest::adam));
  }

  private static Optimizer descent(GradientNormalization normalization, Constraint constraint) {
    double step = normalization == GradientNormalization.L2 ? 5 : 0.05;
    double never = Double.NEGATIVE_INFINITY;
    return new GradientDescent(ITERATIONS, step, normalization, never, false, constraint);
  }

  private static LossFunction jittered(LossFunction loss) {
    return new Jitter(loss, WIDTH, 3, 8, new Random(5));
  }

  /** Two descents, of which the second goes on from the first, in a range, and their mean. */
  private static float[] adam(Plan plan, LossFunction loss, Optimizer.Observer observer) {
    Adam.Moments moments = new Adam.Moments();
    Iterates iterates = new Iterates(LOWEST, HIGHEST, 0.7, plan.image());
    for (int round = 0; round < 2; round++) {
      int before = round * ITERATIONS / 2;
      new Adam(ITERATIONS / 2, 0.1, 0.8, 0.99, 1e-6, moments, iterates)
          .minimize(loss, (done, value) -> observer.iteration(before + done, value));
    }
    return iterates.result(plan.image());
  }

  /** Where a descent ends, and the losses on the way. */
  private record Course(float[] result, List<Double> losses) {}

  @ParameterizedTest
  @MethodSource("cases")
  void stepsAreThoseOfTheProcessor(Case each) {
    try (Network network = network()) {
      Course expected = descend(Engine.processor(), network, each, plan -> {});
      for (Executor device : OpenClTestDevices.executors()) {
        Course actual = descend(device, network, each, plan -> {});
        assertEquals(ITERATIONS, actual.losses.size());
        for (int i = 0; i < ITERATIONS; i++) {
          double loss = expected.losses.get(i);
          assertEquals(loss, actual.losses.get(i), loss * Tolerances.DESCENT, "step " + i);
        }
        double[] wanted = new double[start.length];
        float[] moved = new float[start.length];
        for (int i = 0; i < start.length; i++) {
          wanted[i] = expected.result[i] - start[i];
          moved[i] = actual.result[i] - start[i];
        }
        double error = Tolerances.relativeL2(wanted, moved);
        assertTrue(error <= Tolerances.DEVICE_DESCENT, "relative L2 is " + error);
      }
    }
  }

  /** What makes an image of other variables, and lets the network see it. */
  static Stream<Case> canvases() {
    UnaryOperator<LossFunction> warped =
        loss -> {
          Random random = new Random(3);
          double[] scales = {0.93, 1.04};
          double[] degrees = {-7, 9};
          float[] surround = {0.1f, -0.2f, 0.3f};
          Supplier<List<Affine>> transforms =
              () ->
                  List.of(
                      Affine.shiftAndScale(4, scales, random)
                          .after(Affine.rotationAndShift(degrees, 5, random)),
                      Affine.crop(0.6, 3.2, -2.7));
          int[] view = {HEIGHT, WIDTH};
          return new RandomWarp(loss, view, new int[] {SIDE, SIDE + 3}, surround, transforms);
        };
    UnaryOperator<LossFunction> colored =
        loss -> new DecorrelatedColors(warped.apply(loss), Preprocessing.IMAGENET_BGR);
    UnaryOperator<LossFunction> spectrum =
        loss -> new FourierImage(colored.apply(loss), SIDE, SIDE + 3, 3, 0.3, new Random(4));
    UnaryOperator<LossFunction> phases =
        loss -> {
          float[] noise = {0.1f, 0.2f, 0};
          LossFunction noisy = new NoisyImage(loss, noise, new SplittableRandom(6));
          float[] magnitudes = noise(SIDE * 3 * ((SIDE + 3) / 2 + 1));
          return new PhaseSpectrum(spectrum.apply(noisy), magnitudes, new Random(8));
        };
    return Stream.of(
        new Case("warped", warped, new Sgd(2, 10, 0.5)),
        new Case("colored", colored, new Sgd(2, 1e-2, 0.5)),
        new Case("spectrum", spectrum, new Sgd(2, 1e-2, 0.5)),
        new Case("phases", phases, new Sgd(2, 1e-4, 0.5)));
  }

  @ParameterizedTest
  @MethodSource("canvases")
  void variablesThatBecomeAnImageAreChangedThere(Case each) {
    List<Kind> calls = new ArrayList<>();
    try (Network network = network();
        DeviceContext context = OpenClTestDevices.watched("watched " + each, calls::add)) {
      double[] expected = moved(Engine.processor(), network, each);
      List<Executor> devices = new ArrayList<>(OpenClTestDevices.executors());
      devices.add(new OpenClExecutor(context));
      for (Executor device : devices) {
        double[] actual = moved(device, network, each);
        float[] values = new float[actual.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) actual[i];
        }
        double error = Tolerances.relativeL2(expected, values);
        System.out.printf("Changes of what is %s: %.3g%n", each, error);
        assertTrue(error <= Tolerances.DEVICE_DESCENT, "relative L2 is " + error);
      }
    }
  }

  /** How far variables move in a descent. */
  private double[] moved(Executor executor, Network network, Case each) {
    float[] gram = new float[CHANNELS * CHANNELS];
    List<Objective> objectives = List.of(new GramDistance("relu", 1, gram));
    try (Plan plan = Draft.of(executor, network, HEIGHT, WIDTH, objectives, Set.of()).allocate()) {
      LossFunction loss = each.around.apply(LossFunction.of(plan));
      float[] before = Buffers.floats(loss.variables());
      each.descent.run(plan, loss, (done, value) -> true);
      float[] after = Buffers.floats(loss.variables());
      return IntStream.range(0, before.length).mapToDouble(i -> after[i] - before[i]).toArray();
    }
  }

  /** Only sums come back, and numbers go there, unless someone asks for the image. */
  @Test
  void theImageStaysThere() {
    List<Kind> calls = new ArrayList<>();
    DeviceContext context = OpenClTestDevices.watched("watched", calls::add);
    List<Integer> reads = new ArrayList<>();
    List<Integer> writes = new ArrayList<>();
    try (Network network = network()) {
      Case dream = cases().findFirst().orElseThrow();
      descend(
          new OpenClExecutor(context),
          network,
          dream,
          plan -> {
            reads.add((int) calls.stream().filter(kind -> kind == Kind.READ).count());
            writes.add((int) calls.stream().filter(kind -> kind == Kind.WRITE).count());
            calls.clear();
          });
    }
    context.close();
    for (int i = 1; i < ITERATIONS; i++) {
      assertEquals(2, reads.get(i)); // the sums of the loss, and of the gradient
      assertEquals(3, writes.get(i)); // an offset, the weights of a blur, the size of a step
    }
  }

  /** At any call: the descent goes on, on the processor, as it does there, and one line says so. */
  @ParameterizedTest
  @MethodSource("cases")
  void aDescentGoesOnWhereADeviceFails(Case each) {
    Device.tell(lines::add);
    List<Kind> calls = new ArrayList<>();
    failing("counting", each, calls::add);
    double[] expected = onProcessor(each);
    for (int share = 1; share < 8; share++) {
      lines.clear();
      callsUntilFailure = share * calls.size() / 8;
      String name = each + " failing " + share;
      Course course = failing(name, each, kind -> call(name));
      assertEquals(1, lines.size(), () -> "lines of the log: " + lines);
      assertEquals(ITERATIONS, course.losses.size());
      if (each.isRepeatable()) {
        double error = Tolerances.relativeL2(expected, course.result);
        assertTrue(error <= Tolerances.DEVICE_DESCENT, name + ": relative L2 is " + error);
      }
    }
  }

  /** What has been seen isn't computed again. */
  @Test
  void aDescentGoesOnFromWhatCameBack() {
    Device.tell(lines::add);
    LossCurves curves = new LossCurves();
    curves.nextSize();
    Case counted = new Case("counted", loss -> curves.meter(loss, 1), DescentsOnDeviceTest::adam);
    DeviceContext context = OpenClTestDevices.watched("seen", kind -> call("seen"));
    try (Network network = network()) {
      double[] expected = onProcessor(counted);
      Course course =
          descend(
              new OpenClExecutor(context),
              network,
              counted,
              plan -> {
                plan.image();
                callsUntilFailure = curves.losses().count() == ITERATIONS + 4 ? 10 : -1;
              });
      assertEquals(2 * ITERATIONS, curves.losses().count());
      double error = Tolerances.relativeL2(expected, course.result);
      assertTrue(error <= Tolerances.DEVICE_DESCENT, "relative L2 is " + error);
      assertEquals(1, lines.size(), () -> "lines of the log: " + lines);
    }
    context.close();
    assertEquals(0, context.calls().live());
  }

  private Course failing(String name, Case each, Consumer<Kind> watcher) {
    DeviceContext context = OpenClTestDevices.watched(name, watcher);
    Course course;
    try (Network network = network()) {
      course = descend(new OpenClExecutor(context), network, each, plan -> {});
    }
    context.close();
    assertEquals(0, context.calls().live());
    return course;
  }

  private double[] onProcessor(Case each) {
    try (Network network = network()) {
      float[] result = descend(Engine.processor(), network, each, plan -> {}).result;
      return IntStream.range(0, result.length).mapToDouble(i -> result[i]).toArray();
    }
  }

  private void call(String name) {
    if (callsUntilFailure >= 0 && --callsUntilFailure < 0) {

      throw new DeviceException(name + " was made to fail", false);
    }
  }

  private Course descend(Executor executor, Network network, Case each, Consumer<Plan> afterEach) {
    List<Double> losses = new ArrayList<>();
    float[] gram = new float[CHANNELS * CHANNELS];
    Arrays.fill(gram, 0.1f);
    List<Objective> objectives =
        List.of(
            new ContentDistance("relu", 1, target, Reduction.MEAN),
            new GramDistance("relu", 1, gram));
    try (Plan plan = Draft.of(executor, network, HEIGHT, WIDTH, objectives, Set.of()).allocate()) {
      plan.image().put(0, start);
      float[] result =
          each.descent.run(
              plan,
              each.around.apply(LossFunction.of(plan)),
              (done, loss) -> {
                losses.add(loss);
                afterEach.accept(plan);
                return true;
              });
      return new Course(result, losses);
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
