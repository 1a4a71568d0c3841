package neuralart.art;

import java.nio.FloatBuffer;
import java.util.Random;
import neuralart.art.StyleTransferOptions.Init;
import neuralart.image.Colors;
import neuralart.network.Network;
import neuralart.plan.cpu.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a style transfer starts from. */
final class InitialImage {
  /** Standard deviation of an image that is noise, in grey levels, as in neural-style. */
  private static final double NOISE = 0.001;

  /** Less than this, in grey levels, looks flat. */
  private static final double VISIBLE = 0.5;

  /** Standard deviation of the noise that is added to the content, in grey levels. */
  private static final double ADDED_NOISE = 20;

  private InitialImage() {}

  /**
   * Makes the image, as the network takes it.
   *
   * @param content {@code [1, H, W, 3]}, 0..255
   * @param style of the same size
   */
  static INDArray of(Network network, INDArray content, INDArray style, Init init, long seed) {
    INDArray first;
    try (INDArray picture =
        switch (init) {
          case RECOLORED -> Colors.matchMoments(content, style);
          case STYLE -> style.dup();
          default -> content.dup();
        }) {
      first = network.preprocessing().toInput(picture);
    }
    if (init == Init.NOISE) {
      first.assign(0);
    }
    double deviation =
        switch (init) {
          case CONTENT, RECOLORED, STYLE -> 0;
          case NOISE -> NOISE * network.preprocessing().scale();
          case NOISY_CONTENT -> ADDED_NOISE * network.preprocessing().scale();
        };
    Random random = new Random(seed);
    FloatBuffer values = Ops.values(first);
    for (int i = 0; i < values.limit() && deviation > 0; i++) {
      values.put(i, (float) (values.get(i) + deviation * random.nextGaussian()));
    }
    return first;
  }

  /**
   * Whether an image that began as {@link Init#NOISE} has become more than that.
   *
   * @param image as the network takes it
   * @param scale of the network's input, by grey levels
   */
  static boolean hasLeftNoise(INDArray image, double scale) {
    FloatBuffer values = Ops.values(image);
    for (int i = 0; i < values.limit(); i++) {
      if (Math.abs(values.get(i)) >= VISIBLE * scale) {
        return true;
      }
    }
    return false;
  }
}
