package neuralart.model.download;

import java.util.List;

/**
 * A published file of weights.
 *
 * @param name its official name
 * @param folders the addresses of the folders that it is in, the official one first
 * @param bytes its size
 * @param checksum what tells it from any other file
 */
public record WeightsFile(String name, List<String> folders, long bytes, Checksum checksum) {
  /** A file; the list is copied. */
  public WeightsFile {
    folders = List.copyOf(folders);
  }

  /** A file whose size and checksum nobody has published, to be got by hand. */
  public static WeightsFile unchecked(String name, List<String> folders) {
    return new WeightsFile(name, folders, 0, Checksum.md5(""));
  }

  /** Whether its size and checksum are known. */
  public boolean isChecked() {
    return bytes > 0;
  }

  /** Where it can be had, the official address first. */
  public List<String> urls() {
    return folders.stream().map(folder -> folder + name).toList();
  }

  /** Where it can be had officially. */
  public String url() {
    return urls().get(0);
  }
}
