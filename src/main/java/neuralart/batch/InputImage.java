package neuralart.batch;

import ij.ImagePlus;
import ij.io.FileInfo;
import java.io.IOException;
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
    long size = Files.size(path);
    if (info != null && info.fileFormat == FileInfo.TIFF && end(info) > size) {
      throw new IllegalArgumentException(
          "The image file " + path + " is cut off: it has " + size + " of " + end(info) + " bytes");
    }
    return image;
  }

  /** Where the pixels of a TIFF file end, at least. */
  private static long end(FileInfo info) {
    long end = 0;
    if (info.stripOffsets != null && info.stripLengths != null) {
      int last = Math.min(info.stripOffsets.length, info.stripLengths.length) - 1;
      end = (info.stripOffsets[last] & 0xffffffffL) + (info.stripLengths[last] & 0xffffffffL);
    }
    if (info.compression <= FileInfo.COMPRESSION_NONE) {
      long pixels = (long) info.width * info.height * info.getBytesPerPixel();
      end = Math.max(end, info.getOffset() + Math.max(1, info.nImages) * pixels);
    }
    return end;
  }
}
