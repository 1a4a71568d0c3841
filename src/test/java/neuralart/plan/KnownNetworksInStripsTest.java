package neuralart.plan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.network.Vertex;
import neuralart.objective.ActivationMean;
import neuralart.objective.Objective;
import neuralart.reference.Buffers;
import neuralart.reference.PyTorch;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import neuralart.step.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients of the known networks, cut and uncut, at sizes that strides don't divide. */
@Tag("slow")
class KnownNetworksInStripsTest {
  private static final int[] STRIPS = {2, 7, 16};

  @TempDir static Path generated;

  @ParameterizedTest
  @CsvSource({
    "squeezenet, fire2/concat, fire8/concat, pool3, 299, 113",
    "vgg19, block1_conv2, block4_conv3, block3_pool, 357, 97",
    "inceptionv3, mixed0, mixed7, mixed2, 333, 141",
    "resnet50, conv2_block2_out, conv4_block3_out, conv3_block2_out, 341, 75"
  })
  void gradientsOfEachObjectiveAreThose(
      String model, String early, String late, String cut, int height, int width)
      throws IOException {
    double worst = 0;
    try (Network network = network(model)) {
      float[] image = image(height, width, (float) network.preprocessing().range());
      String input = network.vertices().get(0).name();
      int turn = 0;
      for (String layer : List.of(early, late)) {
        Shape shape = network.shape(layer, height, width);
        for (Objective objective : new StripObjectives().of(layer, shape, input)) {
          Draft draft = Draft.of(network, height, width, List.of(objective), Set.of());
          float[] whole = gradient(draft, Cut.none(draft.computation()), image);
          float[] inStrips = gradient(draft, cuts(network, cut, turn++), image);
          double error = Arrays.equals(whole, inStrips) ? 0 : distance(whole, inStrips);
          assertTrue(error <= Tolerances.STRIPS, objective + ": relative L2 is " + error);
          worst = Math.max(worst, error);
        }
      }
    }
    System.out.printf("%s in strips: relative L2 of the gradient %.2g%n", model, worst);
  }

  /** As memory gets shorter: the early part in strips, more of it, and many short segments. */
  @ParameterizedTest
  @CsvSource({
    "squeezenet, fire8/concat, 0.5, 0.3",
    "vgg19, block4_conv3, 0.5, 0.3",
    "inceptionv3, mixed7, 0.7, 0.5",
    "resnet50, conv4_block3_out, 0.7, 0.4"
  })
  void gradientsAreThoseWithWhatMemoryThereIs(String model, String layer, double share, double less)
      throws IOException {
    try (Network network = network(model)) {
      float[] image = image(501, 103, (float) network.preprocessing().range());
      List<Objective> objectives = List.of(new ActivationMean(layer, 1, List.of()));
      Draft draft = Draft.of(network, 501, 103, objectives, Set.of());
      PlanLayout whole = draft.layout(Cut.none(draft.computation())).orElseThrow();
      float[] gradient = gradient(draft, whole, image);
      for (double part : new double[] {share, less}) {
        StripSearch search =
            new StripSearch(
                draft.computation(),
                Engine.processor(),
                layout -> layout.tensorBytes() <= part * whole.tensorBytes());
        PlanLayout cut = search.run().orElseThrow();
        assertTrue(cut.tensorBytes() <= part * whole.tensorBytes(), "bytes: " + cut.bytes());
        double error = distance(gradient, gradient(draft, cut, image));
        System.out.printf("%s in %d parts: relative L2 %.2g%n", model, cut.stages().size(), error);
        assertTrue(error <= Tolerances.STRIPS, model + ": relative L2 is " + error);
      }
    }
  }

  /** The early part cut and the late one in one piece, or both cut, each number in turn. */
  private static List<Cut> cuts(Network network, String layer, int turn) {
    int place = place(network, layer);
    int end = network.vertices().size();
    int strips = STRIPS[turn / 2 % STRIPS.length];
    return turn % 2 == 0
        ? List.of(new Cut(place, strips), new Cut(end, 1))
        : List.of(new Cut(place, 16), new Cut(end, strips));
  }

  /** Index behind the last vertex of a layer. */
  private static int place(Network network, String layer) {
    List<String> names = network.vertices().stream().map(Vertex::name).toList();
    return names.indexOf(layer) + 1;
  }

  private static Network network(String model) throws IOException {
    PyTorch.assumeAvailable();
    Path weights = model.equals("squeezenet") ? TestData.squeezeNetWeights() : generated(model);
    System.setProperty("neuralart.models", weights.getParent().toString());
    return Models.load(model);
  }

  private static Path generated(String model) throws IOException {
    PyTorch.run("make_weights.py", List.of("--network", model, "--seed", 1, "--output", generated));
    return generated.resolve(KnownModel.of(model).file().name());
  }

  private static float[] gradient(Draft draft, List<Cut> cuts, float[] image) {
    return gradient(draft, draft.layout(cuts).orElseThrow(), image);
  }

  private static float[] gradient(Draft draft, PlanLayout layout, float[] image) {
    try (Plan plan = draft.allocate(layout)) {
      plan.image().put(0, image);
      plan.evaluate();
      return Buffers.floats(plan.gradient());
    }
  }

  private static float[] image(int height, int width, float range) {
    Random random = new Random(7);
    float[] values = new float[height * width * 3];
    for (int i = 0; i < values.length; i++) {
      double wave = Math.sin(0.1 * (i / 3 % width) + 0.05 * (i / 3 / width) * (1 + i % 3));
      values[i] = range * (float) (0.3 * wave + 0.08 * random.nextGaussian());
    }
    return values;
  }

  private static double distance(float[] whole, float[] inStrips) {
    return Tolerances.relativeL2(Buffers.doubles(FloatBuffer.wrap(whole)), inStrips);
  }
}
