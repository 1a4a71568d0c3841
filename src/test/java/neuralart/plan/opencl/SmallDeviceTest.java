package neuralart.plan.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import neuralart.device.Device;
import neuralart.device.OpenClDevice;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Engine;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.reference.Tolerances;
import neuralart.step.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device with too little memory: strips first, then the processor. */
class SmallDeviceTest {
  private static final int HEIGHT = 160;
  private static final int WIDTH = 24;

  /** Of a device's memory that plans may take. */
  private static final double SHARE = 0.9;

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final float[] pixels = new float[HEIGHT * WIDTH * 3];

  @BeforeAll
  static void requireDevice() {
    assumeFalse(OpenClTestDevices.executors().isEmpty(), OpenClTestDevices.MISSING);
  }

  @BeforeEach
  void begin() {
    Device.tell(lines::add);
    Random random = new Random(1);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (40 * random.nextGaussian());
    }
  }

  @AfterEach
  void stopListening() {
    Device.tell(line -> {});
  }

  @Test
  void whereTheWholeImageDoesNotFitStripsDo() {
    try (Network network = Models.load("builtin");
        DeviceContext large = device(Long.MAX_VALUE);
        DeviceContext small = device((long) (bytes(large, network) / SHARE) - 1)) {
      Draft draft = draft(new OpenClExecutor(small), network);
      assertTrue(draft.strips().isPresent());
      assertTrue(small.hasRoom(draft.bytes(), 0));
      float[] cut = gradient(draft);
      assertTrue(small.taken() <= SHARE * small.device().memory());
      float[] whole = gradient(draft(new OpenClExecutor(large), network));
      double error = Tolerances.relativeL2(Buffers.doubles(FloatBuffer.wrap(whole)), cut);
      assertTrue(error <= Tolerances.STRIPS, "relative L2 is " + error);
      assertEquals(List.of(), lines);
    }
  }

  @Test
  void whereStripsDoNotFitTheProcessorComputes() {
    try (Network network = Models.load("builtin");
        DeviceContext tiny = device(100_000)) {
      float[] actual = gradient(draft(new OpenClExecutor(tiny), network));
      assertEquals(0, tiny.taken());
      assertArrayEquals(gradient(draft(Engine.processor(), network)), actual);
      assertEquals(1, lines.size(), () -> "lines of the log: " + lines);
      assertTrue(lines.get(0).endsWith("can't give memory: out of device memory"), lines.get(0));
    }
  }

  private static long bytes(DeviceContext context, Network network) {
    Draft draft = draft(new OpenClExecutor(context), network);
    assertEquals(Optional.empty(), draft.strips());
    return draft.bytes();
  }

  private static Draft draft(Executor executor, Network network) {
    List<Objective> objectives = List.of(new ActivationEnergy("block2_conv2", -1, 0, Mean.LAYER));
    return Draft.of(executor, network, HEIGHT, WIDTH, objectives, Set.of());
  }

  private float[] gradient(Draft draft) {
    try (Plan plan = draft.allocate()) {
      plan.image().put(0, pixels);
      plan.evaluate();
      return Buffers.floats(plan.gradient());
    }
  }

  private static DeviceContext device(long memory) {
    OpenClDevice device = OpenClTestDevices.limitedAndNot().get(0);
    OpenClDevice small =
        new OpenClDevice(
            device.id(),
            device.name(),
            device.driver(),
            device.isProcessor(),
            device.hasOwnMemory(),
            device.speed(),
            Math.min(memory, device.memory()),
            device.largestBuffer(),
            device.localMemory(),
            device.workGroup(),
            device.hasDoubles());
    Choice first = (what, ways, of) -> ways.get(0).binding().get();
    return new DeviceContext(small, first, kind -> {});
  }
}
