package neuralart.imagej;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.plugin.FileInfoVirtualStack;
import ij.process.ImageConverter;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/** Images of all kinds that ImageJ knows, with noise in them. */
public final class ImageKinds {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 36;
  private static final int BRIGHTEST = 4000;

  private static final Map<String, Function<Path, ImagePlus>> KINDS = new LinkedHashMap<>();

  static {
    for (String type : List.of("8-bit", "16-bit", "32-bit", "RGB")) {
      KINDS.put(type, folder -> noise(type, WIDTH, HEIGHT, 1, 1, 1));
    }
    KINDS.put("8-bit, colour table", folder -> lut(noise("8-bit", WIDTH, HEIGHT, 1, 1, 1), false));
    KINDS.put("8-bit colour", folder -> indexed());
    KINDS.put(
        "16-bit, colour table", folder -> lut(noise("16-bit", WIDTH, HEIGHT, 1, 1, 1), false));
    KINDS.put("8-bit, inverted", folder -> lut(noise("8-bit", WIDTH, HEIGHT, 1, 1, 1), true));
    KINDS.put(
        "32-bit, inverted stack", folder -> lut(noise("32-bit", WIDTH, HEIGHT, 1, 2, 1), true));
    KINDS.put("16-bit, signed", folder -> signed());
    KINDS.put("8-bit, optical density", folder -> dense("8-bit"));
    KINDS.put("16-bit, optical density", folder -> dense("16-bit"));
    KINDS.put("16-bit, labels", folder -> labels());
    KINDS.put("16-bit, threshold", folder -> thresholded());
    KINDS.put("32-bit, not a number", folder -> withoutNumbers());
    KINDS.put("16-bit, calibrated, with ROI and overlay", folder -> marked());
    for (int mode : new int[] {IJ.COMPOSITE, IJ.COLOR, IJ.GRAYSCALE}) {
      KINDS.put("composite, mode " + mode, folder -> composite("16-bit", mode, 3, 1, 1));
      KINDS.put("hyperstack, mode " + mode, folder -> composite("8-bit", mode, 2, 2, 3));
    }
    KINDS.put("composite, 32-bit", folder -> composite("32-bit", IJ.COMPOSITE, 2, 1, 1));
    for (String projection : List.of("Max", "Min", "Invert")) {
      KINDS.put("composite, " + projection, folder -> projected(projection));
    }
    KINDS.put("z stack", folder -> noise("16-bit", WIDTH, HEIGHT, 1, 3, 1));
    KINDS.put("t stack", folder -> noise("8-bit", WIDTH, HEIGHT, 1, 1, 3));
    KINDS.put("RGB stack", folder -> noise("RGB", WIDTH, HEIGHT, 1, 2, 1));
    KINDS.put("hyperstack without composite", folder -> noise("16-bit", WIDTH, HEIGHT, 2, 2, 2));
    KINDS.put("virtual stack", folder -> virtual());
    KINDS.put("stack on disk", folder -> onDisk(noise("16-bit", WIDTH, HEIGHT, 1, 3, 1), folder));
    KINDS.put(
        "hyperstack on disk", folder -> onDisk(composite("16-bit", IJ.COMPOSITE, 2, 2, 2), folder));
    KINDS.put("1 pixel wide", folder -> noise("8-bit", 1, HEIGHT, 1, 1, 1));
    KINDS.put("1 pixel high", folder -> noise("16-bit", WIDTH, 1, 1, 1, 1));
    KINDS.put("1 pixel", folder -> noise("32-bit", 1, 1, 1, 1, 1));
    KINDS.put("3 x 2 pixels", folder -> noise("8-bit", 3, 2, 1, 1, 1));
  }

  private ImageKinds() {}

  public static Stream<String> names() {
    return KINDS.keySet().stream();
  }

  /**
   * A new image of a kind, whose title has all that is hard to quote.
   *
   * @param folder for files
   */
  public static ImagePlus of(String name, Path folder) {
    ImagePlus image = KINDS.get(name).apply(folder);
    image.setTitle("Zelle [1 of 2] \u00e9 \u03b1 " + name + ".tif");
    image.setProperty("Info", "from a test");
    image.changes = false;
    return image;
  }

