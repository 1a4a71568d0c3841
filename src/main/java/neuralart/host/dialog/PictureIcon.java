package neuralart.host.dialog;

import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import javax.swing.Icon;
import javax.swing.ImageIcon;

/**
 * The middle of a picture as a square icon.
 *
 * @param picture its shorter side is twice that of the icon, for screens of double resolution
 */
public record PictureIcon(Image picture) implements Icon {
  /** Side of the icon. */
  static final int SIDE = 56;

  private static final int PIXELS = 2 * SIDE;

  /** The icon of a picture of any size. */
  static PictureIcon of(Image image) {
    int width = image.getWidth(null);
    int height = image.getHeight(null);
    double scale = (double) PIXELS / Math.min(width, height);
    Image scaled =
        image.getScaledInstance(
            (int) Math.round(scale * width), (int) Math.round(scale * height), Image.SCALE_SMOOTH);
    return new PictureIcon(new ImageIcon(scaled).getImage()); // which waits for the scaling
  }

  @Override
  public void paintIcon(Component component, Graphics graphics, int x, int y) {
    Graphics2D smooth = (Graphics2D) graphics.create();
    smooth.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    int left = (picture.getWidth(null) - PIXELS) / 2;
    int top = (picture.getHeight(null) - PIXELS) / 2;
    smooth.drawImage(
        picture, x, y, x + SIDE, y + SIDE, left, top, left + PIXELS, top + PIXELS, null);
    smooth.dispose();
  }

  @Override
  public int getIconWidth() {
    return SIDE;
  }

  @Override
  public int getIconHeight() {
    return SIDE;
  }
}
