package neuralart.model.file;

import java.io.IOException;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Parses JSON of anybody's making. */
public final class Json {
  /** The architectures of the largest networks of Keras have 3 MB. */
  public static final int LARGEST = 1 << 26;

  private static final int DEEPEST = 256;
  private static final int LONGEST_NUMBER = 100;

  /** Python writes NaN and Infinity, which JSON doesn't have. */
  private static final JsonFactory FACTORY =
      new JsonFactory().enable(JsonParser.Feature.ALLOW_NON_NUMERIC_NUMBERS);

  private Json() {}

  /**
   * Parses a text.
   *
   * @param text its beginning that isn't longer than {@link #LARGEST}, and one more where it is
   * @param what it is, as in "architecture"
   * @throws IllegalArgumentException if it isn't JSON, is too long or nested too deeply
   */
  public static JsonNode parse(String text, String what) {
    if (text.length() > LARGEST) {
      throw new IllegalArgumentException(
          "can't be used: its " + what + " is longer than " + LARGEST + " bytes");
    }
    try {
      check(text, what);
      return new ObjectMapper(FACTORY).readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is damaged: its " + what + " isn't JSON", e);
    } catch (IOException e) {
      throw new IllegalStateException(e); // a text has none
    }
  }

  private static void check(String text, String what) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth > DEEPEST) {
          throw new IllegalArgumentException(
              "can't be used: its " + what + " is nested more than " + DEEPEST + " deep");
        }
        if (token.isNumeric() && parser.getTextLength() > LONGEST_NUMBER) {
          throw new IllegalArgumentException(
              "has a number of " + parser.getTextLength() + " digits in its " + what);
        }
      }
    }
  }
}
