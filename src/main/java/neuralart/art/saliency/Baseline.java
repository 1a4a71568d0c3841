package neuralart.art.saliency;

import java.util.Arrays;
import java.util.Locale;
import neuralart.art.Titled;
import neuralart.image.Picture;
import neuralart.image.Resize;

/** An image without what is looked for. */
public enum Baseline implements Titled {
  BLACK,

  /** The middle between black and white. */
  GREY,

  /** The image itself, so blurred that few details are left. */
  BLURRED;

  private static final float MIDDLE = 127.5f;

  /** Pixels that become one before the image is brought back to its size. */
  private static final int BLUR = 16;

  @Override
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The baseline of a title.
   *
   * @throws IllegalArgumentException listing the baselines there are
   */
  public static Baseline of(String title) {
    return Titled.of(Baseline.class, "baseline", title);
  }

  /**
   * The baseline of an image.
   *
   * @param image 0..255, not modified
   * @return a new picture of the same extent
   */
  public Picture of(Picture image) {
    if (this == BLURRED) {
      int height = (image.height() + BLUR - 1) / BLUR;
      int width = (image.width() + BLUR - 1) / BLUR;
      Picture small = Resize.antialiased(image, height, width);
      return Resize.bilinear(small, image.height(), image.width());
    }
    Picture plain = new Picture(image.height(), image.width(), image.channels());
    for (int y = 0; y < plain.height(); y++) {
      Arrays.fill(plain.row(y), this == BLACK ? 0 : MIDDLE);
    }
    return plain;
  }
}
