package neuralart.command;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory as users write them: 3G, 1.5 GB, 800M. */
final class MemoryInput {
  private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([MG])B?");
  private static final Map<String, Long> UNITS = Map.of("M", 1_000_000L, "G", 1_000_000_000L);

  private MemoryInput() {}

  /**
   * The bytes of an amount.
   *
   * @param amount may be empty
   * @return {@link Long#MAX_VALUE} for none
   * @throws IllegalArgumentException if it isn't an amount of memory
   */
  static long bytes(String amount) {
    if (amount.isBlank()) {
      return Long.MAX_VALUE;
    }
    Matcher matcher = AMOUNT.matcher(amount.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "memory is '" + amount + "', but must be an amount as 3G or 800M, or empty");
    }
    return (long) (Double.parseDouble(matcher.group(1)) * UNITS.get(matcher.group(2)));
  }
}
