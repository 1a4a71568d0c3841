package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.util.Arrays;
import java.util.List;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.network.NetworkDescription;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.network.node.Image;
import neuralart.network.processing.Fixed.Linear;
import neuralart.network.processing.Processing.Constant;
import neuralart.optimize.Monitor;
import org.junit.jupiter.api.Test;

class NetworkInputTest {
  @Test
  void networksOfOneAndThreeChannelsSeeWhatIsDisplayed() {
    FloatProcessor processor = new FloatProcessor(3, 2, new float[] {0, 1, 2, 3, Float.NaN, 9});
    processor.setMinAndMax(1, 3);
    ImagePlus image = new ImagePlus("grey", processor);
    float[] displayed = {
      0, 0, 0, 0, 0, 0, 127.5f, 127.5f, 127.5f, 255, 255, 255, 0, 0, 0, 255, 255, 255
    };
    assertSlice(displayed, image, 1, 1, 1);
    assertSlice(displayed, image, 3, 1, 1);
  }

  @Test
  void fourChannelsGoInEachWithItsOwnRange() {
    ImagePlus image = fourChannels();
    image.setPosition(2, 1, 1);
    // Pixel i of channel c, plane z is 10 c + z + i, within a range from 0 to 100 c.
    float[] expected = new float[2 * 4];
    for (int i = 0; i < 2; i++) {
      for (int c = 1; c <= 4; c++) {
        expected[i * 4 + c - 1] = 255 * (10 * c + 2 + i) / (100f * c);
      }
    }
    assertSlice(expected, image, 4, 2, 1);
    assertEquals(1, image.getZ());
  }

  @Test
  void otherNumbersOfChannelsAreRefused() {
    ImagePlus grey = new ImagePlus("cells", new FloatProcessor(4, 4));
    ImagePlus four = fourChannels();
    ImagePlus rgb = new ImagePlus("photo", new ColorProcessor(4, 4));
    assertEquals("Network 'mine' takes 4 channels, but the image 'cells' has 1", refusal(grey, 4));
    assertEquals("Network 'mine' takes 4 channels, but the image 'photo' has 3", refusal(rgb, 4));
    assertEquals("Network 'mine' takes 5 channels, but the image 'four' has 4", refusal(four, 5));
    assertEquals(
        "channelorder=1,2 has 2 channels, but network 'mine' takes 3", refusal(four, 3, "1,2"));
    String wrong = ": expected channels of the image 'four', which has 4";
    for (String order : List.of("1,5,2", "0,1,2", "1,,2", "a,b,c", "1,2,99999999999")) {
      assertEquals("channelorder=" + order + wrong, refusal(four, 3, order));
    }
  }

  @Test
  void chosenChannelsComeInTheirOrder() {
    ImagePlus four = fourChannels();
    float[] second = {255 * 22 / 200f, 255 * 23 / 200f};
    float[] fourth = {255 * 42 / 400f, 255 * 43 / 400f};
    float[] both = {fourth[0], second[0], fourth[1], second[1]};
    assertArrayEquals(both, input(four, 2, "4, 2").slice(2, 1).values(), 1e-4f);
    assertArrayEquals(second, input(four, 1, "2").slice(2, 1).values(), 1e-4f);
    assertArrayEquals(
        new float[] {255, 0, 0}, input(red(), 3, "1,2,3").slice(1, 1).values(), 1e-4f);
    assertArrayEquals(
        new float[] {0, 255, 0}, input(red(), 3, "2,1,3").slice(1, 1).values(), 1e-4f);
    assertArrayEquals(
        new float[] {255 * 12 / 100f, 255 * 22 / 200f},
        Arrays.copyOf(input(four, 2, "").slice(2, 1).values(), 2),
        1e-4f);
  }

  @Test
  void aDescribedNetworkTakesValuesInTheUnitsOfTheImage() {
    ImagePlus four = fourChannels();
    Network network =
        network(2)
            .withDescription(
                new NetworkDescription(
                    List.of(new Constant(new Linear(new double[] {0.5, 2}, new double[] {1, -1}))),
                    List.of()));
    NetworkInput input = new NetworkInput(four, network, "3,1");
    float[] measured = {32, 12, 33, 13};
    assertArrayEquals(measured, input.measured(2, 1).values(), 0);
    float[] taken = {17, 23, 17.5f, 25};
    assertArrayEquals(taken, network.preprocessing().toInput(input.slice(2, 1)).values(), 1e-4f);
    Network painting = input.networkOfLevels();
    assertArrayEquals(taken, painting.preprocessing().toInput(input.levels(2, 1)).values(), 1e-4f);
  }

