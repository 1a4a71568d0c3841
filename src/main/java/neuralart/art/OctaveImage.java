package neuralart.art;

import neuralart.image.Resize;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dream at the size of an octave, in the values of the network's input. It starts as the original
 * at the size of the first octave.
 */
final class OctaveImage implements AutoCloseable {
  private final INDArray original;
  private final boolean reinjects;

  /** The dream; null before the first octave. */
  private INDArray image;

  /** The original at the size of the octave before this one, at first of this one. */
  private INDArray shrunk;

  /**
   * @param original {@code [1, H, W, C]}, at full size, for the caller to close after this
   * @param reinjects whether {@link #reinject} does anything
   */
  OctaveImage(INDArray original, boolean reinjects) {
    this.original = original;
    this.reinjects = reinjects;
  }

  /**
   * The dream so far, {@code [1, H, W, C]}, to be written to; ends with the next change of size.
   */
  INDArray values() {
    return image;
  }

  /** Brings the dream to another size. */
  void resize(int rows, int columns) {
    INDArray resized = Resize.bilinear(image == null ? original : image, rows, columns);
    if (image == null) {
      shrunk = resized.dup();
    } else {
      image.close();
    }
    image = resized;
  }

  /** Adds what the image lost when the original was shrunk to the last octave's size. */
  void reinject() {
    if (!reinjects) {
      return;
    }
    int rows = (int) image.size(1);
    int columns = (int) image.size(2);
    INDArray detailed = Resize.bilinear(original, rows, columns);
    try (INDArray blurred = Resize.bilinear(shrunk, rows, columns)) {
      image.addi(detailed).subi(blurred);
    }
    shrunk.close();
    shrunk = detailed;
  }

  @Override
  public void close() {
    if (image != null) {
      image.close();
      shrunk.close();
    }
  }
}
