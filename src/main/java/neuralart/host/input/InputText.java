package neuralart.host.input;

import ij.ImagePlus;
import java.io.File;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.scijava.ItemVisibility;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/** The values of a command's inputs as text: in macro options and in the fields of a dialog. */
public final class InputText {
  private static final Map<Class<?>, Function<String, Object>> PARSERS =
      Map.of(
          String.class, text -> text,
          Boolean.class, InputText::parseBoolean,
          Integer.class, text -> number(text).intValueExact(),
          Long.class, text -> number(text).longValueExact(),
          Float.class, text -> number(text).floatValue(),
          Double.class, text -> number(text).doubleValue(),
          File.class, File::new,
          ImagePlus.class, OpenImages::find);

  private static final Map<Class<?>, String> EXPECTED =
      Map.of(
          Boolean.class, "true or false",
          Integer.class, "a whole number",
          Long.class, "a whole number",
          Float.class, "a number",
          Double.class, "a number");

  /** Characters of a line in a message box. */
  private static final int LINE_LENGTH = 90;

  private InputText() {}

  /** Tells whether an input takes values that can be given as text. */
  public static boolean isSupported(ModuleItem<?> item) {
    return item.getVisibility() != ItemVisibility.MESSAGE
        && PARSERS.containsKey(Types.box(item.getType()));
  }

  /** Returns the key of an input in macro options. */
  public static String key(ModuleItem<?> item) {
    return item.getName().toLowerCase(Locale.ROOT);
  }

  /** Tells whether a text says that an input that need not be given is left out. */
  static boolean leavesOut(ModuleItem<?> item, String text) {
    return !item.isRequired()
        && (item.getType() == File.class && text.isBlank()
            || item.getType() == ImagePlus.class
                && (text.isBlank() || text.equals(OpenImages.NONE)));
  }

  /**
   * Returns the value that a text stands for.
   *
   * @throws IllegalArgumentException if it is not a value of the input; the message says what is
   *     expected
   */
  public static Object value(ModuleItem<?> item, String text) {
    Class<?> type = Types.box(item.getType());
    Object value;
    try {
      value = PARSERS.get(type).apply(text);
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("expected " + EXPECTED.get(type), e);
    }
    checkRange(item, value);
    return value;
  }

  /** Returns the text that stands for a value, in the form that a person would type. */
  public static String format(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double || value instanceof Float) {
      return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    }
    if (value instanceof ImagePlus image) {
      return OpenImages.text(image);
    }
    return value.toString();
  }

  /** Breaks long lines, which would make a message box wider than the screen. */
  public static String wrap(String message) {
    return message.replaceAll("(.{1," + LINE_LENGTH + "})(?:\\s+|$)", "$1\n").strip();
  }

  private static void checkRange(ModuleItem<?> item, Object value) {
    if (!(value instanceof Number)) {
      return;
    }
    BigDecimal number = new BigDecimal(value.toString());
    if (item.getMinimumValue() instanceof Number minimum
        && number.compareTo(new BigDecimal(minimum.toString())) < 0) {
      throw new IllegalArgumentException("expected at least " + format(minimum));
    }
    if (item.getMaximumValue() instanceof Number maximum
        && number.compareTo(new BigDecimal(maximum.toString())) > 0) {
      throw new IllegalArgumentException("expected at most " + format(maximum));
    }
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text.strip());
  }

  private static Object parseBoolean(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(text);
    }
    return text.equals("true");
  }
}
