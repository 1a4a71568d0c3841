package neuralart.art.style;

import java.nio.FloatBuffer;
import java.util.Random;
import neuralart.art.style.StyleTransferOptions.Init;
import neuralart.image.Colors;
import neuralart.image.Picture;
import neuralart.network.Network;

/** What a style transfer starts from. */
final class InitialImage {
  /** Standard deviation of an image that is noise, in grey levels, as in neural-style. */
  private static final double NOISE = 0.001;

  /** Standard deviation of visible noise, in grey levels: about that of photographs. */
  private static final double WHITE_NOISE = 60;

  /** Less than this, in grey levels, looks flat. */
  private static final double VISIBLE = 0.5;

  /** Standard deviation of the noise that is added to the content, in grey levels. */
  private static final double ADDED_NOISE = 20;

  private InitialImage() {}

  /**
   * Makes the image, as the network takes it.
   *
   * @param content RGB of 0..255
   * @param style of the same size
   */
  static Picture of(Network network, Picture content, Picture style, Init init, long seed) {
    Picture picture =
        switch (init) {
          case RECOLORED -> Colors.matchMoments(content, style);
          case STYLE -> style;
          default -> content;
        };
    Picture first = network.preprocessing().toInput(picture);
    if (init == Init.NOISE || init == Init.WHITE_NOISE) {
      first = new Picture(first.height(), first.width(), first.channels());
    }
    double deviation =
        switch (init) {
          case CONTENT, RECOLORED, STYLE -> 0;
          case WHITE_NOISE -> WHITE_NOISE * network.preprocessing().scale();
          case NOISE -> NOISE * network.preprocessing().scale();
          case NOISY_CONTENT -> ADDED_NOISE * network.preprocessing().scale();
        };
    Random random = new Random(seed);
    for (int y = 0; y < first.height() && deviation > 0; y++) {
      float[] row = first.row(y);
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) (row[i] + deviation * random.nextGaussian());
      }
    }
    return first;
  }

  /**
   * Whether an image that began as {@link Init#NOISE} has become more than that.
   *
   * @param values of the image as the network takes it
   * @param scale of the network's input, by grey levels
   */
  static boolean hasLeftNoise(FloatBuffer values, double scale) {
    for (int i = 0; i < values.limit(); i++) {
      if (Math.abs(values.get(i)) >= VISIBLE * scale) {
        return true;
      }
    }
    return false;
  }
}
