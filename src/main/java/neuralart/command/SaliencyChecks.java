package neuralart.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import neuralart.art.saliency.PixelCurves;
import neuralart.art.saliency.PixelCurves.Curve;
import neuralart.art.saliency.RandomizedWeights;
import neuralart.art.saliency.SaliencyMap;
import neuralart.art.saliency.SaliencyOptions;
import neuralart.image.Picture;
import neuralart.imagej.CurvePlot;
import neuralart.imagej.TitledTable;
import neuralart.network.Network;
import neuralart.optimize.Monitor;

/** How far a saliency map can be trusted, as plots and tables. */
final class SaliencyChecks {
  /** Steps of a curve. */
  private static final int STEPS = 50;

  private final Network network;
  private final Explained explained;
  private final SaliencyOptions options;
  private final String title;

  /** What a check gives. */
  record Check(ImagePlus plot, ResultsTable table) {}

  /**
   * @param title of the map
   */
  SaliencyChecks(Network network, Explained explained, SaliencyOptions options, String title) {
    this.network = network;
    this.explained = explained;
    this.options = options;
    this.title = title;
  }

  /** The curves of deletion and insertion, and their areas; nothing if the monitor stops it. */
  Optional<Check> curves(Picture seen, SaliencyMap map, Monitor monitor) {
    try (PixelCurves curves =
        new PixelCurves(
            network,
            explained.judgedLayer(),
            explained.judgedValue(),
            STEPS,
            options.seed(),
            seen.height(),
            seen.width())) {
      return curves.run(seen, map.values(), monitor).map(this::curves);
    }
  }

  private Check curves(List<Curve> curves) {
    Map<String, double[]> byName = new LinkedHashMap<>();
    TitledTable table = new TitledTable("Curves of " + title);
    table.setPrecision(4);
    for (Curve curve : curves) {
      byName.put(curve.name(), curve.values());
      table.addRow();
      table.addValue("Curve", curve.name());
      table.addValue("Area", curve.area());
    }
    double[] shares =
        IntStream.rangeClosed(0, STEPS).mapToDouble(i -> i / (double) STEPS).toArray();
    ImagePlus plot =
        CurvePlot.of(
            title + " curves", "Share of the pixels", explained.judgedTitle(), shares, byName);
    return new Check(plot, table);
  }

  /** What is left of the map with random weights; nothing if the monitor stops it. */
  Optional<Check> randomized(Picture seen, SaliencyMap map, Monitor monitor) {
    try (RandomizedWeights weights = new RandomizedWeights(network, explained.target(), options)) {
      return weights.run(seen, map, monitor).map(this::randomized);
    }
  }

  private Check randomized(List<RandomizedWeights.Stage> stages) {
    TitledTable table = new TitledTable("Random weights of " + title);
    table.setPrecision(4);
    for (RandomizedWeights.Stage stage : stages) {
      table.addRow();
      table.addValue("Random from", stage.layer());
      table.addValue("Rank correlation", stage.correlation());
    }
    double[] count = IntStream.rangeClosed(0, stages.size()).asDoubleStream().toArray();
    double[] correlations = new double[count.length];
    correlations[0] = 1; // with itself
    for (int i = 1; i < count.length; i++) {
      correlations[i] = stages.get(i - 1).correlation();
    }
    ImagePlus plot =
        CurvePlot.of(
            title + " random weights",
            "Stages of random layers, the last layers first",
            "Rank correlation with the map",
            count,
            Map.of("rank correlation", correlations));
    return new Check(plot, table);
  }
}