  @Test
  void calibratedValuesAreInTheirUnits() {
    ShortProcessor pixels =
        new ShortProcessor(2, 1, new short[] {(short) 32_768, (short) 32_800}, null);
    ImagePlus signed = new ImagePlus("signed", pixels);
    signed.getCalibration().setSigned16BitCalibration();
    Network network = network(1).withDescription(new NetworkDescription(List.of(), List.of()));
    NetworkInput input = new NetworkInput(signed, network, "");
    assertArrayEquals(new float[] {0, 32}, input.measured(1, 1).values(), 0);
    ImagePlus same =
        input.paint(
            "copy",
            new Slices(signed, Slices.CURRENT),
            (rgb, monitor) -> new Slices.Painting(rgb, true),
            Monitor.NONE);
    assertEquals(16, same.getBitDepth());
    assertEquals(32_768, same.getProcessor().get(0), 1);
    assertEquals(32_800, same.getProcessor().get(1), 1);
    assertTrue(same.getCalibration().isSigned16Bit());
  }

  @Test
  void whatIsMadeOfChannelsHasTheirValues() {
    ImagePlus four = fourChannels();
    ImagePlus copy =
        input(four, 2, "4,2")
            .paint(
                "copy",
                new Slices(four, Slices.ALL),
                (levels, monitor) -> new Slices.Painting(levels, true),
                Monitor.NONE);
    assertEquals(2, copy.getNChannels());
    assertEquals(2, copy.getNSlices());
    assertEquals(32, copy.getBitDepth());
    assertEquals(42, copy.getStack().getProcessor(copy.getStackIndex(1, 2, 1)).getf(0), 1e-3);
    assertEquals(23, copy.getStack().getProcessor(copy.getStackIndex(2, 2, 1)).getf(1), 1e-3);
    assertEquals(400, ((CompositeImage) copy).getChannelLut(1).max);
  }

  @Test
  void aSmallCopyHasTheChannelsThatTheNetworkSees() {
    ImagePlus four = fourChannels();
    four.setPosition(2, 2, 1);
    SmallCopy copy = SmallCopy.of(four, 160);
    assertEquals(24, copy.of(network(3), "").getBitDepth());
    ImagePlus small = copy.of(network(4), "");
    assertEquals(4, small.getNChannels());
    assertArrayEquals(
        input(four, 4, "").slice(2, 1).values(), input(small, 4, "").slice(1, 1).values(), 1e-3f);
    Network described = network(1).withDescription(new NetworkDescription(List.of(), List.of()));
    ImagePlus same = copy.of(described, "");
    float[] second = {22, 23};
    assertArrayEquals(second, new NetworkInput(same, described, "").measured(1, 1).values(), 0);
    assertEquals(24, SmallCopy.of(red(), 160).of(described, "").getBitDepth());
  }

  private static ImagePlus red() {
    ColorProcessor color = new ColorProcessor(1, 1);
    color.set(0, 0xff0000);
    return new ImagePlus("red", color);
  }

  private static Network network(int channels) {
    Preprocessing preprocessing = Preprocessing.range(channels, 0, 1);
    List<Vertex> vertices = List.of(new Vertex("image", new Image(channels), List.of()));
    return new Network("mine", preprocessing, vertices);
  }

  private static NetworkInput input(ImagePlus image, int channels, String order) {
    return new NetworkInput(image, network(channels), order);
  }

  private static String refusal(ImagePlus image, int channels) {
    return refusal(image, channels, "");
  }

  private static String refusal(ImagePlus image, int channels, String order) {
    return assertThrows(IllegalArgumentException.class, () -> input(image, channels, order))
        .getMessage();
  }

  private static void assertSlice(float[] expected, ImagePlus image, int channels, int z, int t) {
    Picture slice = input(image, channels, "").slice(z, t);
    assertEquals(image.getHeight(), slice.height());
    assertEquals(image.getWidth(), slice.width());
    assertEquals(Math.max(channels, 3), slice.channels());
    assertArrayEquals(expected, slice.values(), 1e-4f);
  }

  private static ImagePlus fourChannels() {
    ImageStack stack = new ImageStack(2, 1);
    for (int z = 1; z <= 2; z++) {
      for (int c = 1; c <= 4; c++) {
        ImageProcessor processor = new FloatProcessor(2, 1);
        processor.setf(0, 10 * c + z);
        processor.setf(1, 10 * c + z + 1);
        stack.addSlice(processor);
      }
    }
    ImagePlus image = new ImagePlus("four", stack);
    image.setDimensions(4, 2, 1);
    CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
    for (int c = 1; c <= 4; c++) {
      composite.setC(c);
      composite.setDisplayRange(0, 100 * c);
    }
    return composite;
  }
}
