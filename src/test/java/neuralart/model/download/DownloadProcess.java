package neuralart.model.download;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A download in a program of its own, for tests that end it. */
final class DownloadProcess {
  private DownloadProcess() {}

  /** The arguments are address, folder, size and SHA-256. */
  public static void main(String[] args) {
    WeightsFile file =
        new WeightsFile(
            "net.h5", List.of(args[0]), Long.parseLong(args[2]), Checksum.sha256(args[3]));
    new Download(file, Path.of(args[1]), DownloadOptions.defaults()).run(bytes -> true);
  }

  /**
   * Starts it.
   *
   * @param before words of the command before those of Java
   */
  static Process start(WeightsFile file, Path folder, String... before) throws IOException {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            DownloadProcess.class.getName(),
            file.folders().get(0),
            folder.toString(),
            String.valueOf(file.bytes()),
            file.checksum().digits()));
    return new ProcessBuilder(command).start();
  }
}
