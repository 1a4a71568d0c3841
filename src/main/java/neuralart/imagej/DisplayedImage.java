package neuralart.imagej;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import neuralart.image.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ImageJ images as the RGB arrays that networks take, and back. The colours are those that ImageJ
 * displays, by display range, look-up table and channel mode, but not rounded to 256 levels.
 */
public final class DisplayedImage {
  private static final int CHANNELS = 3;
  private static final int WHITE = 255;

  /** Pixels of one channel and how they are displayed. */
  private record Channel(ImageProcessor pixels, LUT lut) {}

  private DisplayedImage() {}

  /**
   * The current slice as it is displayed.
   *
   * @param image of any type, not modified
   * @return {@code [1, H, W, 3]}, RGB in 0..255, for the caller to close
   */
  public static INDArray toArray(ImagePlus image) {
    Position shown = Position.of(image);
    return toArray(image, shown.z(), shown.t());
  }

  /**
   * A slice as it is displayed when it is the current one.
   *
   * @param image of any type, not modified, its current slice neither
   * @param z plane, from 1
   * @param t frame, from 1
   * @return {@code [1, H, W, 3]}, RGB in 0..255, for the caller to close
   */
  public static INDArray toArray(ImagePlus image, int z, int t) {
    if (pixels(image, Position.of(image).c(), z, t) instanceof ColorProcessor color) {
      return fromColor(color);
    }
    INDArray rgb = Nd4j.zeros(DataType.FLOAT, 1, image.getHeight(), image.getWidth(), CHANNELS);
    RandomAccessibleInterval<FloatType> target = Tensors.asImage(rgb);
    for (Channel channel : displayedChannels(image, z, t)) {
      RandomAccessibleInterval<? extends RealType<?>> pixels = wrap(channel.pixels);
      for (int c = 0; c < CHANNELS; c++) {
        add(pixels, channel.lut, c, Views.hyperSlice(target, 2, c));
      }
    }
    return rgb;
  }

  /**
   * A new RGB image.
   *
   * @param rgb {@code [1, H, W, 3]}; values are rounded and clipped to 0..255
   * @param title of the new image
   * @param source where the calibration comes from: the result shows the same field of view
   */
  public static ImagePlus fromArray(INDArray rgb, String title, ImagePlus source) {
    ImagePlus result = new ImagePlus(title, color(rgb));
    result.setCalibration(calibration(source, result.getWidth(), result.getHeight()));
    return result;
  }

  /** The pixels of a picture, {@code [1, H, W, 3]}, rounded and clipped to 0..255. */
  public static ColorProcessor color(INDArray rgb) {
    int width = (int) rgb.size(2);
    int height = (int) rgb.size(1);
    ColorProcessor color = new ColorProcessor(width, height);
    RandomAccessibleInterval<FloatType> values = Tensors.asImage(rgb);
    int[] pixels = (int[]) color.getPixels();
    LoopBuilder.setImages(
            Views.hyperSlice(values, 2, 0),
            Views.hyperSlice(values, 2, 1),
            Views.hyperSlice(values, 2, 2),
            ArrayImgs.argbs(pixels, width, height))
        .forEachPixel(
            (r, g, b, argb) -> argb.set(level(r) << 16 | level(g) << 8 | level(b) | 0xff << 24));
    return color;
  }

  /** The calibration of an image that shows the field of view of another in its own pixels. */
  static Calibration calibration(ImagePlus source, int width, int height) {
    Calibration calibration = source.getCalibration().copy();
    double scaleX = (double) source.getWidth() / width;
    double scaleY = (double) source.getHeight() / height;
    calibration.pixelWidth *= scaleX;
    calibration.pixelHeight *= scaleY;
    calibration.xOrigin /= scaleX;
    calibration.yOrigin /= scaleY;
    calibration.disableDensityCalibration();
    return calibration;
  }

  private static int level(FloatType value) {
    return Math.min(Math.max(Math.round(value.get()), 0), WHITE);
  }

