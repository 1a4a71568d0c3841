package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.process.ColorProcessor;
import ij.process.ColorSpaceConverter;
import ij.process.ImageConverter;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import neuralart.image.Picture;
import neuralart.reference.Tolerances;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a network sees, by type, colour table, display range, composite mode, projection and
 * channels that are off, against the pixels of the flattened window of every slice.
 */
class DisplayedKindsTest {
  private static final int WIDTH = 16;
  private static final int HEIGHT = 12;
  private static final List<String> TYPES = List.of("8-bit", "16-bit", "32-bit");

  /** The last one, from 0 to 0, is none; in composites, chance would decide what it becomes. */
  private static final List<String> RANGES =
      List.of("whole", "narrow", "outside", "one value", "reversed", "tiny", "none");

  private static final List<String> PROJECTIONS = List.of("", "Max", "Min", "Invert");

  /** How much brighter than the last one each slice is, in shares of the range of values. */
  private static final double STEP = 0.01;

  private static final Map<String, Supplier<ImagePlus>> KINDS = new LinkedHashMap<>();

  static {
    for (String type : TYPES) {
      for (String table : tables().keySet()) {
        for (String range : RANGES) {
          KINDS.put(type + ", " + table + ", " + range, () -> single(type, table, range));
        }
      }
      for (int threshold : new int[] {ImageProcessor.RED_LUT, ImageProcessor.BLACK_AND_WHITE_LUT}) {
        KINDS.put(type + ", threshold " + threshold, () -> thresholded(type, threshold));
      }
      for (int channels : new int[] {1, 2, 3, 7}) {
        for (String projection : PROJECTIONS) {
          for (String off : List.of("none", "first", "last", "all")) {
            KINDS.put(
                type + ", " + channels + " channels, " + projection + ", off " + off,
                () -> composite(type, channels, IJ.COMPOSITE, projection, off));
          }
        }
        for (int mode : new int[] {IJ.COLOR, IJ.GRAYSCALE}) {
          KINDS.put(
              type + ", " + channels + " channels, mode " + mode,
              () -> composite(type, channels, mode, "", "none"));
        }
      }
    }
    KINDS.put("RGB", () -> noise("RGB", 1));
    for (String conversion :
        List.of("RGB Stack", "HSB Stack", "HSB (32-bit)", "Lab Stack", "8-bit Color")) {
      KINDS.put(conversion, () -> converted(conversion));
    }
  }

