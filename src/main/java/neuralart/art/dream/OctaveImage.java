package neuralart.art.dream;

import neuralart.art.Pyramid.Level;
import neuralart.image.Picture;
import neuralart.network.Preprocessing;

/**
 * A dream at the size of an octave, in the values of the network's input. It starts as the original
 * at the size of the first octave.
 */
final class OctaveImage {
  private final Picture original;
  private final DeepDreamRecipe recipe;
  private final Octaves.Resizer resizer;
  private final float[] black;
  private final float[] white;

  /** The dream so far. */
  private Picture image;

  /** The original at the size of the octave before this one, at first of this one. */
  private Picture shrunk;

  /**
   * @param original at full size, not modified
   * @param first size of the first octave
   * @param options of the dream
   * @param preprocessing of the network
   */
  OctaveImage(
      Picture original, Level first, DeepDreamOptions options, Preprocessing preprocessing) {
    this.original = original;
    recipe = options.recipe();
    resizer = options.octaves().resizer();
    black = preprocessing.black();
    white = preprocessing.white();
    image = resizer.resize(original, first.height(), first.width());
    shrunk = image;
  }

  /** The dream so far, not to be modified. */
  Picture values() {
    return image;
  }

  /** Takes what an octave made of the dream, which may be modified from now on. */
  void set(Picture dream) {
    image = dream;
  }

  /** Brings the dream to another size. */
  void resize(int rows, int columns) {
    image = resizer.resize(image, rows, columns);
  }

  /** Adds what the image lost when the original was shrunk to the last octave's size. */
  void reinject() {
    if (!recipe.reinjects()) {
      return;
    }
    Picture detailed = resizer.resize(original, image.height(), image.width());
    Picture blurred = resizer.resize(shrunk, image.height(), image.width());
    for (int y = 0; y < image.height(); y++) {
      float[] row = image.row(y);
      for (int i = 0; i < row.length; i++) {
        float detail = detailed.row(y)[i];
        row[i] =
            recipe.tone().isSoft()
                ? detail + fit(row[i] - blurred.row(y)[i], detail, i % black.length)
                : row[i] + detail - blurred.row(y)[i];
      }
    }
    shrunk = detailed;
  }

  /**
   * A change of a value that doesn't lead beyond black and white: up to half of the way there it
   * stays as it is, beyond {@code change} becomes {@code way (1 - way / (4 change))}.
   */
  private float fit(float change, float value, int channel) {
    float way = Math.max(0, change > 0 ? white[channel] - value : value - black[channel]);
    float size = Math.abs(change);
    return size <= way / 2 ? change : Math.signum(change) * way * (1 - way / (4 * size));
  }
}
