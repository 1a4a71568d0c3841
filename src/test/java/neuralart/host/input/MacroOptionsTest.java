package neuralart.host.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacroOptionsTest {

  @Test
  void splitsKeysValuesAndFlags() {
    MacroOptions options =
        MacroOptions.parse(
            "octaves=3  layers=[mixed4=1, mixed5=0.5] flip note='a b' empty=[] end= ");

    assertEquals(
        Map.of(
            "octaves",
            "3",
            "layers",
            "mixed4=1, mixed5=0.5",
            "note",
            "a b",
            "empty",
            "",
            "end",
            ""),
        options.values());
    assertEquals(Set.of("flip"), options.flags());
  }

  @Test
  void takesNothingInAValueForAKey() {
    MacroOptions options = MacroOptions.parse("layers=[x/seed=5] path=/tmp/seed=7/a ");

    assertEquals(Map.of("layers", "x/seed=5", "path", "/tmp/seed=7/a"), options.values());
    assertEquals(Set.of(), options.flags());
  }

  @Test
  void keepsBracketsInsideBrackets() {
    assertEquals(Map.of("a", "x [y] z", "b", "1"), MacroOptions.parse("a=[x [y] z] b=1").values());
  }

  @Test
  void refusesWhatItCannotSplit() {
    assertMessage(
        "The bracket after layers= is not closed", () -> MacroOptions.parse("layers=[a b seed=5"));
    assertMessage("The key seed is given twice", () -> MacroOptions.parse("seed=1 seed=2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a b",
        "a=b",
        "[a]",
        "[a] b",
        "'a'",
        "a[1] b[2]",
        "/tmp/x.tif",
        "key=[1]"
      })
  void readsBackWhatItQuotes(String value) {
    String options = "before=1 key=" + MacroOptions.quote("key", value) + " after=2 ";

    assertEquals(
        Map.of("before", "1", "key", value, "after", "2"), MacroOptions.parse(options).values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a]", "[a", "a] [b"})
  void refusesToQuoteUnbalancedBrackets(String value) {
    assertMessage("cannot be recorded", () -> MacroOptions.quote("key", value));
  }

  private static void assertMessage(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
