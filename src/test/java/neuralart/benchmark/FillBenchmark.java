package neuralart.benchmark;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.io.Opener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import neuralart.art.fill.FillSelection;
import neuralart.art.fill.FillSelectionOptions;
import neuralart.device.Nd4jSetup;
import neuralart.image.Picture;
import neuralart.imagej.DisplayedImage;
import neuralart.model.Model;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.optimize.Monitor;

/**
 * Fills the cases that {@code src/test/python/fill_benchmark.py} draws, for it to score. Arguments:
 * folder, model, iterations, and part of the names of the cases to fill.
 */
public final class FillBenchmark {
  private FillBenchmark() {}

  public static void main(String[] args) throws IOException {
    Nd4jSetup.prepare();
    Model model = Models.of(args[1]);
    FillSelectionOptions options =
        new FillSelectionOptions(
            model.styleLayers().style().subList(0, 3),
            Integer.parseInt(args[2]),
            150,
            Long.getLong("seed", 1));
    try (Network network = model.load();
        Stream<Path> files = Files.list(Path.of(args[0]))) {
      List<Path> cases =
          files
              .filter(file -> file.toString().endsWith("-mask.png"))
              .filter(file -> args.length < 4 || file.getFileName().toString().contains(args[3]))
              .sorted()
              .toList();
      for (Path mask : cases) {
        fill(network, options, mask.toString().replace("-mask.png", ""), mask.toString());
      }
    }
  }

  private static void fill(Network network, FillSelectionOptions options, String name, String mask)
      throws IOException {
    Picture image = picture(name + ".png");
    Picture shown = picture(mask);
    Picture hole = new Picture(shown.height(), shown.width(), 1);
    for (int y = 0; y < hole.height(); y++) {
      for (int x = 0; x < hole.width(); x++) {
        hole.row(y)[x] = shown.get(y, x, 0) > 0 ? 1 : 0;
      }
    }
    long start = System.nanoTime();
    FillSelection.Result result =
        new FillSelection(network, options).run(image, hole, Monitor.NONE);
    String seconds = String.format(Locale.ROOT, "%.1f", (System.nanoTime() - start) / 1e9);
    System.out.println(name + " " + seconds + " s, " + result.loss());
    ImagePlus filled = new ImagePlus("filled", DisplayedImage.color(result.rgb()));
    new FileSaver(filled).saveAsPng(name + "-filled.png");
    Files.writeString(Path.of(name + "-filled.txt"), seconds);
  }

  private static Picture picture(String file) {
    return DisplayedImage.picture(new Opener().openImage(file));
  }
}
