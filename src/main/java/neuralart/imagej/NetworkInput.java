package neuralart.imagej;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import neuralart.image.Colors;
import neuralart.image.Picture;
import neuralart.network.MeasuredInput;
import neuralart.network.Network;
import neuralart.network.NetworkDescription;
import neuralart.optimize.Monitor;

/**
 * The slices of an image as a network takes them. A network that takes three channels, or one, sees
 * what ImageJ displays, in colour or as its luma; any other sees as many channels of the image,
 * each in grey within its own display range. So does any network whose channels the user names. A
 * network that is described takes the values of the image in its own units instead.
 */
public final class NetworkInput {
  private static final int RGB = 3;
  private static final int RGB_BITS = 24;
  private static final double WHITE = 255;

  private final ImagePlus image;
  private final Network network;
  private final Optional<MeasuredInput> described;

  /** Nothing where the network sees what is displayed. */
  private final Optional<ChannelValues> channels;

  private final List<Integer> order;

  /**
   * @param image of any type, not modified
   * @param network that sees it
   * @param chosen channels of the image for those of the network, as {@code 1,3,2}; empty for the
   *     displayed channel of a network that takes one, else for the first ones
   * @throws IllegalArgumentException if the image doesn't have them, or the network takes another
   *     number
   */
  public NetworkInput(ImagePlus image, Network network, String chosen) {
    this.network = network;
    described =
        network.description().map(NetworkDescription::preprocessing).map(MeasuredInput::new);
    int n = network.channels();
    if (seesChannels(image, network, chosen)) {
      this.image = hasColors(image) ? split(image) : image;
      order = chosen.isBlank() ? usual(this.image, network) : parse(chosen, n);
      channels = Optional.of(new ChannelValues(this.image, order));
    } else {
      this.image = image;
      order = List.of();
      channels = Optional.empty();
    }
  }

  /** Whether a network sees channels of an image, rather than what is displayed. */
  static boolean seesChannels(ImagePlus image, Network network, String chosen) {
    boolean visible = network.channels() == 1 || network.channels() == RGB;
    boolean measured = network.description().isPresent() && !hasColors(image);
    return !chosen.isBlank() || !visible || measured;
  }

  /** Whether an image has colours, not channels of grey. */
  static boolean hasColors(ImagePlus image) {
    return image.getBitDepth() == RGB_BITS || image.getType() == ImagePlus.COLOR_256;
  }

  /** The image; one of colours with its channels apart where some of them are chosen. */
  ImagePlus image() {
    return image;
  }

  /** The channels of the image, from 1, for those of the network; empty for what is displayed. */
  List<Integer> order() {
    return order;
  }

  /** Red, green and blue as channels, which are read as they are needed. */
  private static ImagePlus split(ImagePlus image) {
    int width = image.getWidth();
    int height = image.getHeight();
    ImageStack source = image.getStack();
    ImageStack stack =
        new SliceView(
            width,
            height,
            Byte.SIZE,
            RGB * source.size(),
            n -> channel(source.getProcessor((n - 1) / RGB + 1), (n - 1) % RGB + 1),
            n -> source.getSliceLabel((n - 1) / RGB + 1));
    ImagePlus colors = new ImagePlus(image.getTitle(), stack);
    colors.setDimensions(RGB, image.getNSlices(), image.getNFrames());
    colors.setCalibration(image.getCalibration());
    ImagePlus split = new CompositeImage(colors, IJ.COMPOSITE);
    Position shown = Position.of(image);
    split.setPosition(1, shown.z(), shown.t());
    return split;
  }

  private static ImageProcessor channel(ImageProcessor pixels, int channel) {
    ColorProcessor color = pixels.convertToColorProcessor();
    return new ByteProcessor(color.getWidth(), color.getHeight(), color.getChannel(channel));
  }

