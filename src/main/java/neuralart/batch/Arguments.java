package neuralart.batch;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line of a batch says.
 *
 * @param inputs a folder, a list or a table
 * @param output the folder of the results
 * @param command the label of a command; nothing for a macro
 * @param macro the file of a macro; nothing for a command
 * @param options of the command, or a text for the macro
 * @param format of the results of a command
 * @param threads images that are computed at the same time, at least 1
 * @param part which part of the inputs to do, 1..{@code parts}
 * @param parts into how many parts the inputs are cut, at least 1
 * @param root the folder to which names are relative; nothing for that of the inputs
 * @param summary the file of the summary; nothing for one in the output folder
 * @param megabytes how much memory may be taken; 0 for what there is
 */
record Arguments(
    Path inputs,
    Path output,
    Optional<String> command,
    Optional<Path> macro,
    String options,
    Format format,
    int threads,
    int part,
    int parts,
    Optional<Path> root,
    Optional<Path> summary,
    int megabytes) {

  /** How to call a batch. */
  static final String USAGE =
      """
      usage: neural-art batch INPUTS OUTPUT --run COMMAND [--options OPTIONS] [--format tif|png|csv] [...]
             neural-art batch INPUTS OUTPUT --macro FILE.ijm [--options TEXT] [...]

        INPUTS            a folder, a text file with a path a line, or a .csv or .tsv table with a column input
        OUTPUT            the folder of the results
        --run COMMAND     a command as macros name it: "DeepDream..."
        --macro FILE.ijm  a macro, whose argument is INPUT;OUTPUT;TEXT
        --options OPTIONS as in a recorded line; {column} stands for a table's value
        --format FORMAT   tif, png, or csv for tables alone (default tif)
        --threads N       images at the same time, each in one thread (default 1)
        --part K/N        the K-th of N parts of the inputs (default 1/1)
        --root FOLDER     what the names of results are relative to (default: the folder of INPUTS)
        --summary FILE    the summary (default OUTPUT/summary.csv, or summary-K-of-N.csv)
        --memory MB       memory to take at most (default: what there is)

      Exit code: 0 all is done, 1 some inputs failed, 2 wrong usage, 3 memory was missing,
      4 it couldn't go on, 143 stopped by a signal after the images at hand.""";

  private static final List<String> KEYS =
      List.of(
          "--run",
          "--macro",
          "--options",
          "--format",
          "--threads",
          "--part",
          "--root",
          "--summary",
          "--memory");

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if it is wrong, saying what is expected
   */
  static Arguments of(List<String> words) {
    Map<String, String> given = new LinkedHashMap<>();
    List<String> places = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--")) {
        places.add(word);
        continue;
      }
      require(KEYS.contains(word), "There is no option " + word + ". Options are: " + KEYS);
      require(i + 1 < words.size(), word + " needs a value");
      require(given.put(word, words.get(++i)) == null, word + " is given twice");
    }
    require(
        places.size() == 2,
        "A batch takes two places, inputs and an output folder; given are: " + places);
    require(
        given.containsKey("--run") != given.containsKey("--macro"),
        "Give either --run COMMAND or --macro FILE.ijm");
    require(
        given.containsKey("--run") || !given.containsKey("--format"),
        "--format is for --run; a macro chooses the formats that it saves");
    int[] part = part(given.getOrDefault("--part", "1/1"));
    Arguments arguments =
        new Arguments(
            path(places.get(0)),
            path(places.get(1)),
            Optional.ofNullable(given.get("--run")),
            Optional.ofNullable(given.get("--macro")).map(Arguments::path),
            given.getOrDefault("--options", ""),
            Format.of(given.getOrDefault("--format", "tif")),
            count("--threads", given.getOrDefault("--threads", "1")),
            part[0],
            part[1],
            Optional.ofNullable(given.get("--root")).map(Arguments::path),
            Optional.ofNullable(given.get("--summary")).map(Arguments::path),
            given.containsKey("--memory") ? count("--memory", given.get("--memory")) : 0);
    require(
        arguments.macro.isEmpty() || arguments.threads == 1,
        "ImageJ runs one macro at a time: leave --threads out, and run parts beside each other");
    return arguments;
  }

  /** The file of the summary. */
  Path summaryFile() {
    String name = parts == 1 ? "summary.csv" : "summary-" + part + "-of-" + parts + ".csv";
    return summary.orElse(output.resolve(name));
  }

  private static int[] part(String text) {
    int[] part =
        text.matches("\\d{1,7}/\\d{1,7}")
            ? Arrays.stream(text.split("/")).mapToInt(Integer::parseInt).toArray()
            : new int[2];
    require(
        part[0] >= 1 && part[0] <= part[1],
        "--part " + text + ": expected K/N with K from 1 to N, as in 1/8");
    return part;
  }

  private static int count(String key, String text) {
    int number = text.matches("\\d{1,7}") ? Integer.parseInt(text) : 0;
    require(number > 0, key + " " + text + ": expected a whole number of at least 1");
    return number;
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(text + " is no path", e);
    }
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }
}
