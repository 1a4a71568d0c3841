package neuralart.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import neuralart.art.style.Style;
import neuralart.art.style.StyleRegion;
import neuralart.art.style.StyleTransfer;
import neuralart.art.style.StyleTransferOptions;
import neuralart.art.style.StyleTransferOptions.Init;
import neuralart.art.style.StyleTransferPreset;
import neuralart.image.Picture;
import neuralart.model.KnownModel;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import neuralart.reference.RawImage;

/**
 * Runs a style transfer for {@code src/test/python/style_benchmark.py} and writes pictures of its
 * way, for an outside script to score. Arguments: model, file of weights, folder, height, width,
 * style height, style width, mode, evaluations at each size, and after which of them there is to be
 * a picture, separated by commas.
 *
 * <p>Modes: {@code single} is neural-style's loss at the full size from the content, {@code
 * pyramid} the same loss from half the size on, and {@code default} what the dialog's defaults do.
 * The folder holds content.f32 and style.f32, RGB; pictures are written there as MODE-N.f32. In
 * modes with several sizes N counts from 1 at the full size.
 */
public final class StyleBenchmark {
  private final Path folder;
  private final String mode;
  private final TreeSet<Integer> marks = new TreeSet<>();
  private final List<String> pictures = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();
  private double writing;
  private long start;
  private String stage = "";
  private int count;
  private int evaluations;

  private StyleBenchmark(Path folder, String mode, String marks) {
    this.folder = folder;
    this.mode = mode;
    for (String mark : marks.split(",")) {
      this.marks.add(Integer.valueOf(mark));
    }
  }

  public static void main(String[] args) throws IOException {
    StyleBenchmark benchmark = new StyleBenchmark(Path.of(args[2]), args[7], args[9]);
    try (Network network = BenchmarkNetworks.load(args[0], args[1])) {
      Picture content = benchmark.read("content.f32", args[3], args[4]);
      Picture style = benchmark.read("style.f32", args[5], args[6]);
      benchmark.run(network, content, style, Integer.parseInt(args[8]));
    }
  }

  private void run(Network network, Picture content, Picture style, int evaluations)
      throws IOException {
    KnownModel model = KnownModel.of(network.name());
    List<StyleRegion> regions = List.of(StyleRegion.everywhere(List.of(new Style(style, 1))));
    this.evaluations = evaluations;
    start = System.nanoTime();
    StyleTransfer.Result result =
        new StyleTransfer(network, options(model, content, evaluations))
            .run(content, regions, this::update);
    double all = elapsed();
    System.out.printf(
        "{\"seconds\": %.3f, \"evaluations\": %d, \"own_loss\": %s, \"peak_rss_mb\": %.1f,"
            + " \"pictures\": [%s], \"times\": %s}%n",
        all,
        count,
        result.loss(),
        ResidentMemory.peakMegabytes(),
        String.join(", ", pictures),
        seconds);
  }

  private StyleTransferOptions options(KnownModel model, Picture content, int evaluations) {
    int height = content.height();
    int width = content.width();
    if (mode.equals("default")) {
      return StyleTransferPreset.NONE.options(model, height, width, 1);
    }
    int longer = Math.max(height, width);
    StyleTransferOptions recipe = StyleTransferPreset.NEURAL_STYLE.options(model, height, width, 1);
    return new StyleTransferOptions(
        recipe.formula(),
        recipe.contentLayers(),
        recipe.styleLayers(),
        recipe.contentWeight(),
        recipe.styleWeight(),
        recipe.variationWeight(),
        recipe.pooling(),
        recipe.optimization().with(evaluations, recipe.optimization().stepSize()),
        mode.equals("single") ? recipe.scales() : recipe.scales().from(longer / 2),
        Init.CONTENT,
        recipe.colors(),
        0,
        1,
        1);
  }

  private boolean update(Monitor.Progress progress) {
    if (!progress.stage().equals(stage)) {
      stage = progress.stage();
      count = 0;
    }
    boolean single = mode.equals("single");
    count = single ? (int) Math.round(evaluations * progress.fraction()) : count + 1;
    String[] words = stage.split(" ");
    boolean full = words[1].equals(words[3]);
    if (full && !marks.isEmpty() && marks.first() <= count) {
      seconds.add(elapsed());
      long before = System.nanoTime();
      String name = mode + "-" + marks.pollFirst();
      try {
        RawImage.write(folder.resolve(name + ".f32"), progress.preview().get());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      pictures.add('"' + name + '"');
      writing += (System.nanoTime() - before) / 1e9;
    }
    return true;
  }

  /** Seconds since the start without those that pictures took. */
  private double elapsed() {
    return (System.nanoTime() - start) / 1e9 - writing;
  }

  private Picture read(String name, String height, String width) throws IOException {
    return Picture.of(
        Integer.parseInt(height), Integer.parseInt(width), 3, RawImage.read(folder.resolve(name)));
  }
}