  /** The channels that a network sees if nothing is said. */
  static List<Integer> usual(ImagePlus image, Network network) {
    int n = network.channels();
    int there = image.getNChannels();
    if (n == 1) {
      return List.of(Position.of(image).c());
    } else if (n == RGB && there == 1) {
      return Collections.nCopies(RGB, 1);
    } else if (there < n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Network '%s' takes %d channels, but the image '%s' has %d",
              network.name(),
              n,
              image.getTitle(),
              there));
    }
    return IntStream.rangeClosed(1, n).boxed().toList();
  }

  private List<Integer> parse(String chosen, int n) {
    List<Integer> parsed = new ArrayList<>();
    for (String part : chosen.split(",", -1)) {
      boolean number = part.strip().matches("[0-9]{1,6}");
      int channel = number ? Integer.parseInt(part.strip()) : 0;
      if (channel < 1 || channel > image.getNChannels()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "channelorder=%s: expected channels of the image '%s', which has %d",
                chosen,
                image.getTitle(),
                image.getNChannels()));
      }
      parsed.add(channel);
    }
    if (parsed.size() != n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "channelorder=%s has %d channels, but network '%s' takes %d",
              chosen,
              parsed.size(),
              network.name(),
              n));
    }
    return parsed;
  }

  /**
   * A slice of the image, to be given to the network.
   *
   * @param z plane, from 1
   * @param t frame, from 1
   * @return a picture with the channels of the network; or RGB for a network of one channel, which
   *     takes its luma. 0..255, unless the network is described
   */
  public Picture slice(int z, int t) {
    if (described.isPresent()) {
      return described.get().picture(measured(z, t), network.preprocessing());
    }
    return channels.isEmpty()
        ? DisplayedImage.picture(image, z, t)
        : DisplayedImage.channels(image, order, z, t);
  }

  /** The values of a slice in the units of the image, with the channels of the network. */
  public Picture measured(int z, int t) {
    if (channels.isPresent()) {
      return channels.get().measured(z, t);
    }
    Picture rgb = DisplayedImage.picture(image, z, t);
    return network.channels() == 1 ? first(Colors.luminance(rgb)) : rgb;
  }

  private static Picture first(Picture grey) {
    Picture channel = new Picture(grey.height(), grey.width(), 1);
    for (int y = 0; y < grey.height(); y++) {
      for (int x = 0; x < grey.width(); x++) {
        channel.row(y)[x] = grey.get(y, x, 0);
      }
    }
    return channel;
  }

  /**
   * The network for pictures that an image becomes step by step: one that is described takes them
   * with the statistics of the current slice, which don't change.
   *
   * @return a network that takes {@link #levels}; the given one is to be closed
   * @throws IllegalArgumentException if what it does to pixels can't be undone
   */
  public Network networkOfLevels() {
    if (described.isEmpty()) {
      return network;
    }
    double[] black = new double[network.channels()];
    double[] white = black.clone();
    Arrays.fill(white, WHITE);
    Position shown = Position.of(image);
    return network.withPreprocessing(
        described
            .get()
            .preprocessing(
                measured(shown.z(), shown.t()),
                channels.map(ChannelValues::black).orElse(black),
                channels.map(ChannelValues::white).orElse(white)));
  }

  /**
   * A slice as a picture that can be changed and shown: each channel within its display range.
   *
   * @param z plane, from 1
   * @param t frame, from 1
   * @return 0..255, with the channels of the network, or RGB where it takes one
   */
  public Picture levels(int z, int t) {
    return channels.isEmpty() ? DisplayedImage.picture(image, z, t) : channels.get().levels(z, t);
  }

  /** The current slice as {@link #levels(int, int)}. */
  public Picture levels() {
    Position shown = Position.of(image);
    return levels(shown.z(), shown.t());
  }

  /**
   * Makes a picture of every slice, of levels as {@link #levels(int, int)} gives them.
   *
   * @param what was made, for the title of the result
   * @param slices of the image
   * @return an RGB image where the network sees what is displayed; else an image of the channels
   *     that it sees, with the bit depth and the calibration of the source
   */
  public ImagePlus paint(String what, Slices slices, Slices.Painter painter, Monitor monitor) {
    if (channels.isEmpty() || channels.get().repeats()) {
      return slices.paint(
          what, painter, this::levels, rgb -> List.of(DisplayedImage.color(rgb)), monitor);
    }
    ChannelValues values = channels.get();
    return values.displayed(slices.paint(what, painter, this::levels, values::pixels, monitor));
  }
}
