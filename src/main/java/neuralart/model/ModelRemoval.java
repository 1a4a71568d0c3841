package neuralart.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import neuralart.model.file.Folders;
import neuralart.model.file.Reasons;

/**
 * Removes networks of the user's own from the folder where new ones go, and from no other: links
 * are removed, what they lead to is not.
 */
public final class ModelRemoval {
  private ModelRemoval() {}

  /** The names of the networks in that folder. */
  public static List<String> names() {
    return networks().stream().map(file -> file.getFileName().toString()).sorted().toList();
  }

  private static List<Path> networks() {
    Path folder = Folders.target().toAbsolutePath().normalize();
    return Models.ownFiles().stream()
        .filter(file -> folder.equals(file.toAbsolutePath().normalize().getParent()))
        .toList();
  }

  /**
   * What goes when a network is removed: its file or folder, and the files beside it that are about
   * no other.
   *
   * @param name one of {@link #names}
   * @throws IllegalArgumentException if there is none of that name
   */
  public static List<Path> files(String name) {
    List<Path> networks = networks();
    Path network =
        networks.stream()
            .filter(file -> file.getFileName().toString().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        String.format(
                            Locale.ROOT,
                            "remove=%s: expected the name of a network in %s: %s",
                            name,
                            Folders.target(),
                            networks.isEmpty() ? "there is none" : String.join(", ", names()))));
    List<Path> files = new ArrayList<>(List.of(network));
    for (UnaryOperator<Path> beside : ModelCopy.BESIDE) {
      Path file = beside.apply(network);
      boolean shared =
          networks.stream()
              .anyMatch(other -> !other.equals(network) && beside.apply(other).equals(file));
      if (Files.isRegularFile(file) && !shared) {
        files.add(file);
      }
    }
    return files;
  }

  /**
   * Removes these files for good.
   *
   * @param name one of {@link #names}
   * @throws IllegalArgumentException if there is none of that name
   * @throws IllegalStateException if a file can't be deleted
   */
  public static void run(String name) {
    for (Path file : files(name)) {
      try {
        ModelCopy.delete(file);
      } catch (IOException e) {
        throw new IllegalStateException(file + " can't be removed: " + Reasons.of(e), e);
      }
    }
  }
}
