package neuralart.batch;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.Opener;
import ij.io.TiffDecoder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import neuralart.imagej.QuietOpener;

/** Opens the images of inputs, one at a time: ImageJ's readers share what they say of errors. */
final class InputImage {
  private InputImage() {}

  /**
   * Opens an image without showing it.
   *
   * @throws IllegalArgumentException if there is none, ImageJ can't read it, or its end is missing,
   *     which ImageJ would fill with black
   * @throws IOException if its size can't be read
   */
  static synchronized ImagePlus open(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException("There is no image file " + path);
    }
    ImagePlus image =
        QuietOpener.open(path.toFile())
            .orElseThrow(
                () -> new IllegalArgumentException("ImageJ can't read the image file " + path));
    FileInfo info = image.getOriginalFileInfo();
    if (info != null && info.fileFormat == FileInfo.TIFF) {
      requireWhole(path, end(info));
    }
    return image;
  }

  /**
   * Looks at a TIFF file without reading its pixels. Files of other formats, and TIFF files that
   * ImageJ can't read, are left to those who open them.
   *
   * @throws IllegalArgumentException if its end is missing
   * @throws IOException if the file can't be read
   */
  static void requireWholeTiff(Path path) throws IOException {
    if (new Opener().getFileType(path.toString()) != Opener.TIFF) {
      return;
    }
    requireWhole(path, directory(path) + 1);
    for (FileInfo info : infos(path)) {
      requireWhole(path, end(info));
    }
  }

  private static FileInfo[] infos(Path path) {
    String folder = path.getParent() + File.separator;
    try {
      FileInfo[] infos = new TiffDecoder(folder, path.getFileName().toString()).getTiffInfo();
      return infos == null ? new FileInfo[0] : infos;
    } catch (IOException | RuntimeException e) {
      return new FileInfo[0]; // of a kind that others may read
    }
  }

  /** Where the first directory of a TIFF file is. */
  private static long directory(Path path) throws IOException {
    try (InputStream stream = Files.newInputStream(path)) {
      ByteBuffer head = ByteBuffer.wrap(stream.readNBytes(2 * Integer.BYTES));
      head.order(head.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      return Integer.toUnsignedLong(head.getInt(Integer.BYTES));
    }
  }

  private static void requireWhole(Path path, long end) throws IOException {
    long size = Files.size(path);
    if (end > size) {
      throw new IllegalArgumentException(
          "The image file " + path + " is cut off: it has " + size + " of " + end + " bytes");
    }
  }

  /** Where the pixels of a TIFF file end, at least. */
  private static long end(FileInfo info) {
    long end = 0;
    if (info.stripOffsets != null && info.stripLengths != null) {
      int last = Math.min(info.stripOffsets.length, info.stripLengths.length) - 1;
      end = (info.stripOffsets[last] & 0xffffffffL) + (info.stripLengths[last] & 0xffffffffL);
    }
    boolean hasWholeBytes =
        info.fileType != FileInfo.BITMAP && info.fileType != FileInfo.GRAY12_UNSIGNED;
    if (hasWholeBytes && info.compression <= FileInfo.COMPRESSION_NONE) {
      long pixels = (long) info.width * info.height * info.getBytesPerPixel();
      end = Math.max(end, info.getOffset() + Math.max(1, info.nImages) * pixels);
    }
    return end;
  }
}
