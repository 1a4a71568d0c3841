package neuralart.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.ActivationMean;
import neuralart.objective.GramMeasurement;
import neuralart.objective.GramNormalization;
import neuralart.objective.NeighborSearch;
import neuralart.objective.Objective;
import neuralart.plan.opencl.OpenClTestDevices;
import neuralart.reference.Buffers;
import neuralart.reference.Tolerances;
import neuralart.step.Executor;
import neuralart.step.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan that is cut gives what the uncut one does. */
class StripsTest {
  private static final int[] STRIPS = {2, 7, 16};

  private final Random random = new Random(3);
  private final StripObjectives kinds = new StripObjectives();
  private int turn;

  /** Loss, gradient and the activation of a layer. */
  private record Result(double loss, float[] gradient, float[] activation) {}

  @ParameterizedTest
  @CsvSource({
    "chain, 149, 21",
    "residual, 131, 37",
    "branches, 143, 57",
    "unet, 148, 24",
    "mirror, 134, 26"
  })
  void cutGradientsEqualUncutOnes(String name, int height, int width) {
    try (Network network = StripNetworks.of(name)) {
      float[] image = kinds.floats(height * width * 3);
      double worst = 0;
      for (String layer : List.of("early", "middle", "late")) {
        Shape shape = network.shape(layer, height, width);
        for (Objective objective : kinds.of(layer, shape, "image")) {
          List<Objective> both = List.of(objective, new ActivationMean("late", 0.3, List.of()));
          Draft draft = Draft.of(network, height, width, both, Set.of("middle"));
          Result whole = run(draft, draft.layout(Cut.none(draft.computation())), image);
          for (List<Cut> cuts : cuts(network.vertices().size())) {
            Result cut = run(draft, draft.layout(cuts), image);
            assertClose(whole, cut, objective + " " + cuts);
            worst = Math.max(worst, distance(whole.gradient, cut.gradient));
          }
        }
      }
      System.out.printf("%s in strips: relative L2 of the gradient %.2g%n", name, worst);
    }
  }

  /** Each objective in so many strips of everything, and of all but the deepest part. */
  @ParameterizedTest
  @ValueSource(strings = {"cropping unet", "padding unet"})
  void unevenUnetsCanBeCut(String name) {
    try (Network network = StripNetworks.of(name)) {
      float[] image = kinds.floats(149 * 45 * 3);
      int end = network.vertices().size();
      double worst = 0;
      for (String layer : List.of("early", "middle", "late")) {
        for (Objective objective : kinds.of(layer, network.shape(layer, 149, 45), "image")) {
          List<Objective> both = List.of(objective, new ActivationMean("late", 0.3, List.of()));
          Draft draft = Draft.of(network, 149, 45, both, Set.of("middle"));
          Result whole = run(draft, draft.layout(Cut.none(draft.computation())), image);
          for (int strips : new int[] {1, 2, 7, 16}) {
            List<List<Cut>> ways =
                List.of(
                    List.of(new Cut(end, strips)),
                    List.of(new Cut(5, strips), new Cut(12, 1), new Cut(end, strips)));
            for (List<Cut> cuts : ways) {
              Optional<PlanLayout> layout = draft.layout(cuts);
              assertEquals(strips > 1, layout.orElseThrow().isCut());
              Result cut = run(draft, layout, image);
              assertClose(whole, cut, name + " " + objective + " " + cuts);
              worst = Math.max(worst, distance(whole.gradient, cut.gradient));
            }
          }
        }
      }
      System.out.printf("%s in strips: relative L2 of the gradient %.2g%n", name, worst);
    }
  }

