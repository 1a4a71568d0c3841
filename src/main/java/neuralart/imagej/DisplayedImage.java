package neuralart.imagej;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import neuralart.image.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ImageJ images as the RGB arrays that networks take, and back. The colours are those that ImageJ
 * displays, by display range, look-up table, channel mode and projection, without overlay and ROI.
 * Where colours change little from level to level, values of 16 and 32 bits are not rounded to the
 * 256 levels, as far as that differs by 1 from what is displayed at most.
 */
public final class DisplayedImage {
  private static final int CHANNELS = 3;
  private static final int WHITE = 255;

  /** How far a colour may lie from the one that ImageJ shows, in levels. */
  private static final double LARGEST_DEVIATION = 1;

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
    Tensors.requireSize(image.getHeight(), image.getWidth(), CHANNELS);
    return image.getType() == ImagePlus.COLOR_RGB
        ? copy((ColorProcessor) DisplayedChannels.pixels(image, Position.of(image).c(), z, t))
        : project(DisplayedChannels.of(image, z, t), DisplayedChannels.projection(image), image);
  }

  private static INDArray project(
      List<DisplayedChannel> channels, Projection projection, ImagePlus image) {
    INDArray rgb = empty(image.getWidth(), image.getHeight(), CHANNELS);
    FloatBuffer values = rgb.data().asNioFloat();
    for (int i = 0; i < rgb.length(); i++) {
      values.put(i, projection.background());
    }
    double deviation = channels.stream().mapToDouble(DisplayedChannel::deviation).sum();
    channels.forEach(
        channel -> channel.project(values, projection, deviation <= LARGEST_DEVIATION));
    return rgb;
  }

  private static INDArray copy(ColorProcessor color) {
    INDArray rgb = empty(color.getWidth(), color.getHeight(), CHANNELS);
    FloatBuffer values = rgb.data().asNioFloat();
    int[] pixels = (int[]) color.getPixels();
    for (int i = 0; i < pixels.length; i++) {
      values.put(CHANNELS * i, pixels[i] >> 16 & WHITE);
      values.put(CHANNELS * i + 1, pixels[i] >> 8 & WHITE);
      values.put(CHANNELS * i + 2, pixels[i] & WHITE);
    }
    return rgb;
  }

  private static INDArray empty(int width, int height, int channels) {
    return Nd4j.createUninitialized(DataType.FLOAT, 1, height, width, channels);
  }

  /**
   * The channels of a slice as each is displayed by itself in grey.
   *
   * @param image of any type but RGB, not modified
   * @param z plane, from 1
   * @param t frame, from 1
   * @return {@code [1, H, W, C]}, 0..255, for the caller to close
   */
  static INDArray channels(ImagePlus image, int z, int t) {
    int count = image.getNChannels();
    Tensors.requireSize(image.getHeight(), image.getWidth(), count);
    List<DisplayedChannel> channels =
        IntStream.rangeClosed(1, count)
            .mapToObj(c -> DisplayedChannels.grey(image, c, z, t))
            .toList();
    INDArray array = empty(image.getWidth(), image.getHeight(), count);
    FloatBuffer values = array.data().asNioFloat();
    for (int c = 0; c < count; c++) {
      channels.get(c).copy(values, c, count);
    }
    return array;
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
    Calibration calibration = calibrationOfValues(source, width, height);
    calibration.disableDensityCalibration();
    return calibration;
  }

  /** The same for an image whose values have the meaning of those of the other. */
  static Calibration calibrationOfValues(ImagePlus source, int width, int height) {
    Calibration calibration = source.getCalibration().copy();
    double scaleX = (double) source.getWidth() / width;
    double scaleY = (double) source.getHeight() / height;
    calibration.pixelWidth *= scaleX;
    calibration.pixelHeight *= scaleY;
    calibration.xOrigin /= scaleX;
    calibration.yOrigin /= scaleY;
    return calibration;
  }

  private static int level(FloatType value) {
    return Math.min(Math.max(Math.round(value.get()), 0), WHITE);
  }
}