  static Stream<String> kinds() {
    return KINDS.keySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void everySliceIsTheFlattenedWindow(String kind) {
    ImagePlus image = KINDS.get(kind).get();
    String before = ImageKinds.state(image);
    for (int z = 1; z <= image.getNSlices(); z++) {
      ImagePlus shown = KINDS.get(kind).get();
      shown.setPosition(shown.getC(), z, 1);
      shown.updateImage(); // as its window would
      ColorProcessor flattened = (ColorProcessor) shown.flatten().getProcessor();
      Picture rgb = DisplayedImage.picture(image, z, 1);
      double difference = difference(flattened, rgb, kind);
      System.out.println("DIFF\t" + difference + "\t" + kind + "\tz" + z);
      assertTrue(difference <= Tolerances.DISPLAYED_LEVEL, z + ": " + difference);
    }
    assertEquals(before, ImageKinds.state(image));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-bit", "16-bit", "32-bit"})
  void slicesAreStretchedWhereImageJDoesSo(String type) {
    ImagePlus image = single(type, "fire", "narrow");
    ImagePlus shown = single(type, "fire", "narrow");
    Prefs.autoContrast = true;
    try {
      Picture rgb = DisplayedImage.picture(image, 2, 1);
      shown.setSlice(2);
      assertEquals(0, difference((ColorProcessor) shown.flatten().getProcessor(), rgb, ""));
    } finally {
      Prefs.autoContrast = false;
    }
    assertEquals(1, image.getSlice());
  }

  private static double difference(ColorProcessor expected, Picture rgb, String kind) {
    assertEquals(HEIGHT, rgb.height());
    assertEquals(WIDTH, rgb.width());
    float[] values = rgb.values();
    double largest = 0;
    // With the first channel off, ImageJ leaves the first pixel as it is.
    boolean skips = kind.contains("off first") || kind.contains("off all");
    for (int i = skips ? 1 : 0; i < WIDTH * HEIGHT; i++) {
      for (int c = 0; c < 3; c++) {
        int level = expected.get(i) >> 16 - 8 * c & 0xff;
        largest = Math.max(largest, Math.abs(level - values[3 * i + c]));
      }
    }
    return largest;
  }

  private static ImagePlus noise(String type, int slices) {
    ImagePlus image = IJ.createImage("noise", type, WIDTH, HEIGHT, slices);
    Random random = new Random(1);
    for (int n = 1; n <= slices; n++) {
      ImageProcessor pixels = image.getStack().getProcessor(n);
      for (int i = 0; i < pixels.getPixelCount(); i++) {
        double level = Math.min(1, random.nextDouble() + STEP * n);
        switch (type) {
          case "8-bit" -> pixels.set(i, (int) (level * 255));
          case "16-bit" -> pixels.set(i, (int) (level * 4000));
          case "32-bit" -> pixels.setf(i, (float) (level * 2 - 1));
          default -> pixels.set(i, random.nextInt() | 0xff000000);
        }
      }
      if (type.equals("32-bit")) {
        pixels.setf(1, Float.NaN);
        pixels.setf(2, Float.POSITIVE_INFINITY);
        pixels.setf(3, Float.NEGATIVE_INFINITY);
      }
    }
    return image;
  }

  /** The value at a share of the range that {@link #noise} has. */
  private static double value(String type, double share) {
    return switch (type) {
      case "8-bit" -> 255 * share;
      case "16-bit" -> 4000 * share;
      default -> 2 * share - 1;
    };
  }

  private static double[] range(String type, String range) {
    return switch (range) {
      case "whole" -> new double[] {value(type, 0), value(type, 1)};
      case "narrow" -> new double[] {value(type, 0.2), value(type, 0.7)};
      case "outside" -> new double[] {value(type, 1.2), value(type, 1.5)};
      case "one value" -> new double[] {value(type, 0.4), value(type, 0.4)};
      case "reversed" -> new double[] {value(type, 0.8), value(type, 0.3)};
      case "tiny" -> new double[] {value(type, 0.5), value(type, 0.501)};
      default -> new double[2];
    };
  }

  /** Colour tables by name. */
  private static Map<String, LUT> tables() {
    Map<String, LUT> tables = new LinkedHashMap<>();
    tables.put("grey", LUT.createLutFromColor(Color.WHITE));
    tables.put("inverted", LUT.createLutFromColor(Color.WHITE).createInvertedLut());
    tables.put("orange", LUT.createLutFromColor(Color.ORANGE));
    byte[][] labels = new byte[3][256];
    byte[][] fire = new byte[3][256];
    Random random = new Random(2);
    for (int c = 0; c < 3; c++) {
      random.nextBytes(labels[c]);
      for (int i = 0; i < 256; i++) {
        fire[c][i] = (byte) Math.min(255, Math.max(0, (4 - c) * (i - 60 * c)));
      }
    }
    tables.put("labels", new LUT(labels[0], labels[1], labels[2]));
    tables.put("fire", new LUT(fire[0], fire[1], fire[2]));
    return tables;
  }

  private static ImagePlus single(String type, String table, String range) {
    ImagePlus image = noise(type, 2);
    image.setLut(tables().get(table));
    double[] limits = range(type, range);
    image.setDisplayRange(limits[0], limits[1]);
    return image;
  }

  private static ImagePlus thresholded(String type, int mode) {
    ImagePlus image = single(type, "grey", "narrow");
    image.getProcessor().setThreshold(value(type, 0.4), value(type, 0.6), mode);
    return image;
  }

  private static ImagePlus composite(
      String type, int channels, int mode, String projection, String off) {
    ImagePlus stack = noise(type, 2 * channels);
    stack.setDimensions(channels, 2, 1);
    CompositeImage image = new CompositeImage(stack, mode);
    List<String> tables = new ArrayList<>(tables().keySet());
    for (int c = 1; c <= channels; c++) {
      LUT lut =
          c <= 2 || projection.equals("Invert")
              ? LUT.createLutFromColor(CompositeImage.colors[c])
              : (LUT) tables().get(tables.get(c % tables.size())).clone();
      lut = projection.equals("Invert") ? lut.createInvertedLut() : lut;
      double[] limits = range(type, RANGES.get((c - 1) % (RANGES.size() - 1)));
      lut.min = limits[0];
      lut.max = limits[1];
      image.setChannelLut(lut, c);
    }
    image.setPosition(Math.min(2, channels), 1, 1);
    if (!projection.isEmpty()) {
      image.setProp("CompositeProjection", projection);
    }
    boolean[] active = image.getActiveChannels();
    for (int c = 0; c < channels && mode == IJ.COMPOSITE; c++) {
      active[c] =
          switch (off) {
            case "first" -> c > 0;
            case "last" -> c < channels - 1;
            case "all" -> false;
            default -> true;
          };
    }
    return image;
  }

  private static ImagePlus converted(String conversion) {
    ImagePlus image = noise("RGB", 1);
    ImageConverter converter = new ImageConverter(image);
    switch (conversion) {
      case "RGB Stack" -> converter.convertToRGBStack();
      case "HSB Stack" -> converter.convertToHSB();
      case "HSB (32-bit)" -> converter.convertToHSB32();
      case "Lab Stack" -> {
        return new ColorSpaceConverter().RGBToLab(image);
      }
      default -> converter.convertRGBtoIndexedColor(20);
    }
    return image;
  }
}
