package neuralart.network.node;

/**
 * The part of its input that one value of an operation's output is computed from.
 *
 * @param rows the rows that a row of the output is computed from
 * @param columns the columns that a column of the output is computed from
 */
public record Reach(Span rows, Span columns) {
  /** The value at the same place. */
  public static final Reach POINT = new Reach(Span.SAME, Span.SAME);
}
