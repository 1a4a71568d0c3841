package neuralart.imagej;

import ij.ImagePlus;

/** How ImageJ makes one picture of several channels, colour by colour. */
enum Projection {
  SUM,
  MAXIMUM,
  MINIMUM,

  /** The channels as inks on white, for tables that begin there. */
  INK;

  /** Where an image says it. */
  static final String PROPERTY = "CompositeProjection";

  private static final float WHITE = 255;

  /** What an image says that ImageJ is to do with its channels. */
  static Projection of(ImagePlus image) {
    String wanted = image.getProp(PROPERTY);
    if (wanted == null) {
      return SUM;
    }
    if (wanted.contains("Max") || wanted.contains("max")) {
      return MAXIMUM;
    }
    if (wanted.contains("Min") || wanted.contains("min")) {
      return MINIMUM;
    }
    return wanted.contains("Invert") || wanted.contains("invert") ? INK : SUM;
  }

  /** The picture before the first channel, 0..255. */
  float background() {
    return this == SUM || this == MAXIMUM ? 0 : WHITE;
  }

  /** A colour of the picture, 0..255, with that of one more channel. */
  float combine(float before, float color) {
    return switch (this) {
      case SUM -> Math.min(before + color, WHITE);
      case MAXIMUM -> Math.max(before, color);
      case MINIMUM -> Math.min(before, color);
      case INK -> Math.max(before + color - WHITE, 0);
    };
  }
}
