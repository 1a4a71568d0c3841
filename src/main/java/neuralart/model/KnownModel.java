package neuralart.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import neuralart.model.download.WeightsFile;
import neuralart.model.file.Folders;
import neuralart.model.keras.KerasFile;
import neuralart.model.known.InceptionV3;
import neuralart.model.known.Published;
import neuralart.model.known.ResNet50;
import neuralart.model.known.SqueezeNet;
import neuralart.model.known.StyleLayers;
import neuralart.model.known.Vgg;
import neuralart.model.known.Xception;
import neuralart.network.Network;
import neuralart.network.Preprocessing;

/** The networks that this project knows the architecture of, with their weights. */
public enum KnownModel implements Model {
  BUILTIN(Vgg.builtin()),
  SQUEEZENET(SqueezeNet.published()),
  SQUEEZENET_TOP(SqueezeNet.publishedWithTop()),
  VGG16(Vgg.vgg16()),
  VGG19(Vgg.vgg19()),
  INCEPTIONV3(InceptionV3.published()),
  RESNET50(ResNet50.published()),
  RESNET50_TOP(ResNet50.publishedWithTop()),
  XCEPTION(Xception.published());

  private final Published published;

  KnownModel(Published published) {
    this.published = published;
  }

  @Override
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its file of weights. */
  public WeightsFile file() {
    return published.file();
  }

  @Override
  public Preprocessing preprocessing() {
    return published.preprocessing();
  }

  @Override
  public String license() {
    return published.license();
  }

  @Override
  public List<String> recipeLayers() {
    return published.recipeLayers();
  }

  @Override
  public String filterLayer() {
    return isBuiltin() ? "block5_conv3" : Model.super.filterLayer();
  }

  @Override
  public String dreamLayers() {
    return published.dreamLayers();
  }

  @Override
  public StyleLayers styleLayers() {
    return published.styleLayers();
  }

  /** What it is good for, in a few words. */
  public String use() {
    return published.use();
  }

  /** Whether its weights are to be downloaded before it can be used. */
  public boolean isMissing() {
    return isDownloadable() && locate().isEmpty();
  }

  /** Whether its weights aren't here, and can't be downloaded. */
  public boolean isToBeHadByHand() {
    return !isBuiltin() && !isDownloadable() && locate().isEmpty();
  }

  /** Whether its weights can be downloaded, and whether they came well be checked. */
  public boolean isDownloadable() {
    return !isBuiltin() && file().isChecked();
  }

  @Override
  public List<String> classes() {
    return hasClasses() ? ImageNetClasses.names() : List.of();
  }

  /** Whether it has a classifier. */
  boolean hasClasses() {
    return this == SQUEEZENET_TOP || this == RESNET50_TOP;
  }

  /** The known model of a title whose weights are to be downloaded, if it is one. */
  public static Optional<KnownModel> missing(String title) {
    return Arrays.stream(values())
        .filter(model -> model.title().equals(title) && model.isMissing())
        .findFirst();
  }

  /** All titles. */
  public static List<String> titles() {
    return Arrays.stream(values()).map(KnownModel::title).toList();
  }

  /**
   * The model of a title.
   *
   * @throws IllegalArgumentException listing the models there are
   */
  public static KnownModel of(String title) {
    return Arrays.stream(values())
        .filter(model -> model.title().equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no model '"
                        + title
                        + "'. Models are: "
                        + String.join(", ", titles())));
  }

  @Override
  public Network load() {
    return isBuiltin() ? loadBuiltin() : load(require());
  }

  /** Where its file is, if it is there. */
  Optional<Path> locate() {
    return Folders.find(path -> path.endsWith(file().name())).stream().findFirst();
  }

  private Path require() {
    return locate()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "The weights of model '%s' were not found: looked for %s in %s. Get the"
                            + " file from %s, and put it there or set NEURALART_MODELS to its"
                            + " folder",
                        title(),
                        file().name(),
                        Folders.all().stream()
                            .map(Path::toString)
                            .collect(Collectors.joining(", ")),
                        file().url())));
  }

  /** Whether its weights are in the jar. */
  public boolean isBuiltin() {
    return this == BUILTIN;
  }

  private Network loadBuiltin() {
    return KerasFile.read(builtinWeights(), file().name(), this::load);
  }

  /** The file of weights in the jar. */
  byte[] builtinWeights() {
    try (InputStream stream = KnownModel.class.getResourceAsStream(file().name())) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The plugin is damaged: can't read its " + file().name(), e);
    }
  }

  /**
   * Reads the network.
   *
   * @param weights its file of weights
   * @throws IllegalArgumentException if the file doesn't fit the architecture
   */
  Network load(Path weights) {
    Network network = KerasFile.read(weights, this::load);
    System.gc(); // gives the memory of the file's arrays back, which plans need
    return network;
  }

  private Network load(KerasFile weights) {
    return published.architecture().get().read(weights, title(), preprocessing());
  }
}
