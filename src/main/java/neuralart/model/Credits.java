package neuralart.model;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who made a network and for what, as far as that is stated; what isn't is empty.
 *
 * @param about what it is for
 * @param authors by name
 * @param citation of publications
 */
public record Credits(String about, String authors, String citation) {
  /** Nothing is stated. */
  public static final Credits NONE = new Credits("", "", "");

  /** Authors and citation, for a result that was made with the network; may be empty. */
  public String line() {
    String by = authors.isEmpty() ? "" : "by " + authors;
    String cite = citation.isEmpty() ? "" : "cite " + citation;
    return Stream.of(by, cite).filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
  }
}