  /** All of an image that a command could change, as text. */
  public static String state(ImagePlus image) {
    List<String> lines = new ArrayList<>();
    lines.add(image.getTitle() + ", " + image.getType() + ", " + image.getProperties());
    lines.add(Arrays.toString(image.getPropertiesAsArray()));
    lines.add(Arrays.toString(image.getDimensions()) + ", changes " + image.changes);
    lines.add(image.getC() + ", " + image.getZ() + ", " + image.getT());
    lines.add(image.getCurrentSlice() + ", hyperstack " + image.isHyperStack());
    lines.add(text(image.getCalibration()));
    lines.add(image.getDisplayRangeMin() + " to " + image.getDisplayRangeMax());
    if (image instanceof CompositeImage composite) {
      lines.add(composite.getMode() + ", " + Arrays.toString(composite.getActiveChannels()));
      for (int c = 1; c <= composite.getNChannels(); c++) {
        lines.add(text(composite.getChannelLut(c)));
      }
    } else if (image.getBitDepth() != 24) {
      ImageProcessor display = image.getProcessor();
      lines.add(text(display.getLut()));
      lines.add(display.getMinThreshold() + " to " + display.getMaxThreshold());
    }
    lines.add(text(image.getRoi()));
    Overlay overlay = image.getOverlay();
    for (int i = 0; overlay != null && i < overlay.size(); i++) {
      lines.add("overlay " + text(overlay.get(i)));
    }
    ImageStack stack = image.getStack();
    for (int i = 1; i <= stack.size(); i++) {
      Object pixels = stack.getProcessor(i).getPixels();
      lines.add(stack.getSliceLabel(i) + ": " + Arrays.deepHashCode(new Object[] {pixels}));
    }
    return String.join("\n", lines);
  }

  private static String text(Calibration c) {
    double[] sizes = {c.pixelWidth, c.pixelHeight, c.pixelDepth, c.xOrigin, c.yOrigin};
    String values = c.getFunction() + Arrays.toString(c.getCoefficients()) + c.getValueUnit();
    return Arrays.toString(sizes) + c.getUnit() + c.frameInterval + ", " + values;
  }

  private static String text(LUT lut) {
    return Arrays.hashCode(lut.getBytes()) + ", " + lut.min + " to " + lut.max;
  }

  private static String text(Roi roi) {
    return roi == null
        ? "no ROI"
        : System.identityHashCode(roi) + ", " + roi + ", " + roi.getName() + roi.getFloatPolygon();
  }

  private static ImagePlus noise(String type, int width, int height, int c, int z, int t) {
    ImagePlus image = IJ.createImage("noise", type, width, height, c * z * t);
    for (int i = 1; i <= image.getStackSize(); i++) {
      fill(image.getStack().getProcessor(i), i);
      image.getStack().setSliceLabel("label " + i, i);
    }
    image.setDimensions(c, z, t);
    image.setOpenAsHyperStack(c * t > 1);
    if (!type.equals("RGB")) {
      image.setDisplayRange(20, type.equals("8-bit") ? 200 : BRIGHTEST - 500);
    }
    image.setPosition(c, (z + 1) / 2, t);
    return image;
  }