  /** Segments of one vertex each, with a stride or a border that no other makes up for. */
  @ParameterizedTest
  @CsvSource({
    "chain, 149, 21",
    "residual, 131, 37",
    "branches, 143, 57",
    "unet, 148, 24",
    "cropping unet, 149, 45",
    "padding unet, 149, 45",
    "mirror, 134, 26",
    "transposed, 70, 51"
  })
  void eachVertexCanBeCutAlone(String name, int height, int width) {
    try (Network network = StripNetworks.of(name)) {
      float[] image = kinds.floats(height * width * 3);
      List<Objective> objectives = List.of(new ActivationEnergy("late", -1, 2, Mean.INNER));
      Draft draft = Draft.of(network, height, width, objectives, Set.of("late"));
      Result whole = run(draft, draft.layout(Cut.none(draft.computation())), image, "late");
      int end = network.vertices().size();
      List<Integer> ends =
          IntStream.range(1, end)
              .filter(draft.computation().usage()::isActive)
              .map(vertex -> vertex + 1)
              .boxed()
              .toList();
      for (int i = 1; i < ends.size() - 1; i++) {
        for (int strips : new int[] {2, 3}) {
          Cut vertex = new Cut(ends.get(i), strips);
          List<Cut> cuts = List.of(new Cut(ends.get(i - 1), 1), vertex, new Cut(end, 1));
          Result cut = run(draft, draft.layout(cuts), image, "late");
          assertClose(whole, cut, name + " " + cuts);
        }
      }
    }
  }

  /** Cuts at some places, with one of the numbers of strips. */
  private List<List<Cut>> cuts(int end) {
    int strips = STRIPS[turn++ % STRIPS.length];
    int early = 2 + random.nextInt(end / 2);
    int late = early + 1 + random.nextInt(end - early - 1);
    return List.of(
        List.of(new Cut(early, strips), new Cut(end, 1)),
        List.of(new Cut(early, 2), new Cut(late, 1), new Cut(end, strips)));
  }

  /** What is measured without a gradient, some of it knowing the mean of the whole layer. */
  @ParameterizedTest
  @CsvSource({"chain, 97, 19", "branches, 105, 31"})
  void measurementsAreThoseOfTheWhole(String name, int height, int width) {
    try (Network network = StripNetworks.of(name)) {
      Shape shape = network.shape("middle", height, width);
      int[] nearest = new int[shape.height() * shape.width()];
      float[] features = kinds.floats(20 * shape.channels());
      List<float[]> grams = new ArrayList<>();
      float[] none = {};
      List<Objective> objectives =
          new ArrayList<>(NeighborSearch.of("middle", features, shape.channels(), nearest));
      objectives.add(new GramMeasurement("middle", none, GramNormalization.PIXELS, grams::add));
      Draft draft = Draft.of(network, height, width, objectives, Set.of("middle"));
      float[] image = kinds.floats(height * width * 3);
      int end = network.vertices().size();
      List<List<Cut>> ways =
          List.of(
              Cut.none(draft.computation()),
              List.of(new Cut(end, 7)),
              List.of(new Cut(4, 5), new Cut(end, 2)));
      List<int[]> found = new ArrayList<>();
      for (List<Cut> cuts : ways) {
        try (Plan plan = draft.allocate(draft.layout(cuts).orElseThrow())) {
          plan.image().put(0, image);
          plan.measure();
          found.add(nearest.clone());
        }
      }
      for (int i = 1; i < ways.size(); i++) {
        assertClose("Gram matrix", grams.get(0), grams.get(i));
        assertEquals(0, Arrays.compare(found.get(0), found.get(i)));
      }
    }
  }

  /** A rounding more or less would decide now and then on which side of a ReLU a value is. */
  @ParameterizedTest
  @CsvSource({"unet, 148, 24", "wide, 70, 25", "transposed, 70, 51"})
  void activationsAreTheSameToTheLastBit(String name, int height, int width) {
    try (Network network = StripNetworks.of(name)) {
      double error = activationsAreTheSame(Engine.processor(), network, "late", height, width);
      assertTrue(error <= Tolerances.STRIPS, "relative L2 is " + error);
    }
  }

