package neuralart.plan;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import neuralart.device.Memory;
import neuralart.device.MemoryShortageException;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.objective.ActivationMean;
import neuralart.objective.GramDistance;
import neuralart.objective.Objective;
import neuralart.reference.Buffers;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plans that keep within a budget, or say that they can't. */
class MemoryBudgetTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final int BUDGETS = 40;
  private static final String REFUSAL =
      "Not enough memory: [^\n]* needs [0-9.]+ [MG]B, [0-9.]+ [MG]B (of the given [0-9.]+ [MG]B )?are free[^\n]*";

  private final Random random = new Random(11);

  private static List<Objective> objectives(Network network) {
    int channels = network.layer("block2_conv1").channels();
    return List.of(
        new GramDistance("block2_conv1", 1, new float[channels * channels]),
        new ActivationMean("block4_conv2", -1, List.of()));
  }

  @Test
  void stripsGiveTheSameInLessMemory() {
    try (Network network = Models.load("builtin")) {
      float[] image = image(300, 90);
      float[] whole = gradient(network, 300, 90, image, 1000);
      for (int megabytes : new int[] {24, 12}) {
        float[] cut = gradient(network, 300, 90, image, megabytes);
        double error = Tolerances.relativeL2(doubles(whole), cut);
        assertTrue(error <= Tolerances.STRIPS, megabytes + " MB: relative L2 is " + error);
      }
    }
  }

  /** The transformed kernels of a faster way to convolve take more than the budget. */
  @Test
  void aFasterWayIsNoReasonToRefuse() {
    int megabytes = 4;
    float[] image = image(32, 32);
    try (Network network = StripNetworks.of("wide")) {
      List<Objective> objectives = List.of(new ActivationMean("late", -1, List.of()));
      float[] slow = gradient(network, 32, 32, objectives, image, megabytes);
      long bytes = Draft.of(network, 32, 32, objectives, Set.of()).bytes();
      assertTrue(bytes > megabytes * MEBIBYTE, bytes + " bytes");
      float[] fast = gradient(network, 32, 32, objectives, image, 1000);
      double error = Tolerances.relativeL2(doubles(fast), slow);
      assertTrue(error > 0 && error <= Tolerances.GRADIENT, "relative L2 is " + error);
    }
  }

  private static float[] gradient(
      Network network, int height, int width, float[] image, int megabytes) {
    return gradient(network, height, width, objectives(network), image, megabytes);
  }

  private static float[] gradient(
      Network network,
      int height,
      int width,
      List<Objective> objectives,
      float[] image,
      int megabytes) {
    List<float[]> gradients = new ArrayList<>();
    Memory.within(
        (long) megabytes * MEBIBYTE,
        line -> {},
        () -> {
          Draft draft = Draft.of(network, height, width, objectives, Set.of());
          try (Plan plan = draft.allocate()) {
            assertTrue(plan.bytes() <= (long) megabytes * MEBIBYTE);
            plan.image().put(0, image);
            plan.evaluate();
            gradients.add(Buffers.floats(plan.gradient()));
          }
        });
    return gradients.get(0);
  }

  @Test
  @Tag("slow")
  void randomBudgetsAreKeptOrRefusedInOneLine() {
    int done = 0;
    try (Network network = Models.load("builtin")) {
      for (int i = 0; i < BUDGETS; i++) {
        int height = 40 + random.nextInt(400);
        int width = 40 + random.nextInt(200);
        int megabytes = 1 + (int) Math.pow(2, 8 * random.nextDouble());
        try {
          float[] cut = gradient(network, height, width, image(height, width), megabytes);
          assertFalse(Float.isNaN(cut[0]));
          done++;
        } catch (MemoryShortageException e) {
          String message = e.getMessage();
          assertTrue(message.matches(REFUSAL), message);
        }
      }
    }
    assertTrue(done > 0 && done < BUDGETS, done + " budgets sufficed");
  }

  @Test
  void theWayIsSaidInWords() {
    try (Network network = Models.load("builtin")) {
      List<String> lines = new ArrayList<>();
      Memory.within(
          12 * MEBIBYTE,
          lines::add,
          () -> Draft.of(network, 300, 90, objectives(network), Set.of()).allocate().close());
      assertEquals(1, lines.size());
      String line = lines.get(0);
      assertTrue(line.matches(".* 90 x 300 .* [0-9]+ strips up to layer '[a-z0-9_]+'.*"), line);
      Draft draft = Draft.of(network, 30, 30, objectives(network), Set.of());
      assertEquals(Optional.empty(), draft.strips());
    }
  }

  @Test
  void networksCountUntilTheyAreClosed() {
    long budget = 200 * MEBIBYTE;
    Memory.within(
        budget,
        line -> {},
        () -> {
          try (Network network = StripNetworks.of("wide")) {
            long weights = budget - Memory.available();
            assertTrue(weights > 0, weights + " bytes");
            List<Objective> objectives = List.of(new ActivationMean("late", -1, List.of()));
            Draft draft = Draft.of(network, 32, 32, objectives, Set.of());
            long bytes = draft.bytes();
            Plan plan = draft.allocate();
            assertEquals(weights + bytes, budget - Memory.available());
            plan.close();
            long forms = budget - Memory.available() - weights;
            assertTrue(forms > 0 && forms < bytes, "transformed kernels: " + forms + " bytes");
          }
          assertEquals(budget, Memory.available());
        });
  }

  @Test
  void eachJobHasABudgetOfItsOwn() throws Exception {
    try (Network network = Models.load("builtin")) {
      CyclicBarrier barrier = new CyclicBarrier(2); // both plans are there at the same time
      CompletableFuture<List<String>> large =
          CompletableFuture.supplyAsync(() -> told(network, 1000, barrier));
      List<String> small = told(network, 12, barrier);
      assertEquals(1, small.size());
      assertEquals(List.of(), large.get());
    }
  }

  /** What is said of a plan that a thread of the job draws up. */
  private static List<String> told(Network network, int megabytes, CyclicBarrier barrier) {
    List<String> lines = new ArrayList<>();
    Runnable drawing =
        () -> {
          await(barrier);
          try (Plan plan = Draft.of(network, 300, 90, objectives(network), Set.of()).allocate()) {
            await(barrier);
            assertTrue(plan.bytes() <= (long) megabytes * MEBIBYTE);
          }
        };
    Memory.within(
        (long) megabytes * MEBIBYTE,
        lines::add,
        () -> {
          Thread thread = new Thread(drawing);
          thread.start();
          assertDoesNotThrow(() -> thread.join());
        });
    return lines;
  }

  private static void await(CyclicBarrier barrier) {
    assertDoesNotThrow(() -> barrier.await(1, TimeUnit.MINUTES));
  }

  @Test
  void theLayerThatCannotBeCutIsNamed() {
    try (Network network = StripNetworks.of("classifier")) {
      List<Objective> objectives = List.of(new ActivationMean("scores", 1, List.of(1)));
      Draft draft = Draft.of(network, 200, 200, objectives, Set.of());
      Runnable allocation = () -> draft.allocate().close();
      String message =
          assertThrows(
                  MemoryShortageException.class,
                  () -> Memory.within(MEBIBYTE / 2, line -> {}, allocation))
              .getMessage();
      assertTrue(message.matches(REFUSAL) && message.contains("'pooled'"), message);
    }
  }

  private float[] image(int height, int width) {
    float[] values = new float[height * width * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (50 * random.nextGaussian());
    }
    return values;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
