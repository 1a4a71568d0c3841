package neuralart.plan.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import neuralart.device.Device;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.network.node.Convolution;
import neuralart.network.node.Image;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Relu;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Engine;
import neuralart.plan.Plan;
import neuralart.plan.opencl.Calls.Kind;
import neuralart.reference.Buffers;
import neuralart.step.DeviceException;
import neuralart.step.Executor;
import neuralart.step.Weights;
import neuralart.step.Window;
import neuralart.step.Window.Padding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A device that fails in all ways, and what a plan makes of it. */
class FaultsTest {
  private static final int HEIGHT = 9;
  private static final int WIDTH = 12;
  private static final int CHANNELS = 4;
  private static final int NEVER = -1;

  /** A plan makes more of some kind, so that each of the first so many fails. */
  private static final int CALLS = 25;

  private static final int MOST_FAILURES = 8;

  /** More than a plan compiles. */
  private static final int PROGRAMS = 12;

  private final Random random = new Random(1);
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private Kind failing = Kind.BUILD;
  private int callsUntilFailure = NEVER;
  private int failures;
  private String name = "";

  @BeforeAll
  static void requireDevice() {
    assumeFalse(OpenClTestDevices.executors().isEmpty(), OpenClTestDevices.MISSING);
  }

  @BeforeEach
  void listen() {
    Device.tell(lines::add);
  }

  @AfterEach
  void stopListening() {
    Device.tell(line -> {});
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theProcessorGoesOnWhereACallFails(Kind kind) {
    float[] pixels = pixels();
    for (int call = 0; call < 2; call++) {
      lines.clear();
      try (Network network = network();
          DeviceContext context = watched("faulty " + kind + call)) {
        Executor device = new OpenClExecutor(context);
        failing = kind;
        callsUntilFailure = call;
        float[] expected = gradient(Engine.processor(), network, pixels);
        float[] actual = gradient(device, network, pixels);
        assertArrayEquals(expected, actual);
        assertEquals(1, lines.size(), () -> "lines of the log: " + lines);
        assertTrue(lines.get(0).contains("faulty " + kind + call), lines.get(0));
        assertEquals(1, lines.get(0).lines().count());
      }
    }
  }

  @Test
  void aDeviceThatFailsWhileRunningLeavesTheImageAsItIs() {
    float[] pixels = pixels();
    try (Network network = network();
        DeviceContext context = watched("faulty in between");
        Plan plan = draft(new OpenClExecutor(context), network).allocate();
        Plan processor = draft(Engine.processor(), network).allocate()) {
      plan.image().put(0, pixels);
      processor.image().put(0, pixels);
      plan.evaluate();
      double expected = processor.evaluate();
      assertEquals(List.of(), lines);
      failing = Kind.ENQUEUE;
      callsUntilFailure = 4;
      var gradient = plan.gradient();
      assertEquals(expected, plan.evaluate());
      assertEquals(expected, plan.evaluate());
      assertArrayEquals(Buffers.floats(processor.gradient()), Buffers.floats(gradient));
      assertArrayEquals(
          Buffers.floats(processor.activation("last")), Buffers.floats(plan.activation("last")));
      assertEquals(1, lines.size());
    }
  }

  @Test
  void activationsAreThereAlthoughTheyCannotBeRead() {
    float[] pixels = pixels();
    try (Network network = network();
        DeviceContext context = watched("faulty at the end");
        Plan plan =
            Draft.of(new OpenClExecutor(context), network, HEIGHT, WIDTH, List.of(), Set.of("last"))
                .allocate();
        Plan processor = draft(Engine.processor(), network).allocate()) {
      plan.image().put(0, pixels);
      processor.image().put(0, pixels);
      processor.forward();
      plan.forward();
      failing = Kind.READ;
      callsUntilFailure = 0;
      assertArrayEquals(
          Buffers.floats(processor.activation("last")), Buffers.floats(plan.activation("last")));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nothingIsLeftOfAHundredPlans(Kind kind) {
    DeviceContext context = watched("faulty often " + kind);
    Executor device = new OpenClExecutor(context);
    failing = kind;
    int before = context.calls().live();
    int programs = 0;
    for (int plan = 0; plan < 100; plan++) {
      callsUntilFailure = plan % CALLS;
      try (Network network = network()) {
        gradient(device, network, pixels());
      }
      int left = context.calls().live() - before;
      assertTrue(left >= programs && left <= PROGRAMS, kind + ": " + left + " are left");
      programs = left; // what compiled is kept for the next plan
    }
    assertTrue(failures >= (kind == Kind.BUILD ? 2 : MOST_FAILURES), kind + ": " + failures);
    callsUntilFailure = NEVER;
    context.close();
    assertEquals(0, context.calls().live());
  }

  @Test
  void nothingIsLeftOfADeviceThatCannotBeHad() {
    for (int call = 0; call < 2; call++) {
      failing = Kind.ALLOCATE;
      callsUntilFailure = call;
      assertThrows(DeviceException.class, () -> watched("not to be had"));
      assertEquals(NEVER, callsUntilFailure);
    }
  }

  private DeviceContext watched(String newName) {
    name = newName;
    return OpenClTestDevices.watched(newName, this::call);
  }

  private void call(Kind kind) {
    if (kind == failing && callsUntilFailure != NEVER && --callsUntilFailure == NEVER) {
      failures++;
      throw new DeviceException(name + " was made to fail", false);
    }
  }

  private static float[] gradient(Executor executor, Network network, float[] pixels) {
    try (Plan plan = draft(executor, network).allocate()) {
      plan.image().put(0, pixels);
      plan.evaluate();
      return Buffers.floats(plan.gradient());
    }
  }

  private static Draft draft(Executor executor, Network network) {
    List<Objective> objectives =
        List.of(new ActivationEnergy("last", -1, 0, ActivationEnergy.Mean.LAYER));
    return Draft.of(executor, network, HEIGHT, WIDTH, objectives, Set.of("last"));
  }

  private float[] pixels() {
    float[] pixels = new float[HEIGHT * WIDTH * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  private Network network() {
    Window window = new Window(3, 3, 1, 1, Padding.SAME);
    List<Vertex> vertices =
        List.of(
            new Vertex("image", new Image(3), List.of()),
            new Vertex("convolution", convolution(window), List.of(0)),
            new Vertex("relu", new Relu(), List.of(1)),
            new Vertex("last", new MaxPooling(new Window(2, 2, 2, 2, Padding.VALID)), List.of(2)));
    return new Network("small", Preprocessing.SYMMETRIC_RGB, vertices);
  }

  private Convolution convolution(Window window) {
    float[] kernel = new float[9 * 3 * CHANNELS];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) random.nextGaussian();
    }
    return new Convolution(window, Weights.of(kernel, 3, 3, 3, CHANNELS), Weights.zeros(CHANNELS));
  }
}
