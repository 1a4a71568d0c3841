package neuralart.art;

import java.util.Arrays;
import java.util.List;

/** A choice with a name that users know it by. */
public interface Titled {
  /** What the user calls it. */
  String title();

  /** The titles of all choices of a kind, in their order. */
  static <E extends Enum<E> & Titled> List<String> titles(Class<E> kind) {
    return Arrays.stream(kind.getEnumConstants()).map(Titled::title).toList();
  }

  /**
   * The choice of a title.
   *
   * @param option what the user calls such a choice
   * @throws IllegalArgumentException listing the choices there are
   */
  static <E extends Enum<E> & Titled> E of(Class<E> kind, String option, String title) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(choice -> choice.title().equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    option
                        + " is '"
                        + title
                        + "', but must be one of "
                        + String.join(", ", titles(kind))));
  }
}