  private static INDArray fromColor(ColorProcessor color) {
    var argb = ArrayImgs.argbs((int[]) color.getPixels(), color.getWidth(), color.getHeight());
    return Tensors.copy(
        Converters.convert(
            (RandomAccessibleInterval<net.imglib2.type.numeric.integer.UnsignedByteType>)
                Converters.argbChannels(argb, 1, 2, 3),
            (in, out) -> out.set(in.get()),
            new FloatType()));
  }

  private static List<Channel> displayedChannels(ImagePlus image, int z, int t) {
    List<Channel> channels = new ArrayList<>();
    if (image instanceof CompositeImage composite) {
      boolean all = composite.getMode() == IJ.COMPOSITE;
      boolean[] active = composite.getActiveChannels();
      for (int c = 1; c <= composite.getNChannels(); c++) {
        if (all ? active[c - 1] : c == composite.getC()) {
          channels.add(new Channel(pixels(image, c, z, t), table(composite, c)));
        }
      }
    } else {
      ImageProcessor display = image.getProcessor();
      LUT lut =
          new LUT((IndexColorModel) display.getColorModel(), display.getMin(), display.getMax());
      channels.add(new Channel(pixels(image, Position.of(image).c(), z, t), lut));
    }
    return channels;
  }

  /** The pixels of a slice; those of the current one may not be in the stack yet. */
  static ImageProcessor pixels(ImagePlus image, int c, int z, int t) {
    boolean current = new Position(c, z, t).equals(Position.of(image));
    return current && !(image instanceof CompositeImage)
        ? image.getProcessor()
        : image.getStack().getProcessor(image.getStackIndex(c, z, t));
  }

  private static LUT table(CompositeImage image, int c) {
    LUT lut = image.getChannelLut(c);
    return image.getMode() == IJ.GRAYSCALE
        ? new LUT(LUT.createLutFromColor(java.awt.Color.WHITE), lut.min, lut.max)
        : lut;
  }

  private static RandomAccessibleInterval<? extends RealType<?>> wrap(ImageProcessor processor) {
    long[] size = {processor.getWidth(), processor.getHeight()};
    Object pixels = processor.getPixels();
    if (pixels instanceof byte[] bytes) {
      return ArrayImgs.unsignedBytes(bytes, size);
    }
    if (pixels instanceof short[] shorts) {
      return ArrayImgs.unsignedShorts(shorts, size);
    }
    return ArrayImgs.floats((float[]) pixels, size);
  }

  /** Adds one colour of a channel to the target, up to white. */
  private static void add(
      RandomAccessibleInterval<? extends RealType<?>> pixels,
      LUT lut,
      int color,
      RandomAccessibleInterval<FloatType> target) {
    float[] table = table(lut, color);
    double min = lut.min;
    double scale = lut.max > lut.min ? WHITE / (lut.max - lut.min) : Double.POSITIVE_INFINITY;
    LoopBuilder.setImages(pixels, target)
        .forEachPixel(
            (in, out) -> {
              float level = interpolate(table, (in.getRealDouble() - min) * scale);
              out.set(Math.min(out.get() + level, WHITE));
            });
  }

  /** The entry of a table at a fractional position; the ends go on for ever, NaN is the start. */
  private static float interpolate(float[] table, double position) {
    if (!(position > 0)) {
      return table[0];
    }
    if (position >= WHITE) {
      return table[WHITE];
    }
    int below = (int) position;
    float fraction = (float) (position - below);
    return table[below] + fraction * (table[below + 1] - table[below]);
  }

  private static float[] table(LUT lut, int color) {
    byte[] bytes = new byte[WHITE + 1];
    switch (color) {
      case 0 -> lut.getReds(bytes);
      case 1 -> lut.getGreens(bytes);
      default -> lut.getBlues(bytes);
    }
    float[] table = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      table[i] = Byte.toUnsignedInt(bytes[i]);
    }
    return table;
  }
}
