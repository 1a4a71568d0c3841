package neuralart.art.fill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import neuralart.art.Pyramid;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.optimize.Monitor;

/** Fills one hole, from small sizes of the image to its own. */
final class HoleFilling {
  /**
   * How deep a hole is at most, in pixels, at the size that it is filled first, which is not the
   * full one.
   */
  private static final int FIRST_DEPTH = 3;

  /** Patches of a size, at least, and by those to be found. */
  private static final int LEAST_PATCHES = 100;

  private static final double LEAST_SHARE = 0.25;

  /** Searches and fillings at the first size, and at the others. */
  private static final int FIRST_ROUNDS = 12;

  private static final int ROUNDS = 6;
  private static final int PASSES = 3;

  private final HoleCrop crop;
  private final FeatureDescent descent;
  private final int iterations;

  /** From the full size down. */
  private final List<PatchField> fields = new ArrayList<>();

  private final List<Hole> holes = new ArrayList<>();

  /**
   * @throws IllegalArgumentException if there is too little around the hole
   */
  HoleFilling(HoleCrop crop, FeatureDescent descent, int iterations, Random random) {
    this.crop = crop;
    this.descent = descent;
    this.iterations = iterations;
    Hole hole = crop.hole();
    PatchField field = new PatchField(hole, random);
    require(field);
    while (isEnough(field)) {
      holes.add(hole);
      fields.add(field);
      boolean isShallow = Arrays.stream(hole.depth()).max().orElse(0) <= FIRST_DEPTH;
      if (isShallow && holes.size() > 1) {
        break;
      }
      hole = hole.half();
      field = new PatchField(hole, random);
    }
  }

  private static boolean isEnough(PatchField field) {
    return field.sources() >= Math.max(LEAST_PATCHES, LEAST_SHARE * field.targets());
  }

  private static void require(PatchField field) {
    if (!isEnough(field)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The selection leaves too little around it: %d places to take from, %d to fill. Select"
                  + " a smaller area, or use larger surroundings",
              field.sources(),
              field.targets()));
    }
  }

  /** Fills the hole of a picture of any channels, with what has been found. */
  void fill(Picture picture) {
    crop.paste(picture, fields.get(0).fill(crop.cut(picture)));
  }

  /** The mean square difference of the patches from those that were found. */
  double distance() {
    return fields.get(0).meanDistance();
  }

  /**
   * Finds what to fill the hole with.
   *
   * @param rgb the whole image, not modified
   * @return whether the monitor let it run to its end
   */
  boolean run(Picture rgb, Monitor monitor) {
    Watch watch = new Watch(rgb, monitor);
    List<Picture> pictures = new ArrayList<>();
    pictures.add(Contrast.add(crop.cut(rgb), crop.hole()));
    for (int i = 1; i < fields.size(); i++) {
      pictures.add(Hole.half(pictures.get(i - 1)));
    }
    int first = fields.size() - 1;
    for (int i = first; i >= 0; i--) {
      PatchField field = fields.get(i);
      Picture picture = pictures.get(i);
      if (i == first) {
        field.grow(picture);
      } else {
        field.refine(fields.get(i + 1));
        picture = field.fill(picture);
      }
      watch.level = first - i;
      match(field, draw(picture, holes.get(i), watch), watch);
    }
    return !watch.stopped;
  }

  private Picture draw(Picture picture, Hole hole, Watch watch) {
    return watch.stopped || steps(watch.level) == 0
        ? picture
        : Contrast.recolor(picture, descent.run(Contrast.colors(picture), hole, watch));
  }

  private void match(PatchField field, Picture picture, Watch watch) {
    Picture filled = picture;
    int rounds = watch.stopped ? 1 : rounds(watch.level);
    for (int round = 1; round <= rounds; round++) {
      field.search(filled, PASSES);
      filled = field.fill(filled);
      Picture present = filled;
      watch.step(steps(watch.level) + round, field.meanDistance(), () -> Contrast.colors(present));
    }
  }

  /** Steps of the descent at a size, counted from the first; at the full one patches are enough. */
  private int steps(int level) {
    int fromFull = holes.size() - 1 - level;
    return fromFull > 0 && descent.suits(holes.get(fromFull)) ? iterations : 0;
  }

  private static int rounds(int level) {
    return level == 0 ? FIRST_ROUNDS : ROUNDS;
  }

  /** Tells a monitor of the steps. */
  private final class Watch implements FeatureDescent.Observer {
    private final Picture rgb;
    private final Monitor monitor;
    private final Pyramid pyramid;
    private int level;
    private boolean stopped;

    Watch(Picture rgb, Monitor monitor) {
      this.rgb = rgb;
      this.monitor = monitor;
      List<Pyramid.Level> levels = new ArrayList<>();
      for (int i = 0; i < holes.size(); i++) {
        Hole hole = holes.get(holes.size() - 1 - i);
        levels.add(new Pyramid.Level(hole.height(), hole.width(), steps(i) + rounds(i)));
      }
      pyramid = new Pyramid(levels);
    }

    @Override
    public boolean step(int done, double loss, Supplier<Picture> picture) {
      stopped |=
          !monitor.update(
              new Monitor.Progress(
                  pyramid.stage(level, done),
                  pyramid.fraction(level, done),
                  loss,
                  () -> preview(picture.get())));
      return !stopped;
    }

    private Picture preview(Picture part) {
      Picture whole = rgb.copy();
      Hole full = crop.hole();
      crop.paste(whole, Resize.bilinear(part, full.height(), full.width()));
      return whole;
    }
  }
}
