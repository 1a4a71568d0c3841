package neuralart.imagej;

import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Pictures of one size side by side, each with a line of text below it. Small ones may be enlarged,
 * and large ones shrunk, so that there is something to see on a screen.
 */
final class Montage {
  /** Pixels of an image, which ImageJ has in one array. */
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  private static final int GAP = 4;
  private static final int LARGEST_FONT = 16;
  private static final int SMALLEST_FONT = 8;

  /** Pixels of a picture's width for each point of the labels' font. */
  private static final int WIDTH_PER_POINT = 10;

  private static final double LINE_HEIGHT = 1.5;

  private final int columns;
  private final double scale;

  /** Of a picture as it is drawn. */
  private final int width;

  private final int height;
  private final List<ImageProcessor> pictures = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();

  /**
   * @param columns pictures in a row
   * @param width of all pictures
   * @param height of all pictures
   */
  Montage(int columns, int width, int height) {
    this(columns, width, height, 1);
  }

  private Montage(int columns, int width, int height, double scale) {
    this.columns = columns;
    this.scale = scale;
    this.width = Math.max(1, (int) Math.round(scale * width));
    this.height = Math.max(1, (int) Math.round(scale * height));
  }

  /**
   * A montage of pictures at another scale: a whole number where they are enlarged.
   *
   * @param width of all pictures that are added
   * @param height of all pictures that are added
   * @param smallest longer side that a picture is to have at least, as it is drawn
   * @param largest longer side that a picture may have
   */
  static Montage scaled(int columns, int width, int height, int smallest, int largest) {
    int longer = Math.max(width, height);
    int enlarged = Math.max(1, (smallest + longer - 1) / longer);
    return new Montage(columns, width, height, Math.min(enlarged, (double) largest / longer));
  }

  /** Pixels of a montage for each pixel of a picture. */
  double scale() {
    return scale;
  }

  /** The number of columns that makes a montage about square. */
  static int columns(int pictures) {
    return (int) Math.ceil(Math.sqrt(pictures));
  }

  /** Adds a picture, row by row. */
  void add(ImageProcessor picture, String label) {
    picture.setInterpolationMethod(ImageProcessor.NONE);
    pictures.add(scale == 1 ? picture : picture.resize(width, height, scale < 1));
    labels.add(label);
  }

  private int fontSize() {
    return Math.max(SMALLEST_FONT, Math.min(LARGEST_FONT, width / WIDTH_PER_POINT));
  }

  /** Height of a line of text. */
  private int line() {
    return (int) (fontSize() * LINE_HEIGHT);
  }

  private int rows(int count) {
    return (count + columns - 1) / columns;
  }

  /**
   * Finds out beforehand whether montages can be drawn.
   *
   * @param count of pictures in each
   * @param slices number of montages
   * @throws IllegalArgumentException if one has more pixels than an image can have
   * @throws IllegalStateException if memory doesn't suffice
   */
  void require(int count, int slices) {
    long pixels =
        ((long) columns * (width + GAP) + GAP)
            * ((long) rows(count) * (height + GAP + line()) + GAP);
    if (pixels > LARGEST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A montage of %d pictures of %d x %d pixels is too large: choose fewer or smaller"
                  + " ones, or display=Stack",
              count,
              width,
              height));
    }
    Heap.require(
        Integer.BYTES * pixels * slices,
        "montages of " + count + " pictures",
        "Choose fewer or smaller pictures, or display=Stack");
  }

  /**
   * Draws all pictures.
   *
   * @throws IllegalArgumentException if they are too many
   * @throws IllegalStateException if memory doesn't suffice
   */
  ColorProcessor draw() {
    require(pictures.size(), 1);
    int fontSize = fontSize();
    int line = line();
    int rows = rows(pictures.size());
    int stepX = width + GAP;
    int stepY = height + GAP + line;
    ColorProcessor canvas = new ColorProcessor(columns * stepX + GAP, rows * stepY + GAP);
    canvas.setAntialiasedText(true);
    canvas.setColor(Color.WHITE);
    for (int i = 0; i < pictures.size(); i++) {
      int x = GAP + i % columns * stepX;
      int y = GAP + i / columns * stepY;
      canvas.insert(pictures.get(i).convertToRGB(), x, y);
      canvas.drawString(fitting(canvas, labels.get(i), fontSize), x, y + height + line);
    }
    return canvas;
  }

  /** Sets the largest font in which a text fits below a picture; returns as much of it as does. */
  private String fitting(ImageProcessor canvas, String text, int fontSize) {
    int points = fontSize;
    do {
      canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, points));
      points--;
    } while (points >= SMALLEST_FONT && canvas.getStringWidth(text) > width);
    int length = text.length();
    while (length > 0 && canvas.getStringWidth(text.substring(0, length)) > width) {
      length--;
    }
    return text.substring(0, length);
  }
}