  private static void fill(ImageProcessor pixels, int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < pixels.getPixelCount(); i++) {
      switch (pixels.getBitDepth()) {
        case 8 -> pixels.set(i, random.nextInt(256));
        case 24 -> pixels.set(i, random.nextInt() | 0xff000000);
        default -> pixels.setf(i, random.nextInt(BRIGHTEST));
      }
    }
  }

  private static ImagePlus lut(ImagePlus image, boolean inverted) {
    LUT lut = LUT.createLutFromColor(inverted ? Color.WHITE : Color.ORANGE);
    lut = inverted ? lut.createInvertedLut() : lut;
    lut.min = image.getDisplayRangeMin();
    lut.max = image.getDisplayRangeMax();
    image.setLut(lut);
    return image;
  }

  private static ImagePlus indexed() {
    ImagePlus image = noise("RGB", WIDTH, HEIGHT, 1, 1, 1);
    new ImageConverter(image).convertRGBtoIndexedColor(256);
    return image;
  }

  private static ImagePlus signed() {
    ImagePlus image = noise("16-bit", WIDTH, HEIGHT, 1, 1, 1);
    image.getProcessor().add((1 << 15) - BRIGHTEST / 2);
    image.getCalibration().setSigned16BitCalibration();
    image.setDisplayRange((1 << 15) - BRIGHTEST / 2, (1 << 15) + BRIGHTEST / 2);
    return image;
  }

  private static ImagePlus dense(String type) {
    ImagePlus image = noise(type, WIDTH, HEIGHT, 1, 1, 1);
    image.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {0.5, 0.001}, "OD");
    return image;
  }

  private static ImagePlus labels() {
    ImagePlus image = noise("16-bit", WIDTH, HEIGHT, 1, 1, 1);
    byte[][] colors = new byte[3][256];
    Random random = new Random(5);
    for (byte[] color : colors) {
      random.nextBytes(color);
      color[0] = 0;
      color[255] = -1;
    }
    LUT lut = new LUT(colors[0], colors[1], colors[2]);
    lut.max = BRIGHTEST;
    image.setLut(lut);
    return image;
  }

  private static ImagePlus thresholded() {
    ImagePlus image = noise("16-bit", WIDTH, HEIGHT, 1, 2, 1);
    image.getProcessor().setThreshold(1000, 2000, ImageProcessor.RED_LUT);
    return image;
  }

  private static ImagePlus projected(String projection) {
    CompositeImage image = (CompositeImage) composite("16-bit", IJ.COMPOSITE, 3, 2, 1);
    image.setProp("CompositeProjection", projection);
    for (int c = 1; c <= 3 && projection.equals("Invert"); c++) {
      image.setChannelLut(inverted(image.getChannelLut(c)), c);
    }
    return image;
  }

  private static LUT inverted(LUT lut) {
    LUT inverted = lut.createInvertedLut();
    inverted.min = lut.min;
    inverted.max = lut.max;
    return inverted;
  }

  private static ImagePlus withoutNumbers() {
    ImagePlus image = noise("32-bit", WIDTH, HEIGHT, 1, 1, 1);
    image.getProcessor().setf(1, Float.NaN);
    image.getProcessor().setf(2, Float.POSITIVE_INFINITY);
    image.getProcessor().setf(3, Float.NEGATIVE_INFINITY);
    return image;
  }

  private static ImagePlus marked() {
    ImagePlus image = noise("16-bit", WIDTH, HEIGHT, 1, 1, 1);
    Calibration calibration = image.getCalibration();
    calibration.pixelWidth = 0.5;
    calibration.pixelHeight = 0.25;
    calibration.pixelDepth = 2;
    calibration.frameInterval = 3;
    calibration.xOrigin = 5;
    calibration.setUnit("micron");
    Roi nucleus = new Roi(3, 4, 20, 10);
    nucleus.setName("nucleus");
    image.setOverlay(new Overlay(nucleus));
    image.setRoi(new OvalRoi(8, 6, 30, 20));
    return image;
  }

  private static ImagePlus composite(String type, int mode, int c, int z, int t) {
    CompositeImage image = new CompositeImage(noise(type, WIDTH, HEIGHT, c, z, t), mode);
    Color[] colors = {Color.GREEN, Color.MAGENTA, Color.CYAN};
    for (int i = 0; i < c; i++) {
      LUT lut = LUT.createLutFromColor(colors[i]);
      lut.min = 10 * i;
      lut.max = type.equals("8-bit") ? 150 : BRIGHTEST / (i + 1);
      image.setChannelLut(lut, i + 1);
    }
    image.setPosition(2, z, (t + 1) / 2);
    if (mode == IJ.COMPOSITE && c > 2) {
      image.getActiveChannels()[2] = false;
    }
    return image;
  }

  private static ImagePlus virtual() {
    VirtualStack stack =
        new VirtualStack(WIDTH, HEIGHT, null, "") {
          @Override
          public int getSize() {
            return 3;
          }

          @Override
          public ImageProcessor getProcessor(int n) {
            return noise("16-bit", WIDTH, HEIGHT, 1, 1, n).getStack().getProcessor(n);
          }

          @Override
          public Object getPixels(int n) {
            return getProcessor(n).getPixels();
          }

          @Override
          public String getSliceLabel(int n) {
            return "computed " + n;
          }
        };
    stack.setBitDepth(16);
    ImagePlus image = new ImagePlus("virtual", stack);
    image.setDisplayRange(100, BRIGHTEST / 2);
    image.setSlice(2);
    return image;
  }

  private static ImagePlus onDisk(ImagePlus image, Path folder) {
    String file = folder.resolve("stack.tif").toString();
    new FileSaver(image).saveAsTiffStack(file);
    ImagePlus opened = FileInfoVirtualStack.openVirtual(file);
    opened.setPosition(1, 2, opened.getNFrames());
    return opened;
  }
}
