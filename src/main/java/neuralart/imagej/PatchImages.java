package neuralart.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pictures of parts of images: as a montage or as a stack. */
public final class PatchImages {
  /** Longer sides in pixels that the pictures of a montage should have at least, and at most. */
  private static final int SMALLEST = 72;

  private static final int LARGEST = 240;

  /** What lies outside of an image. */
  private static final Color OUTSIDE = Color.DARK_GRAY;

  private final ImageSet images;
  private final List<Row> rows;
  private final int columns;
  private final boolean hasSynthetic;
  private final int width;
  private final int height;
  private final Map<Part, ColorProcessor> pictures = new HashMap<>();

  /**
   * A part of an image.
   *
   * @param image index in the set of images
   * @param slice index of the slice: planes count first, then frames
   * @param place in pixels; may go beyond the image
   * @param label below the picture
   * @param title of the picture, as a slice of a stack
   * @param mark of the place, on the image
   */
  public record Part(
      int image, int slice, Rectangle place, String label, String title, String mark) {
    /** The plane, from 1. */
    public int z(ImagePlus opened) {
      return slice % opened.getNSlices() + 1;
    }

    /** The frame, from 1. */
    public int t(ImagePlus opened) {
      return slice / opened.getNSlices() + 1;
    }
  }

  /**
   * What is shown in one row.
   *
   * @param label of the row
   * @param synthetic a picture of any size that stands before the parts, of which the middle is
   *     shown at their scale
   * @param parts of images, as many as there are
   */
  public record Row(String label, Optional<ImageProcessor> synthetic, List<Part> parts) {}

  /**
   * Reads the parts, which all have one size.
   *
   * @param images that they are parts of
   * @param rows at least one of them with a part
   * @param columns parts in a row; places are left empty where there are fewer
   * @throws IllegalArgumentException if there is no part, or an image can't be read
   * @throws IllegalStateException if memory doesn't suffice
   */
  public PatchImages(ImageSet images, List<Row> rows, int columns) {
    this.images = images;
    this.rows = rows;
    this.columns = columns;
    hasSynthetic = rows.stream().anyMatch(row -> row.synthetic.isPresent());
    List<Part> parts = rows.stream().flatMap(row -> row.parts.stream()).toList();
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("None of the filters responds to any part of the images");
    }
    width = parts.get(0).place.width;
    height = parts.get(0).place.height;
    Heap.require(
        (long) Integer.BYTES * width * height * rows.size() * (columns + (hasSynthetic ? 1 : 0)),
        parts.size() + " patches of " + width + " x " + height + " pixels",
        "Choose fewer filters or fewer patches");
    for (int i = 0; i < images.count(); i++) {
      int image = i;
      List<Part> here = parts.stream().filter(part -> part.image == image).toList();
      if (!here.isEmpty()) {
        read(images.open(image), here);
      }
    }
  }

  private void read(ImagePlus image, List<Part> parts) {
    // One slice at a time is in memory.
    Map<Integer, List<Part>> bySlice = parts.stream().collect(Collectors.groupingBy(Part::slice));
    for (List<Part> here : bySlice.values()) {
      ColorProcessor slice = slice(image, here.get(0).z(image), here.get(0).t(image));
      for (Part part : here) {
        ColorProcessor picture = new ColorProcessor(width, height);
        picture.setColor(OUTSIDE);
        picture.fill();
        picture.insert(slice, -part.place.x, -part.place.y);
        pictures.put(part, picture);
      }
    }
  }

  private static ColorProcessor slice(ImagePlus image, int z, int t) {
    return DisplayedImage.color(DisplayedImage.picture(image, z, t));
  }

  /** All rows, with a label below each part. */
  public ImagePlus montage(String title) {
    int across = columns + (hasSynthetic ? 1 : 0);
    Montage montage = Montage.scaled(across, width, height, SMALLEST, LARGEST);
    for (Row row : rows) {
      if (hasSynthetic) {
        montage.add(synthetic(row), row.label);
      }
      for (int i = 0; i < columns; i++) {
        if (i < row.parts.size()) {
          montage.add(pictures.get(row.parts.get(i)), row.parts.get(i).label);
        } else {
          montage.add(new ColorProcessor(width, height), i == 0 ? row.label + ": none" : "");
        }
      }
    }
    ImagePlus image = new ImagePlus(title, montage.draw());
    image.setCalibration(calibration(montage.scale()));
    return image;
  }

  /** A stack with the rows as frames and their parts as planes. */
  public ImagePlus stack(String title) {
    ImageStack stack = new ImageStack(width, height);
    for (Row row : rows) {
      if (hasSynthetic) {
        stack.addSlice(row.label + ", synthetic", synthetic(row));
      }
      for (int i = 0; i < columns; i++) {
        if (i < row.parts.size()) {
          Part part = row.parts.get(i);
          stack.addSlice(part.title, pictures.get(part));
        } else {
          stack.addSlice(row.label + ": no other", new ColorProcessor(width, height));
        }
      }
    }
    ImagePlus image = new ImagePlus(title, stack);
    int planes = stack.size() / rows.size();
    image.setDimensions(1, planes, rows.size());
    image.setOpenAsHyperStack(planes > 1 && rows.size() > 1);
    image.setCalibration(calibration(1));
    return image;
  }

  /** The middle of a row's synthetic picture, as large as a part; black if it has none. */
  private ColorProcessor synthetic(Row row) {
    ColorProcessor middle = new ColorProcessor(width, height);
    row.synthetic.ifPresent(
        picture ->
            middle.insert(
                picture, (width - picture.getWidth()) / 2, (height - picture.getHeight()) / 2));
    return middle;
  }

  /** The pixel size of an open image; the files of a folder may differ. */
  private Calibration calibration(double scale) {
    Calibration calibration = new Calibration();
    if (images.isOpen()) {
      Calibration source = images.open(0).getCalibration();
      calibration.setUnit(source.getUnit());
      calibration.pixelWidth = source.pixelWidth / scale;
      calibration.pixelHeight = source.pixelHeight / scale;
    }
    return calibration;
  }
}
