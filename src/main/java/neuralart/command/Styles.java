package neuralart.command;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import neuralart.art.Style;
import neuralart.imagej.DisplayedImage;
import neuralart.imagej.ImageFiles;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The styles that the user names: an open image, files, and what each of them counts. */
final class Styles implements AutoCloseable {
  private final List<ImagePlus> images = new ArrayList<>();
  private final List<Style> styles = new ArrayList<>();

  /**
   * @param open an open image
   * @param files paths, separated by semicolons, or empty
   * @param weights numbers for the open image and each file, separated by commas, or empty
   * @throws IllegalArgumentException if there is no style, a file can't be read, or the weights
   *     don't fit
   */
  Styles(Optional<ImagePlus> open, String files, String weights) {
    open.ifPresent(images::add);
    for (String path : files.split(";")) {
      if (!path.isBlank()) {
        images.add(ImageFiles.open(path.strip()));
      }
    }
    if (images.isEmpty()) {
      throw new IllegalArgumentException(
          "No style is given: name an open image by style=, or image files by stylefile=");
    }
    List<Double> shares = parse(weights);
    if (shares.size() != images.size()) {
      throw new IllegalArgumentException(
          String.format("styleweights has %d numbers for %d styles", shares.size(), images.size()));
    }
    for (int i = 0; i < images.size(); i++) {
      styles.add(new Style(DisplayedImage.toArray(images.get(i)), shares.get(i)));
    }
  }

  private List<Double> parse(String weights) {
    List<Double> shares = new ArrayList<>();
    for (String number : weights.split(",")) {
      if (!number.isBlank()) {
        try {
          shares.add(Double.valueOf(number.strip()));
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException(
              "styleweights has '" + number.strip() + "', which is no number", e);
        }
      }
    }
    if (shares.isEmpty()) {
      images.forEach(image -> shares.add(1.0));
    }
    return shares;
  }

  List<Style> all() {
    return styles;
  }

  /** What the title of a result calls them. */
  String title() {
    return images.stream().map(ImagePlus::getShortTitle).collect(Collectors.joining(" and "));
  }

  @Override
  public void close() {
    styles.stream().map(Style::rgb).forEach(INDArray::close);
  }
}
