package neuralart.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import neuralart.model.download.Checksum;
import neuralart.model.download.WeightsFile;
import neuralart.model.file.Folders;
import neuralart.model.keras.KerasFile;
import neuralart.model.known.Architecture;
import neuralart.model.known.InceptionV3;
import neuralart.model.known.SqueezeNet;
import neuralart.model.known.Vgg;
import neuralart.network.Network;
import neuralart.network.Preprocessing;

/** The networks that this project knows the architecture of, with their weights. */
public enum KnownModel implements Model {
  /** This project's own network, in the jar. */
  BUILTIN(
      new WeightsFile("builtin.h5", List.of(), 0, Checksum.md5("")),
      new Preprocessing(false, new float[] {114.75f, 114.75f, 114.75f}, 1 / 63.75f),
      "BSD-2-Clause (this project)",
      "in the plugin, for everything",
      List.of(
          "block3_conv2",
          "block4_conv1",
          "block4_conv2",
          "block4_conv3",
          "block5_conv1",
          "block5_conv2"),
      "block5_conv2=1, block5_conv3=1",
      StyleLayers.VGG,
      Vgg::builtin),

  SQUEEZENET(
      new WeightsFile(
          "squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5",
          List.of("https://github.com/rcmalli/keras-squeezenet/releases/download/v1.0/"),
          3_002_560,
          Checksum.sha256("17154246284f555591549ac2c83e127abfbf4307dc4b0060fdaa2931d0fa38da")),
      Preprocessing.IMAGENET_BGR,
      "MIT",
      "small and fast, weak at styles",
      List.of(
          "fire3/concat",
          "fire4/concat",
          "fire5/concat",
          "fire6/concat",
          "fire7/concat",
          "fire8/concat"),
      "fire3/concat=1, fire5/concat=0.3",
      new StyleLayers(
          List.of("relu_conv1", "fire2/concat", "fire3/concat", "fire5/concat", "fire7/concat"),
          "fire5/concat",
          "fire8/concat"),
      SqueezeNet::new),

  /** The same with its classifier; no checksum of its file is published. */
  SQUEEZENET_TOP(
      WeightsFile.unchecked(
          "squeezenet_weights_tf_dim_ordering_tf_kernels.h5",
          List.of("https://github.com/rcmalli/keras-squeezenet/releases/download/v1.0/")),
      Preprocessing.IMAGENET_BGR,
      "MIT",
      "squeezenet with the 1000 classes of ImageNet",
      SQUEEZENET.recipeLayers(),
      SQUEEZENET.dreamLayers(),
      SQUEEZENET.styleLayers(),
      SqueezeNet::withTop),

  VGG16(
      new WeightsFile(
          "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
          List.of(Sources.KERAS + "vgg16/", Sources.CHOLLET + "v0.1/"),
          58_889_256,
          Checksum.md5("6d6bbae143d832006294945121d1f1fc")),
      Preprocessing.IMAGENET_BGR,
      "CC BY 4.0 (Visual Geometry Group, Oxford)",
      "filters and dreams",
      List.of(
          "block3_conv3",
          "block4_conv1",
          "block4_conv2",
          "block4_conv3",
          "block5_conv1",
          "block5_conv2"),
      "block4_conv3=1, block5_conv2=0.5",
      StyleLayers.VGG,
      Vgg::vgg16),

  VGG19(
      new WeightsFile(
          "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5",
          List.of(Sources.KERAS + "vgg19/", Sources.CHOLLET + "v0.1/"),
          80_134_624,
          Checksum.md5("253f8cb515780f3b799900260a226db6")),
      Preprocessing.IMAGENET_BGR,
      "CC BY 4.0 (Visual Geometry Group, Oxford)",
      "styles",
      List.of(
          "block3_conv4",
          "block4_conv1",
          "block4_conv2",
          "block4_conv4",
          "block5_conv1",
          "block5_conv2"),
      "block4_conv3=1, block5_conv2=0.5",
      StyleLayers.VGG,
      Vgg::vgg19),

  INCEPTIONV3(
      new WeightsFile(
          "inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5",
          List.of(Sources.KERAS + "inception_v3/", Sources.CHOLLET + "v0.5/"),
          87_910_968,
          Checksum.md5("bcbd6486424b2319ff4ef7d526e38f63")),
      Preprocessing.SYMMETRIC_RGB,
      "MIT (Keras)",
      "dreams of many motifs",
      List.of("mixed2", "mixed3", "mixed4", "mixed5", "mixed6", "mixed7"),
      "mixed3=1, mixed5=1",
      new StyleLayers(
          List.of("activation_1", "activation_3", "activation_5", "mixed1", "mixed4"),
          "mixed2",
          "mixed5"),
      InceptionV3::new);

  private static final class Sources {
    private static final String KERAS =
        "https://storage.googleapis.com/tensorflow/keras-applications/";

    /** Where Keras had the same files before. */
    private static final String CHOLLET =
        "https://github.com/fchollet/deep-learning-models/releases/download/";
  }

  private final WeightsFile file;
  private final Preprocessing preprocessing;
  private final String license;
  private final String use;
  private final List<String> recipeLayers;
  private final String dreamLayers;
  private final StyleLayers styleLayers;
  private final Supplier<Architecture> architecture;

  KnownModel(
      WeightsFile file,
      Preprocessing preprocessing,
      String license,
      String use,
      List<String> recipeLayers,
      String dreamLayers,
      StyleLayers styleLayers,
      Supplier<Architecture> architecture) {
    this.file = file;
    this.preprocessing = preprocessing;
    this.license = license;
    this.use = use;
    this.recipeLayers = recipeLayers;
    this.dreamLayers = dreamLayers;
    this.styleLayers = styleLayers;
    this.architecture = architecture;
  }

  @Override
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its file of weights. */
  public WeightsFile file() {
    return file;
  }

  @Override
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  @Override
  public String license() {
    return license;
  }

  @Override
  public List<String> recipeLayers() {
    return recipeLayers;
  }

  @Override
  public String filterLayer() {
    return isBuiltin() ? "block5_conv3" : Model.super.filterLayer();
  }

  @Override
  public String dreamLayers() {
    return dreamLayers;
  }

  @Override
  public StyleLayers styleLayers() {
    return styleLayers;
  }

  /** What it is good for, in a few words. */
  public String use() {
    return use;
  }

  /** Whether its weights are to be downloaded before it can be used. */
  public boolean isMissing() {
    return isDownloadable() && locate().isEmpty();
  }

  /** Whether its weights can be downloaded, and whether they came well be checked. */
  public boolean isDownloadable() {
    return !isBuiltin() && file.isChecked();
  }

  @Override
  public List<String> classes() {
    return this == SQUEEZENET_TOP ? ImageNetClasses.names() : List.of();
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
    return Folders.find(path -> path.endsWith(file.name())).stream().findFirst();
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
                        file.name(),
                        Folders.all().stream()
                            .map(Path::toString)
                            .collect(Collectors.joining(", ")),
                        file.url())));
  }

  /** Whether its weights are in the jar. */
  public boolean isBuiltin() {
    return this == BUILTIN;
  }

  private Network loadBuiltin() {
    return KerasFile.read(builtinWeights(), file.name(), this::load);
  }

  /** The file of weights in the jar. */
  byte[] builtinWeights() {
    try (InputStream stream = KnownModel.class.getResourceAsStream(file.name())) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The plugin is damaged: can't read its " + file.name(), e);
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
    return architecture.get().read(weights, title(), preprocessing);
  }
}
