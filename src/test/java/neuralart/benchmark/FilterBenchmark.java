package neuralart.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import neuralart.art.filter.FilterObjective;
import neuralart.art.filter.FilterTarget;
import neuralart.art.filter.FilterVisualization;
import neuralart.art.filter.FilterVisualization.FilterImage;
import neuralart.art.filter.FilterVisualizationOptions;
import neuralart.art.filter.FilterVisualizationPreset;
import neuralart.model.KnownModel;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import neuralart.reference.RawImage;

/**
 * Makes filter images for {@code src/test/python/filter_benchmark.py} and times their steps.
 * Arguments: model, file of weights, preset, filters as in {@code conv1:1,2 conv2:7}, side of the
 * images, steps, folder for the images, and a step size where it is not the preset's.
 */
public final class FilterBenchmark {
  private FilterBenchmark() {}

  public static void main(String[] args) throws IOException {
    FilterVisualizationPreset preset = FilterVisualizationPreset.of(args[2]);
    int size = Integer.parseInt(args[4]);
    int steps = Integer.parseInt(args[5]);
    Path folder = Files.createDirectories(Path.of(args[6]));
    double seconds = 0;
    int images = 0;
    try (Network network = BenchmarkNetworks.load(args[0], args[1])) {
      for (String entry : args[3].split(" ")) {
        String layer = entry.substring(0, entry.indexOf(':'));
        String filters = entry.substring(entry.indexOf(':') + 1);
        FilterVisualizationOptions options =
            new FilterVisualizationOptions(
                preset,
                layer,
                FilterTarget.parse(filters, layer, network.layer(layer).channels()),
                FilterObjective.CHANNEL,
                false,
                1,
                size,
                steps,
                args.length > 7
                    ? Double.parseDouble(args[7])
                    : preset.stepSize(KnownModel.of(args[0])),
                1);
        long start = System.nanoTime();
        List<FilterImage> made =
            new FilterVisualization(network, options).run(Monitor.NONE).images();
        seconds += (System.nanoTime() - start) / 1e9;
        images += made.size();
        for (int i = 0; i < made.size(); i++) {
          String name = layer.replace('/', '-') + "_" + options.filters().get(i).title();
          RawImage.write(folder.resolve(name + ".f32"), made.get(i).rgb());
        }
      }
    }
    System.out.printf("{\"seconds\": %s}%n", seconds / images / steps);
  }
}
