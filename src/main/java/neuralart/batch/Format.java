package neuralart.batch;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** In which files the results of a command are kept. */
enum Format {
  /** Pictures in TIFF files, tables in CSV files. */
  TIF,
  /** Pictures in PNG files, tables in CSV files. */
  PNG,
  /** Tables in CSV files, and no pictures. */
  CSV;

  /**
   * The format of a name.
   *
   * @throws IllegalArgumentException listing the names
   */
  static Format of(String name) {
    return Arrays.stream(values())
        .filter(format -> format.extension().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no format '"
                        + name
                        + "'. Formats are: "
                        + Arrays.stream(values())
                            .map(Format::extension)
                            .collect(Collectors.joining(", "))));
  }

  /** What the names of its files end with. */
  String extension() {
    return name().toLowerCase(Locale.ROOT);
  }
}
