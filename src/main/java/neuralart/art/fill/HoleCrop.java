package neuralart.art.fill;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import neuralart.image.Picture;

/**
 * A hole with its surroundings. Holes that lie close together are one.
 *
 * @param top first row of this part of the image
 * @param left its first column
 * @param hole what is missing in this part
 */
record HoleCrop(int top, int left, Hole hole) {
  /** Pixels between holes that are filled by themselves, at least. */
  private static final int GAP = 16;

  /**
   * The holes of an image, from the top.
   *
   * @param mask one channel, above 0 where a pixel is missing
   * @param surroundings pixels around each hole
   * @throws IllegalArgumentException if there is none
   */
  static List<HoleCrop> all(Picture mask, int surroundings) {
    int width = mask.width();
    boolean[] missing = new boolean[mask.height() * width];
    for (int i = 0; i < missing.length; i++) {
      missing[i] = mask.row(i / width)[i % width] > 0;
    }
    List<HoleCrop> holes = new ArrayList<>();
    boolean[] found = new boolean[missing.length];
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] && !found[i]) {
        boolean[] own = near(i, missing, found, width);
        Hole hole = new Hole(mask.height(), width, own, missing);
        int[] window = hole.window(surroundings);
        Hole part = hole.crop(window[0], window[1], window[2], window[3]);
        holes.add(new HoleCrop(window[0], window[1], part));
      }
    }
    if (holes.isEmpty()) {
      throw new IllegalArgumentException("The selection has no pixel to fill");
    }
    return holes;
  }

  /** The missing pixels that can be reached from one of them across gaps; they count as found. */
  private static boolean[] near(int first, boolean[] missing, boolean[] found, int width) {
    boolean[] own = new boolean[missing.length];
    Deque<Integer> open = new ArrayDeque<>();
    open.add(first);
    found[first] = true;
    while (!open.isEmpty()) {
      int pixel = open.remove();
      own[pixel] = true;
      int y = pixel / width;
      int x = pixel % width;
      for (int v = Math.max(y - GAP, 0); v <= Math.min(y + GAP, missing.length / width - 1); v++) {
        for (int u = Math.max(x - GAP, 0); u <= Math.min(x + GAP, width - 1); u++) {
          int other = v * width + u;
          if (missing[other] && !found[other]) {
            found[other] = true;
            open.add(other);
          }
        }
      }
    }
    return own;
  }

  /** A copy of this part of an image. */
  Picture cut(Picture image) {
    return image.crop(top, left, hole.height(), hole.width());
  }

  /**
   * Puts the hole's pixels into an image.
   *
   * @param image changed
   * @param part of the size of this part
   */
  void paste(Picture image, Picture part) {
    int channels = image.channels();
    for (int pixel : hole.pixels()) {
      int y = pixel / hole.width();
      int x = pixel % hole.width();
      System.arraycopy(
          part.row(y), x * channels, image.row(top + y), (left + x) * channels, channels);
    }
  }
}
