package neuralart.art.dream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.DoubleStream;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.objective.ActivationMean;
import neuralart.objective.Objective;
import neuralart.optimize.GradientDescent;
import neuralart.optimize.LossFunction;
import neuralart.optimize.TiledLoss;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dreams in tiles leave no trace of them. */
@Tag("slow")
class TiledDreamTest {
  private static final int SIZE = 512;
  private static final int TILE = 128;
  private static final int STEPS = 20;

  /** Rolls as it is told: the bound is twice the range and one. */
  private static final class Rolls extends Random {
    private final int[] offsets = new int[2 * STEPS];
    private final boolean none;
    private int calls;

    Rolls(boolean none) {
      super(5);
      this.none = none;
    }

    @Override
    public int nextInt(int bound) {
      int value = none ? bound / 2 : super.nextInt(bound);
      offsets[calls++] = value - bound / 2;
      return value;
    }
  }

  @Test
  void noSeams() {
    double rolled = edgeEnergy(new Rolls(false));
    double fixed = edgeEnergy(new Rolls(true));
    System.out.printf(
        "Gradient energy across the edges of tiles by that of the picture: %.4f, %.4f without"
            + " random rolls%n",
        rolled, fixed);
    assertEquals(1, rolled, Tolerances.SEAM);
    assertTrue(Math.abs(fixed - 1) > Tolerances.SEAM, "the test would not see a seam");
  }

  /** The arithmetic of TensorFlow's recipe, on tiles that have many edges. */
  private static double edgeEnergy(Rolls rolls) {
    DeepDreamPreset preset = DeepDreamPreset.TENSORFLOW;
    FloatBuffer image = FloatBuffer.wrap(texture());
    List<Objective> objectives = List.of(new ActivationMean("block3_conv2", -1, List.of()));
    try (Network network = Models.load("builtin");
        Plan plan = Draft.of(network, TILE, TILE, objectives, Set.of()).allocate()) {
      FloatBuffer gradient = FloatBuffer.allocate(image.limit());
      TiledLoss tiles =
          new TiledLoss(
              LossFunction.of(plan), TILE, TILE, image, gradient, SIZE, SIZE, TILE, rolls);
      new GradientDescent(
              STEPS,
              preset.stepSize(KnownModel.BUILTIN, preset.smoothing()),
              preset.recipe().normalization(),
              Double.NEGATIVE_INFINITY)
          .minimize(tiles, (done, loss) -> true);
    }
    double[] columns = energies(image, 3, SIZE * 3);
    double[] rows = energies(image, SIZE * 3, 3);
    double across = 0;
    int lines = 0;
    for (int start : TiledLoss.starts(SIZE, TILE)) {
      for (int line : new int[] {start, start + TILE}) {
        for (int i = 0; i < STEPS; i++) {
          across += rows[Math.floorMod(line - rolls.offsets[2 * i], SIZE)];
          across += columns[Math.floorMod(line - rolls.offsets[2 * i + 1], SIZE)];
          lines += 2;
        }
      }
    }
    double all = (DoubleStream.of(rows).sum() + DoubleStream.of(columns).sum()) / 2 / SIZE;
    return across / lines / all;
  }

  /**
   * Squared differences of neighbours, by the line of the second.
   *
   * @param along distance of neighbours in the buffer
   * @param over distance of lines
   */
  private static double[] energies(FloatBuffer image, int along, int over) {
    double[] energies = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int line = 0; line < SIZE; line++) {
        for (int c = 0; c < 3; c++) {
          int at = line * over + c;
          double difference =
              image.get(at + i * along) - image.get(at + Math.floorMod(i - 1, SIZE) * along);
          energies[i] += difference * difference;
        }
      }
    }
    return energies;
  }

  /** Noise of which neighbours share a part, alike everywhere, in the network's units. */
  private static float[] texture() {
    Random random = new Random(2);
    float[] noise = new float[SIZE * SIZE * 3];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    float[] smooth = new float[noise.length];
    for (int i = 0; i < noise.length; i++) {
      for (int shift : new int[] {0, 3, 3 * SIZE, 3 * SIZE + 3}) {
        smooth[i] += noise[(i + shift) % noise.length] / 4;
      }
    }
    return smooth;
  }
}
