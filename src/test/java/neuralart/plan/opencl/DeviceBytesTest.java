package neuralart.plan.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import neuralart.device.OpenClDevice;
import neuralart.model.KnownModel;
import neuralart.network.Network;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.ContentDistance;
import neuralart.objective.GramDistance;
import neuralart.objective.NeighborDistance;
import neuralart.objective.Objective;
import neuralart.objective.Reduction;
import neuralart.objective.TotalVariation;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.step.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a draft says that a plan takes of a device, and what the plan takes. */
@Tag("slow")
class DeviceBytesTest {
  private static final String RECORDS = "neuralart.opencl.records";
  private static final int HEIGHT = 40;
  private static final int WIDTH = 56;
  private static final int FEATURES = 1000;

  @TempDir Path folder;

  @BeforeAll
  static void requireDevice() {
    assumeFalse(OpenClTestDevices.executors().isEmpty(), OpenClTestDevices.MISSING);
  }

  @BeforeEach
  void useAFolder() {
    System.setProperty(RECORDS, folder.toString());
  }

  @AfterEach
  void useTheUsersFolder() {
    System.clearProperty(RECORDS);
  }

  @Test
  void aDreamTakesWhatItsDraftSays() throws IOException {
    compare(
        network ->
            List.of(
                new ActivationEnergy("block5_conv2", -1, 0, Mean.LAYER),
                new ActivationEnergy("block4_conv1", -0.5, 0, Mean.LAYER)));
  }

  @Test
  void aStyleTransferTakesWhatItsDraftSays() throws IOException {
    compare(DeviceBytesTest::style);
  }

  private static List<Objective> style(Network network) {
    List<Objective> objectives = new ArrayList<>();
    for (String layer : List.of("block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1")) {
      int channels = network.layer(layer).channels();
      objectives.add(new GramDistance(layer, 1, new float[channels * channels]));
    }
    float[] content = new float[(int) shape(network, "block4_conv2").length()];
    objectives.add(new ContentDistance("block4_conv2", 1, content, Reduction.MEAN));
    Shape middle = shape(network, "block3_conv1");
    int positions = middle.height() * middle.width();
    float[] features = new float[FEATURES * middle.channels()];
    objectives.add(
        new NeighborDistance(
            "block3_conv1", 1, features, new int[positions], new float[positions]));
    objectives.add(new TotalVariation(network.imageName(), 1, TotalVariation.Kind.POWER, 1));
    return objectives;
  }

  private static Shape shape(Network network, String layer) {
    Shape[] shapes = network.shapes(HEIGHT, WIDTH, List.of(layer));
    for (int i = 0; i < shapes.length; i++) {
      if (network.vertices().get(i).name().equals(layer)) {
        return shapes[i];
      }
    }
    throw new IllegalArgumentException(layer);
  }

  /** Where ways to compute are found out first, where they are known, and where none is timed. */
  private static void compare(Function<Network, List<Objective>> objectives) throws IOException {
    OpenClDevice device = OpenClTestDevices.limitedAndNot().get(0);
    compare(device, new MeasuredChoice(device), objectives, false);
    compare(device, new MeasuredChoice(device), objectives, true);
    compare(OpenClTestDevices.limitedAndNot().get(1), Choice.LAST, objectives, true);
  }

  private static void compare(
      OpenClDevice device,
      Choice choice,
      Function<Network, List<Objective>> objectives,
      boolean isKnown)
      throws IOException {
    try (DeviceContext context = new DeviceContext(device, choice, kind -> {});
        Network network = KnownModel.BUILTIN.load()) {
      OpenClExecutor executor = new OpenClExecutor(context);
      long first = compare(context, draft(executor, network, objectives), isKnown);
      long second = compare(context, draft(executor, network, objectives), true);
      assertTrue(second < first, "the weights are there: " + second + " of " + first);
    }
  }

  private static Draft draft(
      OpenClExecutor executor, Network network, Function<Network, List<Objective>> objectives) {
    return Draft.of(executor, network, HEIGHT, WIDTH, objectives.apply(network), Set.of());
  }

  /** Returns what a plan takes; no more than its draft says. */
  private static long compare(DeviceContext context, Draft draft, boolean isExact) {
    long planned = draft.bytes();
    long before = context.taken();
    try (Plan plan = draft.allocate()) {
      plan.evaluate();
      long taken = context.taken() - before;
      if (isExact) {
        assertEquals(planned, taken);
      } else {
        assertTrue(taken <= planned, taken + " bytes of " + planned);
      }
      return taken;
    }
  }
}
