package neuralart.host.input;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The options of a command in an ImageJ macro: {@code key=value key=[value with spaces] flag}.
 *
 * <p>ImageJ's own look-up takes whatever looks like {@code key=} for the key, inside a value too.
 * This one splits the whole text once.
 *
 * @param values the value of each key that has one, in the order given
 * @param flags the keys without a value
 */
public record MacroOptions(Map<String, String> values, Set<String> flags) {

  /**
   * Splits the options of a macro.
   *
   * @throws IllegalArgumentException if a bracket is not closed, or a key is given twice
   */
  public static MacroOptions parse(String options) {
    MacroOptions result = new MacroOptions(new LinkedHashMap<>(), new LinkedHashSet<>());
    int position = 0;
    while (position < options.length()) {
      position =
          Character.isWhitespace(options.charAt(position))
              ? position + 1
              : result.addNext(options, position);
    }
    return result;
  }

  /**
   * Returns a value in the form that is read back as the same value.
   *
   * @throws IllegalArgumentException if the brackets in the value are not balanced: no form of it
   *     can be read back
   */
  public static String quote(String key, String value) {
    int depth = 0;
    for (int i = 0; i < value.length() && depth >= 0; i++) {
      depth += depthChange(value.charAt(i));
    }
    if (depth != 0) {
      throw new IllegalArgumentException(
          key + "=" + value + ": a value with unbalanced brackets cannot be recorded in a macro");
    }
    boolean plain = !value.isEmpty() && value.chars().noneMatch(Character::isWhitespace);
    return plain && "['".indexOf(value.charAt(0)) < 0 ? value : "[" + value + "]";
  }

  /** Adds the option that begins at a position, and returns the position after it. */
  private int addNext(String options, int begin) {
    int wordEnd = endOfWord(options, begin);
    int equals = options.indexOf('=', begin);
    if (equals < 0 || equals > wordEnd) {
      flags.add(options.substring(begin, wordEnd));
      return wordEnd;
    }
    String key = options.substring(begin, equals);
    int first = equals + 1;
    char quote = first < options.length() ? options.charAt(first) : ' ';
    int last =
        switch (quote) {
          case '[' -> closingBracket(options, first, key);
          case '\'' -> options.indexOf('\'', first + 1);
          default -> -1;
        };
    boolean quoted = last >= 0;
    String value = quoted ? options.substring(first + 1, last) : options.substring(first, wordEnd);
    if (values.put(key, value) != null) {
      throw new IllegalArgumentException("The key " + key + " is given twice");
    }
    return quoted ? last + 1 : wordEnd;
  }

  private static int endOfWord(String options, int begin) {
    int end = begin;
    while (end < options.length() && !Character.isWhitespace(options.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int closingBracket(String options, int opening, String key) {
    int depth = 0;
    for (int i = opening; i < options.length(); i++) {
      depth += depthChange(options.charAt(i));
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("The bracket after " + key + "= is not closed");
  }

  private static int depthChange(char character) {
    return switch (character) {
      case '[' -> 1;
      case ']' -> -1;
      default -> 0;
    };
  }
}
