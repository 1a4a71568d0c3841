package neuralart.art.dream;

import neuralart.image.Picture;

/**
 * A dream at the size of an octave, in the values of the network's input. It starts as the original
 * at the size of the first octave.
 */
final class OctaveImage {
  /** Brings a picture to another size. */
  interface Resizer {
    /** A new picture with so many rows and columns. */
    Picture resize(Picture picture, int rows, int columns);
  }

  private final Picture original;
  private final boolean reinjects;
  private final Resizer resizer;

  /** The dream so far. */
  private Picture image;

  /** The original at the size of the octave before this one, at first of this one. */
  private Picture shrunk;

  /**
   * @param original at full size, not modified
   * @param rows of the first octave
   * @param columns of the first octave
   * @param reinjects whether {@link #reinject} does anything
   * @param resizer what brings it to other sizes
   */
  OctaveImage(Picture original, int rows, int columns, boolean reinjects, Resizer resizer) {
    this.original = original;
    this.reinjects = reinjects;
    this.resizer = resizer;
    image = resizer.resize(original, rows, columns);
    shrunk = image;
  }

  /** The dream so far, not to be modified. */
  Picture values() {
    return image;
  }

  /** Takes what an octave made of the dream. */
  void set(Picture dream) {
    image = dream;
  }

  /** Brings the dream to another size. */
  void resize(int rows, int columns) {
    image = resizer.resize(image, rows, columns);
  }

  /** Adds what the image lost when the original was shrunk to the last octave's size. */
  void reinject() {
    if (!reinjects) {
      return;
    }
    Picture detailed = resizer.resize(original, image.height(), image.width());
    Picture blurred = resizer.resize(shrunk, image.height(), image.width());
    Picture sharpened = image.copy();
    for (int y = 0; y < image.height(); y++) {
      float[] row = sharpened.row(y);
      for (int i = 0; i < row.length; i++) {
        row[i] = row[i] + detailed.row(y)[i] - blurred.row(y)[i];
      }
    }
    image = sharpened;
    shrunk = detailed;
  }
}
