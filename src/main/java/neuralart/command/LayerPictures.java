package neuralart.command;

import ij.process.ColorProcessor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import neuralart.art.filter.FilterObjective;
import neuralart.art.filter.FilterTarget;
import neuralart.art.filter.FilterVisualization;
import neuralart.art.filter.FilterVisualization.FilterImage;
import neuralart.art.filter.FilterVisualizationOptions;
import neuralart.art.filter.FilterVisualizationPreset;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.imagej.DisplayedImage;
import neuralart.network.Layer;
import neuralart.network.Network;

/**
 * Small pictures of layers: of each one strip, with a picture of the layer as a whole and some of
 * its filters. Those of the built-in network ship; others are made when they are wanted, and kept
 * in a folder.
 */
final class LayerPictures {
  /** Side of a picture in pixels. */
  static final int SIDE = 128;

  /** Filters of a layer that have a picture, where it has as many. */
  private static final int FILTERS = 5;

  /** Share of an image's side that is shown: what matters lies in the middle. */
  private static final double SHOWN = 0.75;

  private static final String FORMAT = "jpg";
  private static final double STEP = 0.3;

  /** How they are made: smaller and in fewer steps than by the preset, since the user waits. */
  private static final int ITERATIONS = 40;

  private static final int SIZE = 144;

  private final String model;
  private final Path folder;

  /**
   * @param model the network's title, or the name of its file
   * @param folder where pictures that were made are kept; need not exist
   */
  LayerPictures(String model, Path folder) {
    this.model = model;
    this.folder = folder.resolve(model.replaceAll("[^A-Za-z0-9._-]", "_"));
  }

  /** The filters of a layer that have a picture, evenly spread. */
  static List<Integer> filters(int channels) {
    int count = Math.min(FILTERS, channels);
    return IntStream.range(0, count).mapToObj(i -> i * channels / count).toList();
  }

  /** The pictures of a layer, the whole layer first, if they ship or were made before. */
  Optional<List<BufferedImage>> find(String layer) {
    try (InputStream shipped = LayerPictures.class.getResourceAsStream(resource(layer))) {
      if (shipped != null) {
        return Optional.of(cut(ImageIO.read(shipped)));
      }
      Path made = folder.resolve(file(layer));
      BufferedImage strip = Files.exists(made) ? ImageIO.read(made.toFile()) : null;
      return Optional.ofNullable(strip).map(LayerPictures::cut);
    } catch (IOException e) {
      return Optional.empty(); // they can be made again
    }
  }

  private String resource(String layer) {
    return "layers/" + model + "/" + file(layer);
  }

  private static String file(String layer) {
    return layer.replaceAll("[^A-Za-z0-9._-]", "_") + "." + FORMAT;
  }

  private static List<BufferedImage> cut(BufferedImage strip) {
    int side = strip.getHeight();
    return IntStream.range(0, strip.getWidth() / side)
        .mapToObj(i -> strip.getSubimage(i * side, 0, side, side))
        .toList();
  }

  /**
   * Makes the pictures of a layer and keeps them.
   *
   * @param goOn is told the share that is done, 0..1, and says whether to go on
   * @return nothing if it was stopped
   * @throws IllegalArgumentException if the layer can't have any
   */
  Optional<List<BufferedImage>> make(Network network, Layer layer, DoublePredicate goOn) {
    List<Integer> filters = filters(layer.channels());
    List<Picture> pictures = new ArrayList<>();
    int count = filters.size() + 1;
    for (FilterObjective objective : List.of(FilterObjective.LAYER, FilterObjective.CHANNEL)) {
      FilterVisualizationOptions options = options(layer, objective, filters);
      int done = pictures.size();
      FilterVisualization.Result result =
          new FilterVisualization(network, options)
              .run(progress -> goOn.test((done + options.count() * progress.fraction()) / count));
      if (!result.finished()) {
        return Optional.empty();
      }
      result.images().stream().map(FilterImage::rgb).forEach(pictures::add);
    }
    BufferedImage strip = strip(pictures);
    keep(layer.name(), strip);
    return Optional.of(cut(strip));
  }

  private static FilterVisualizationOptions options(
      Layer layer, FilterObjective objective, List<Integer> filters) {
    String list = filters.stream().map(String::valueOf).collect(Collectors.joining(","));
    return new FilterVisualizationOptions(
        FilterVisualizationPreset.MACO,
        layer.name(),
        FilterTarget.parse(list, layer.name(), layer.channels()),
        objective,
        false,
        1,
        SIZE,
        ITERATIONS,
        STEP,
        1);
  }

  private static BufferedImage strip(List<Picture> pictures) {
    BufferedImage strip =
        new BufferedImage(pictures.size() * SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < pictures.size(); i++) {
      Picture picture = pictures.get(i);
      int shown = (int) (SHOWN * picture.width());
      int start = (picture.width() - shown) / 2;
      Picture middle = picture.crop(start, start, shown, shown);
      ColorProcessor tile = DisplayedImage.color(Resize.bicubic(middle, SIDE, SIDE));
      strip.setRGB(i * SIDE, 0, SIDE, SIDE, (int[]) tile.getPixels(), 0, SIDE);
    }
    return strip;
  }

  /** Keeps a strip; where that can't be, it is made again another time. */
  private void keep(String layer, BufferedImage strip) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "strip", ".part");
      ImageIO.write(strip, FORMAT, part.toFile());
      Files.move(part, folder.resolve(file(layer)), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      return; // the picture is shown all the same
    }
  }
}
