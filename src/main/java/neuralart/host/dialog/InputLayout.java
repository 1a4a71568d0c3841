package neuralart.host.dialog;

import java.util.Optional;
import neuralart.host.input.InputText;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/**
 * Where and how a dialog shows an input, by what its declaration says: the attributes {@code
 * group}, {@code place}, {@code unit}, {@code zero}, {@code prompt}, {@code softMin} and {@code
 * softMax}, and the style {@code slider}.
 */
public final class InputLayout {
  private static final String GROUP = "group";
  private static final String PLACE = "place";
  private static final String UNIT = "unit";
  private static final String ZERO = "zero";
  private static final String PROMPT = "prompt";
  private static final String SOFT_MINIMUM = "softMin";
  private static final String SOFT_MAXIMUM = "softMax";

  private InputLayout() {}

  /**
   * The numbers that a slider reaches. More may be typed.
   *
   * @param whole whether they are whole numbers
   */
  record Range(double first, double last, boolean whole) {}

  /** The heading of an input on the second page; an input without one is on the first page. */
  static Optional<String> group(ModuleItem<?> item) {
    return attribute(item, GROUP);
  }

  /** The place of an input on the first page, from 1; those without one come after the others. */
  static int place(ModuleItem<?> item) {
    return attribute(item, PLACE).map(Integer::valueOf).orElse(Integer.MAX_VALUE);
  }

  /** What a number is counted in. */
  static Optional<String> unit(ModuleItem<?> item) {
    return attribute(item, UNIT);
  }

  /** What a number of 0 means, where it is not that many. */
  static Optional<String> zero(ModuleItem<?> item) {
    return attribute(item, ZERO);
  }

  /** What an empty text field says. */
  static Optional<String> prompt(ModuleItem<?> item) {
    return attribute(item, PROMPT);
  }

  /** What the dialog calls an input. */
  public static String label(ModuleItem<?> item) {
    return nonEmpty(item.getLabel()).orElseGet(() -> InputText.key(item));
  }

  /** Whether an input is styled in a way. */
  static boolean hasStyle(ModuleItem<?> item, String style) {
    return item.getWidgetStyle() != null && item.getWidgetStyle().contains(style);
  }

  /**
   * The range of the slider of an input; nothing if it has none.
   *
   * @throws IllegalStateException if a slider is asked for, but has no end
   */
  static Optional<Range> slider(ModuleItem<?> item) {
    if (!hasStyle(item, "slider")) {
      return Optional.empty();
    }
    Class<?> type = Types.box(item.getType());
    return Optional.of(
        new Range(
            end(item, SOFT_MINIMUM, item.getMinimumValue()),
            end(item, SOFT_MAXIMUM, item.getMaximumValue()),
            type == Integer.class || type == Long.class));
  }

  private static double end(ModuleItem<?> item, String soft, Object hard) {
    return attribute(item, soft)
        .map(Double::valueOf)
        .or(() -> Optional.ofNullable(hard).map(limit -> ((Number) limit).doubleValue()))
        .orElseThrow(
            () -> new IllegalStateException("The slider of " + item.getName() + " has no end"));
  }

  private static Optional<String> attribute(ModuleItem<?> item, String name) {
    return nonEmpty(item.get(name));
  }

  private static Optional<String> nonEmpty(String text) {
    return Optional.ofNullable(text).filter(given -> !given.isEmpty());
  }
}
