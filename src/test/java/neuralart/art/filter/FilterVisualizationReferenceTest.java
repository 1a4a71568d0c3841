package neuralart.art.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.objective.ChannelResponse.WeightedChannel;
import neuralart.optimize.Affine;
import neuralart.optimize.Monitor;
import neuralart.plan.Plan;
import neuralart.reference.PyTorch;
import neuralart.reference.RawImage;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * Filter images after two steps against scripts of the same recipes, in double precision. Where a
 * slope is as good as zero, rounding decides where the first step of Adam goes; the filters here
 * have no such slope.
 */
@Tag("slow")
class FilterVisualizationReferenceTest {
  private static final Path BUILTIN = Path.of("src/main/resources/neuralart/model/builtin.h5");
  private static final int ITERATIONS = 2;
  private static final long SEED = 5;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "KERAS_2016, squeezenet, fire3/concat, 17, 96",
    "KERAS_2016, builtin, block3_conv2, 5, 80",
    "CHOLLET_2021, squeezenet, fire3/concat, 17, 70",
    "CHOLLET_2021, builtin, block3_conv2, 5, 61",
    "LUCID, squeezenet, fire3/concat, 17, 96",
    "LUCID, builtin, block3_conv2, 8, 81",
    "KERAS_2016_RAW, squeezenet, fire3/concat, 17, 96",
    "MACO, squeezenet, fire3/concat, 17, 96",
    "MACO, builtin, block3_conv2, 8, 81"
  })
  void sameImage(FilterVisualizationPreset preset, String model, String layer, int filter, int size)
      throws Exception {
    PyTorch.assumeAvailable();
    Path weights = model.equals("builtin") ? BUILTIN : TestData.squeezeNetWeights();
    System.setProperty("neuralart.models", weights.getParent().toString());
    FilterVisualizationOptions options =
        new FilterVisualizationOptions(
            preset,
            layer,
            List.of(new FilterTarget(List.of(new WeightedChannel(filter, 1)))),
            FilterObjective.CHANNEL,
            false,
            1,
            size,
            ITERATIONS,
            preset.stepSize(KnownModel.of(model)),
            SEED);
    try (Network network = Models.load(model)) {
      float[] before = writeStart(network, options);
      JsonNode reference = PyTorch.run("filters.py", arguments(network, options, weights));
      float[] theirs = RawImage.read(folder.resolve("output.f32"));
      float[] ours;
      List<Double> losses = new ArrayList<>();
      Monitor monitor =
          progress -> {
            losses.add(progress.loss());
            return true;
          };
      ours = new FilterVisualization(network, options).run(monitor).images().get(0).rgb().values();
      for (int i = 0; i < ITERATIONS; i++) {
        double expected = -reference.get("losses").get(i).asDouble();
        assertEquals(expected, losses.get(i), Math.abs(expected) * Tolerances.FILTER_LOSS);
      }
      double change = rms(theirs, before);
      double difference = rms(ours, theirs);
      System.out.printf(
          "Filter visualization %s, %s: differs by %.3g of the change of %.3g%n",
          preset.title(), model, difference / change, change);
      assertTrue(difference <= Tolerances.FILTER * change, difference + " of " + change);
    }
  }

  /** Writes what the options start from, and returns the picture of it. */
  private float[] writeStart(Network network, FilterVisualizationOptions options) throws Exception {
    FilterPainter painter = new FilterPainter(network, options, options.filters().get(0));
    try (Plan plan = painter.draft().allocate();
        FilterCanvas canvas = painter.canvas(plan, options.recipe().recipe(), options.seed())) {
      FloatBuffer variables = canvas.loss().variables();
      float[] values = new float[variables.limit()];
      variables.get(0, values);
      RawImage.write(folder.resolve("start.f32"), values);
      return canvas.image().values();
    }
  }

  private List<Object> arguments(Network network, FilterVisualizationOptions options, Path weights)
      throws IOException {
    FilterVisualizationPreset preset = options.recipe();
    int view = new FilterPainter(network, options, options.filters().get(0)).planSize();
    int filter = options.filters().get(0).channels().get(0).channel();
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(
        List.of("--recipe", preset.title().replace(" raw", "").replace(" ", "").toLowerCase()));
    arguments.addAll(List.of("--network", network.name(), "--weights", weights));
    arguments.addAll(List.of("--layer", options.layer(), "--channel", filter));
    arguments.addAll(List.of("--start", folder.resolve("start.f32")));
    arguments.addAll(
        List.of("--size", preset.recipe() instanceof FilterRecipe.Pixels ? view : options.size()));
    arguments.addAll(List.of("--view", view, "--step", options.stepSize()));
    arguments.addAll(List.of("--iterations", options.iterations()));
    if (preset.recipe() instanceof FilterRecipe.Phase phase) {
      arguments.addAll(List.of("--transforms", crops(phase, options.size(), view)));
      arguments.addAll(List.of("--noise", noise(network.preprocessing(), phase, view)));
    } else {
      arguments.addAll(List.of("--transforms", transforms()));
    }
    arguments.addAll(List.of("--output", folder.resolve("output.f32")));
    return arguments;
  }

  /** The transforms that a canvas draws for {@link #SEED}, as JSON. */
  private static String transforms() {
    Random random = new Random(new Random(SEED).nextLong());
    return matrices(
        Stream.generate(() -> SpectralCanvas.transform(random)).limit(ITERATIONS).toList());
  }

  /** The crops of each step, as JSON. */
  private static String crops(FilterRecipe.Phase phase, int size, int view) {
    Random random = new Random(new Random(SEED).nextLong());
    return Stream.generate(() -> matrices(PhaseCanvas.crops(phase, size, view, random)))
        .limit(ITERATIONS)
        .toList()
        .toString();
  }

  private static String matrices(List<Affine> transforms) {
    return transforms.stream()
        .map(a -> Arrays.asList(a.xx(), a.xy(), a.dx(), a.yx(), a.yy(), a.dy()))
        .toList()
        .toString();
  }

  /** Writes the noise that a canvas draws for {@link #SEED}. */
  private Path noise(Preprocessing preprocessing, FilterRecipe.Phase phase, int view)
      throws IOException {
    Random random = new Random(SEED);
    random.nextLong();
    SplittableRandom normal = new SplittableRandom(random.nextLong());
    float[] noise = new float[ITERATIONS * phase.crops() * view * view * 3];
    for (int i = 0; i < noise.length; i++) {
      float deviation = (float) (phase.noise() * preprocessing.range(i % 3));
      noise[i] = (float) (deviation * normal.nextGaussian());
    }
    RawImage.write(folder.resolve("noise.f32"), noise);
    return folder.resolve("noise.f32");
  }

  private static double rms(float[] a, float[] b) {
    assertEquals(a.length, b.length);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum / a.length);
  }
}