  @Test
  @Tag("slow")
  void activationsOfADeviceAreTheSameToTheLastBit() {
    assumeFalse(OpenClTestDevices.executors().isEmpty(), OpenClTestDevices.MISSING);
    for (Executor device : OpenClTestDevices.executors()) {
      try (Network unet = StripNetworks.of("unet");
          Network builtin = Models.load("builtin")) {
        double error =
            Math.max(
                activationsAreTheSame(device, unet, "late", 148, 24),
                activationsAreTheSame(device, builtin, "block4_conv1", 91, 42));
        System.out.printf("strips on a device: relative L2 of the gradient %.2g%n", error);
        assertTrue(error <= Tolerances.STRIPS_OF_DEVICES, "relative L2 is " + error);
      }
    }
  }

  /** Returns the largest relative L2 of the gradient. */
  private double activationsAreTheSame(
      Executor executor, Network network, String layer, int height, int width) {
    int end = network.vertices().size();
    List<Objective> objectives = List.of(new ActivationEnergy(layer, -1, 2, Mean.INNER));
    Draft draft = Draft.of(executor, network, height, width, objectives, Set.of(layer));
    float[] image = kinds.floats(height * width * 3);
    Result whole = run(draft, draft.layout(Cut.none(draft.computation())), image, layer);
    double worst = 0;
    for (List<Cut> cuts :
        List.of(List.of(new Cut(end, 5)), List.of(new Cut(4, 2), new Cut(end, 3)))) {
      Result cut = run(draft, draft.layout(cuts), image, layer);
      assertArrayEquals(whole.activation, cut.activation, cuts.toString());
      assertEquals(whole.loss, cut.loss, Tolerances.DEVICE_LOSS * Math.abs(whole.loss));
      double error =
          Tolerances.relativeL2(Buffers.doubles(FloatBuffer.wrap(whole.gradient)), cut.gradient);
      worst = Math.max(worst, error);
    }
    return worst;
  }

  @Test
  void layersThatSeeAllRunInOnePiece() {
    try (Network network = StripNetworks.of("classifier")) {
      int end = network.vertices().size();
      List<Objective> objectives = List.of(new ActivationMean("scores", 1, List.of(1)));
      Draft draft = Draft.of(network, 61, 20, objectives, Set.of("middle"));
      assertEquals(Optional.empty(), draft.layout(List.of(new Cut(end, 2))));
      PlanLayout least =
          new StripSearch(draft.computation(), Engine.processor(), layout -> false)
              .run()
              .orElseThrow();
      assertTrue(least.isCut());
      float[] image = kinds.floats(61 * 20 * 3);
      Result whole = run(draft, draft.layout(Cut.none(draft.computation())), image);
      List<Cut> cuts = List.of(new Cut(5, 3), new Cut(10, 2), new Cut(end, 1));
      assertClose(whole, run(draft, draft.layout(cuts), image), "classifier");
    }
  }

  private static Result run(Draft draft, Optional<PlanLayout> layout, float[] image) {
    return run(draft, layout, image, "middle");
  }

  private static Result run(Draft draft, Optional<PlanLayout> layout, float[] image, String layer) {
    try (Plan plan = draft.allocate(layout.orElseThrow())) {
      plan.image().put(0, image);
      plan.evaluate();
      double loss = plan.evaluate();
      return new Result(
          loss, Buffers.floats(plan.gradient()), Buffers.floats(plan.activation(layer)));
    }
  }

  private static void assertClose(Result whole, Result cut, String what) {
    assertEquals(whole.loss, cut.loss, Tolerances.GRADIENT * Math.abs(whole.loss), what);
    assertClose(what, whole.gradient, cut.gradient);
    assertClose(what, whole.activation, cut.activation);
  }

  private static void assertClose(String what, float[] whole, float[] cut) {
    double error = distance(whole, cut);
    assertTrue(error <= Tolerances.STRIPS, what + ": relative L2 is " + error);
  }

  private static double distance(float[] whole, float[] cut) {
    double[] expected = new double[whole.length];
    for (int i = 0; i < whole.length; i++) {
      expected[i] = whole[i];
    }
    return Tolerances.relativeL2(expected, cut);
  }
}
