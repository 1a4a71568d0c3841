package neuralart.model.keras;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import neuralart.network.Preprocessing;

/** How the networks of Keras' applications want their pixels, told by their names. */
final class ConventionalPixels {
  private static final int COLORS = 3;
  private static final Pattern BGR = Pattern.compile("vgg1[69]|resnet(50|101|152)");
  private static final Pattern SYMMETRIC =
      Pattern.compile(
          "inception_v3|xception|inception_resnet_v2|resnet\\d+v2|nasnet.*|mobilenet(v2)?_.*");
  private static final Pattern STANDARDIZED = Pattern.compile("densenet\\d+");

  /** Of ImageNet, as most networks that standardise their pixels take it. */
  private static final Preprocessing IMAGENET =
      new Preprocessing(
          false,
          new float[] {123.675f, 116.28f, 103.53f},
          new float[] {1 / 58.395f, 1 / 57.12f, 1 / 57.375f});

  private ConventionalPixels() {}

  /** The pixels of a network of a name and a number of channels, if it is one of those. */
  static Optional<Preprocessing> of(String name, int channels) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (channels != COLORS) {
      return Optional.empty();
    } else if (BGR.matcher(lower).matches()) {
      return Optional.of(Preprocessing.IMAGENET_BGR);
    } else if (SYMMETRIC.matcher(lower).matches()) {
      return Optional.of(Preprocessing.SYMMETRIC_RGB);
    }
    return STANDARDIZED.matcher(lower).matches() ? Optional.of(IMAGENET) : Optional.empty();
  }
}
