package neuralart.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.Objective;
import neuralart.network.Plan;
import neuralart.network.model.Models;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.GramDistance;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Times iterations of one plan, forward and backward to the image, for {@code
 * src/test/python/benchmark.py}. Arguments: model, side of the image, iterations, file of weights.
 */
public final class EngineBenchmark {
  private static final int WARM_UP = 3;

  private EngineBenchmark() {}

  public static void main(String[] args) throws IOException {
    int size = Integer.parseInt(args[1]);
    int iterations = Integer.parseInt(args[2]);
    System.setProperty(
        "neuralart.models", Path.of(args[3]).toAbsolutePath().getParent().toString());
    try (Network network = Models.load(args[0]);
        Plan plan = network.plan(size, size, objectives(network), Set.of())) {
      plan.image().assign(Nd4j.rand(DataType.FLOAT, 1, size, size, 3).muli(255).subi(120));
      List<Double> seconds = new ArrayList<>();
      for (int i = 0; i < WARM_UP + iterations; i++) {
        long start = System.nanoTime();
        plan.evaluate();
        if (i >= WARM_UP) {
          seconds.add((System.nanoTime() - start) / 1e9);
        }
      }
      System.out.printf(
          "{\"seconds\": %s, \"peak_rss_mb\": %.1f, \"plan_mb\": %.1f}%n",
          seconds, peakResidentMegabytes(), plan.bytes() / 1e6);
    }
  }

  private static List<Objective> objectives(Network network) {
    List<Layer> layers =
        network.layers().stream()
            .filter(l -> l.name().equals("relu_conv1") || l.name().endsWith("/concat"))
            .toList();
    List<Objective> objectives =
        layers.stream()
            .map(l -> new GramDistance(l.name(), 1, new float[l.channels() * l.channels()]))
            .collect(Collectors.toCollection(ArrayList::new));
    String last = layers.get(layers.size() - 1).name();
    objectives.add(new ActivationEnergy(last, 0.1, 0, ActivationEnergy.Mean.LAYER));
    return objectives;
  }

  /** The highest resident memory of this process so far, as Linux keeps it. */
  private static double peakResidentMegabytes() throws IOException {
    return Arrays.stream(Files.readString(Path.of("/proc/self/status")).split("\n"))
        .filter(line -> line.startsWith("VmHWM"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }
}
