package neuralart.model;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import neuralart.model.file.Reading;
import neuralart.network.Classifier;
import neuralart.network.LikelyNames;
import neuralart.network.Network;

/**
 * The names of a network's classes, in a text file beside it, one name a line in the order of the
 * outputs: {@code cells.classes.txt} for {@code cells.h5}, or {@code labels.txt} for all networks
 * of the folder that have as many classes.
 */
public final class ClassNames {
  private static final String ENDING = ".classes.txt";
  private static final String SHARED = "labels.txt";
  private static final long LARGEST_FILE = 1 << 20;
  private static final int LONGEST_NAME = 200;

  private ClassNames() {}

  /** The file that would name the classes of this network alone. */
  static Path file(Path network) {
    String name = network.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return network.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ENDING);
  }

  /** The file that would name the classes of the networks of this folder. */
  static Path sharedFile(Path network) {
    return network.resolveSibling(SHARED);
  }

  /**
   * The classes of a network.
   *
   * @param file the network's
   * @return their names, or their numbers; nothing if it has no classifier
   * @throws IllegalArgumentException if there is a file of their names, but it has not as many
   */
  static List<String> of(Path file, Network network) {
    Path own = file(file);
    List<String> names = Files.exists(own) ? read(own) : shared(file);
    Optional<Classifier> classifier = Classifier.of(network, names.size());
    int count = classifier.map(Classifier::classes).orElse(0);
    if (Files.exists(own) && names.size() != count) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d names, but the network has %d classes",
              own,
              names.size(),
              count));
    }
    return count == names.size() ? names : numbers(count);
  }

  private static List<String> shared(Path file) {
    Path shared = sharedFile(file);
    return Files.exists(shared) ? read(shared) : List.of();
  }

  private static List<String> read(Path file) {
    return Reading.of(file.toString(), () -> lines(file));
  }

  private static List<String> lines(Path file) throws IOException {
    if (Files.size(file) > LARGEST_FILE) {
      throw new IllegalArgumentException("is larger than " + LARGEST_FILE + " bytes");
    }
    List<String> names;
    try {
      names =
          Files.readAllLines(file).stream()
              .map(line -> line.replace("\uFEFF", "").strip())
              .filter(line -> !line.isEmpty())
              .toList();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("is no text in UTF-8", e);
    }
    if (names.stream().anyMatch(name -> name.length() > LONGEST_NAME)) {
      throw new IllegalArgumentException("has a name of more than " + LONGEST_NAME + " letters");
    }
    return distinct(names);
  }

  /** Names for classes that nobody has named. */
  static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> "class " + i).toList();
  }

  /** Two classes of one name, as ImageNet's cranes, are told apart by their numbers. */
  static List<String> distinct(List<String> names) {
    Map<String, Integer> first = new HashMap<>();
    List<String> distinct = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      boolean known = first.putIfAbsent(names.get(i), i) != null;
      distinct.add(known ? names.get(i) + " (" + i + ")" : names.get(i));
    }
    return List.copyOf(distinct);
  }

  /**
   * The class that a user means.
   *
   * @param names of all classes, as {@link Model#classes} gives them
   * @param text a name, in any case and with any spacing, or a number from 0
   * @return its number, from 0
   * @throws IllegalArgumentException if there is none, naming those that the user may have meant
   */
  public static int index(List<String> names, String text) {
    String wanted = plain(text);
    for (int i = 0; i < names.size(); i++) {
      if (plain(names.get(i)).equals(wanted)) {
        return i;
      }
    }
    String number = text.strip().replaceFirst("^class ", "");
    if (number.matches("\\d{1,9}") && Integer.parseInt(number) < names.size()) {
      return Integer.parseInt(number);
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "The network has no class '%s'. %s",
            text.strip(),
            LikelyNames.of("classes", names, text)));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "");
  }
}
