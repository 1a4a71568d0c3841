package neuralart.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** RGB pictures of one size, each with a label, as one image. */
public final class LabelledPictures {
  private static final int GAP = 4;
  private static final int LARGEST_FONT = 16;
  private static final int SMALLEST_FONT = 8;

  /** Pixels of a picture's width for each point of its caption's font. */
  private static final int WIDTH_PER_POINT = 10;

  private static final double LINE_HEIGHT = 1.5;

  private record Picture(String label, String caption, ColorProcessor pixels) {}

  private final List<Picture> pictures = new ArrayList<>();

  /**
   * Adds a picture.
   *
   * @param label its label in a stack
   * @param caption its label in a montage, where there is less room
   * @param rgb {@code [1, H, W, 3]}; values are rounded and clipped to 0..255
   */
  public void add(String label, String caption, INDArray rgb) {
    pictures.add(new Picture(label, caption, DisplayedImage.color(rgb)));
  }

  /** A stack with one slice for each picture. */
  public ImagePlus stack(String title) {
    ImageProcessor first = pictures.get(0).pixels;
    ImageStack stack = new ImageStack(first.getWidth(), first.getHeight());
    pictures.forEach(picture -> stack.addSlice(picture.label, picture.pixels));
    return new ImagePlus(title, stack);
  }

  /** One image with all pictures side by side, as near to a square as can be, captions below. */
  public ImagePlus montage(String title) {
    ImageProcessor first = pictures.get(0).pixels;
    int columns = (int) Math.ceil(Math.sqrt(pictures.size()));
    int rows = (pictures.size() + columns - 1) / columns;
    int fontSize = fontSize(first);
    int line = (int) (fontSize * LINE_HEIGHT);
    int cellWidth = first.getWidth() + GAP;
    int cellHeight = first.getHeight() + line + GAP;
    ColorProcessor montage = new ColorProcessor(columns * cellWidth + GAP, rows * cellHeight + GAP);
    montage.setColor(Color.WHITE);
    montage.fill();
    montage.setColor(Color.BLACK);
    montage.setAntialiasedText(true);
    for (int i = 0; i < pictures.size(); i++) {
      Picture picture = pictures.get(i);
      int x = GAP + i % columns * cellWidth;
      int y = GAP + i / columns * cellHeight;
      montage.insert(picture.pixels, x, y);
      montage.setClipRect(new Rectangle(x, y, first.getWidth(), cellHeight));
      shrinkToFit(montage, picture.caption, fontSize, first.getWidth());
      montage.drawString(picture.caption, x, y + first.getHeight() + line);
      montage.setClipRect(null);
    }
    return new ImagePlus(title, montage);
  }

  private static int fontSize(ImageProcessor picture) {
    return Math.max(SMALLEST_FONT, Math.min(LARGEST_FONT, picture.getWidth() / WIDTH_PER_POINT));
  }

  private static void shrinkToFit(ImageProcessor processor, String text, int size, int width) {
    int points = size;
    do {
      processor.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, points));
      points--;
    } while (points >= SMALLEST_FONT && processor.getStringWidth(text) > width);
  }
}
