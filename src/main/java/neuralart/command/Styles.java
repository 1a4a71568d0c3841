package neuralart.command;

import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import neuralart.art.style.Style;
import neuralart.art.style.StyleRegion;
import neuralart.host.input.OpenImages;
import neuralart.imagej.BuiltinStyles;
import neuralart.imagej.DisplayedImage;
import neuralart.imagej.ImageFiles;
import neuralart.imagej.Regions;
import neuralart.imagej.ResultInfo;
import neuralart.imagej.SoftEdge;

/** The styles that the user names: images, files, built-in ones, and what each of them counts. */
final class Styles {
  private final List<ImagePlus> images = new ArrayList<>();
  private final List<Style> styles = new ArrayList<>();
  private final List<String> otherNames = new ArrayList<>();

  /**
   * @param open an open image, or a built-in style
   * @param files paths or names of built-in styles, separated by semicolons, or empty
   * @param weights numbers for the open image and each file, separated by commas, or empty
   * @throws IllegalArgumentException if a file can't be read, or the weights don't fit
   */
  Styles(Optional<ImagePlus> open, String files, String weights) {
    open.ifPresent(images::add);
    for (String path : files.split(";")) {
      if (!path.isBlank()) {
        images.add(open(path.strip()));
      }
    }
    List<Double> shares = parse(weights);
    if (shares.size() != images.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "styleweights has %d numbers for %d styles",
              shares.size(),
              images.size()));
    }
    for (int i = 0; i < images.size(); i++) {
      styles.add(new Style(DisplayedImage.picture(images.get(i)), shares.get(i)));
    }
  }

  /** The image of a file, or a built-in style. */
  private static ImagePlus open(String file) {
    boolean isBuiltin = BuiltinStyles.names().contains(file) && !Files.isRegularFile(Path.of(file));
    return isBuiltin ? BuiltinStyles.open(file) : ImageFiles.open(file);
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

  /**
   * What is painted in which style.
   *
   * @param choice {@code selection}, {@code overlay} or {@code none}
   * @param softness of edges, in pixels
   * @throws IllegalArgumentException if the choice is none of them, the overlay has no area, or the
   *     name of an area isn't one of a style
   */
  List<StyleRegion> regions(ImagePlus image, String choice, double softness) {
    return switch (choice) {
      case "none" -> List.of(StyleRegion.everywhere(everyStyle()));
      case "selection" ->
          List.of(
              Regions.selection(image, SoftEdge.blurred(softness))
                  .map(mask -> new StyleRegion(everyStyle(), mask))
                  .orElseGet(() -> StyleRegion.everywhere(everyStyle())));
      case "overlay" -> overlay(image, softness);
      default ->
          throw new IllegalArgumentException(
              "regions is '" + choice + "', but must be selection, overlay or none");
    };
  }

  private List<Style> everyStyle() {
    if (styles.isEmpty()) {
      throw new IllegalArgumentException(
          "No style is given: name an open image or a built-in style by style=, or image files by"
              + " stylefile=");
    }
    return styles;
  }

  /** Each area in the style of its name; the rest in the styles that no area is named after. */
  private List<StyleRegion> overlay(ImagePlus image, double softness) {
    List<Regions.Region> areas = Regions.overlay(image, SoftEdge.blurred(softness));
    List<StyleRegion> regions = new ArrayList<>();
    Set<Style> named = new HashSet<>();
    for (Regions.Region area : areas) {
      Style own = named(area.name(), image);
      named.add(own);
      regions.add(new StyleRegion(List.of(own), area.mask()));
    }
    List<Style> others = styles.stream().filter(style -> !named.contains(style)).toList();
    if (!others.isEmpty()) {
      regions.add(new StyleRegion(others, Regions.rest(areas).mask()));
    }
    return regions;
  }

  /** The style of a name: one that the user gave, another open image, or a built-in one. */
  private Style named(String name, ImagePlus painted) {
    for (int i = 0; i < images.size(); i++) {
      if (isNamed(images.get(i), name)) {
        return styles.get(i);
      }
    }
    ImagePlus other =
        OpenImages.all().stream()
            .filter(image -> image != painted && isNamed(image, name))
            .findFirst()
            .orElseGet(() -> builtin(name));
    otherNames.add(ResultInfo.name(other));
    return new Style(DisplayedImage.picture(other), 1);
  }

  private static ImagePlus builtin(String region) {
    if (!BuiltinStyles.names().contains(region)) {
      throw new IllegalArgumentException(
          "The region '"
              + region
              + "' has the name of no style file, of no open image and of none of the styles "
              + String.join(", ", BuiltinStyles.names())
              + ": give it one by Image > Overlay > ROI Manager or Edit > Selection > Properties");
    }
    return BuiltinStyles.open(region);
  }

  private static boolean isNamed(ImagePlus image, String name) {
    return image.getTitle().equals(name) || ResultInfo.name(image).equals(name);
  }

  /** What the title of a result calls them. */
  String title() {
    return Stream.concat(images.stream().map(ResultInfo::name), otherNames.stream())
        .distinct()
        .collect(Collectors.joining(" and "));
  }
}
