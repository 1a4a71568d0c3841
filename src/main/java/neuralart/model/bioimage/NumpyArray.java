package neuralart.model.bioimage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import neuralart.image.Picture;

/**
 * An array of numbers in a {@code .npy} file of NumPy.
 *
 * @param sizes of its dimensions
 * @param values in the order of C, rounded to single precision
 */
record NumpyArray(int[] sizes, float[] values) {
  private static final String MAGIC = "\u0093NUMPY";
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<>|=])([biuf])([1248])'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");
  private static final int HIGHEST_RANK = 8;
  private static final int MOST = Integer.MAX_VALUE / Double.BYTES;

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is of another form, or doesn't have as many numbers as
   *     it says
   */
  static NumpyArray read(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    String start = new String(file, 0, Math.min(file.length, 6), StandardCharsets.ISO_8859_1);
    if (!start.equals(MAGIC) || file.length < 12) {
      throw new IllegalArgumentException("isn't an array of NumPy");
    }
    boolean old = file[6] == 1;
    int first = old ? 10 : 12;
    long length = old ? Short.toUnsignedInt(bytes.getShort(8)) : bytes.getInt(8);
    if (length < 0 || first + length > file.length) {
      throw new IllegalArgumentException("is damaged: its header isn't whole");
    }
    String header = new String(file, first, (int) length, StandardCharsets.ISO_8859_1);
    Matcher type = TYPE.matcher(header);
    Matcher order = ORDER.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !order.find() || !shape.find() || order.group(1).equals("True")) {
      throw new IllegalArgumentException("is no array of real numbers in the order of C");
    }
    int[] sizes = sizes(shape.group(1));
    int bytesEach = Integer.parseInt(type.group(3));
    ByteBuffer data =
        bytes
            .position(first + (int) length)
            .slice()
            .order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int count = count(sizes);
    if (data.remaining() != (long) count * bytesEach) {
      throw new IllegalArgumentException(
          "is damaged: it has " + data.remaining() + " bytes for " + count + " numbers");
    }
    return new NumpyArray(sizes, values(data, type.group(2) + bytesEach, count));
  }

  private static int[] sizes(String text) {
    try {
      int[] sizes =
          Arrays.stream(text.split(","))
              .map(String::strip)
              .filter(size -> !size.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      if (sizes.length <= HIGHEST_RANK) {
        return sizes;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("has a size that is too large", e);
    }
    throw new IllegalArgumentException("has more than " + HIGHEST_RANK + " dimensions");
  }

  private static int count(int[] sizes) {
    long count = 1;
    for (int size : sizes) {
      count *= size;
      if (count < 1 || count > MOST) {
        throw new IllegalArgumentException(
            "has the sizes " + Arrays.toString(sizes) + ", which are none or too many numbers");
      }
    }
    return (int) count;
  }

  private static float[] values(ByteBuffer data, String type, int count) {
    IntToDoubleFunction reader =
        switch (type) {
          case "f4" -> i -> data.getFloat(Float.BYTES * i);
          case "f8" -> i -> data.getDouble(Double.BYTES * i);
          case "u1", "b1" -> i -> Byte.toUnsignedInt(data.get(i));
          case "i1" -> data::get;
          case "u2" -> i -> Short.toUnsignedInt(data.getShort(Short.BYTES * i));
          case "i2" -> i -> data.getShort(Short.BYTES * i);
          case "u4" -> i -> Integer.toUnsignedLong(data.getInt(Integer.BYTES * i));
          case "i4" -> i -> data.getInt(Integer.BYTES * i);
          case "i8", "u8" -> i -> data.getLong(Long.BYTES * i);
          default -> throw new IllegalArgumentException("has numbers of the type " + type);
        };
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) reader.applyAsDouble(i);
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException("has values that are not finite");
      }
    }
    return values;
  }

  /**
   * The array as a picture.
   *
   * @param axes a letter for each dimension: {@code c}, {@code y}, {@code x}; others have size 1
   * @throws IllegalArgumentException if the array has other dimensions
   */
  Picture picture(String axes) {
    int[] size = {1, 1, 1};
    int[] stride = {0, 0, 0};
    int step = values.length;
    boolean fits = sizes.length == axes.length();
    for (int i = 0; i < sizes.length && fits; i++) {
      step /= sizes[i];
      int axis = "yxc".indexOf(axes.charAt(i));
      fits = axis >= 0 || sizes[i] == 1;
      if (axis >= 0) {
        size[axis] = sizes[i];
        stride[axis] = step;
      }
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "has the sizes " + Arrays.toString(sizes) + " for the axes " + axes);
    }
    Picture picture = new Picture(size[0], size[1], size[2]);
    for (int y = 0; y < size[0]; y++) {
      float[] row = picture.row(y);
      for (int i = 0; i < row.length; i++) {
        row[i] = values[y * stride[0] + i / size[2] * stride[1] + i % size[2] * stride[2]];
      }
    }
    return picture;
  }
}
