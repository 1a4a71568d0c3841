package neuralart.network.node;

/**
 * The rows, or the columns, of its input that an operation reads: row {@code k} of the output is
 * computed from rows {@code ceil((step k + first) / divisor)} to {@code floor((step k + last) /
 * divisor)} of the input. Rows outside of the input are padding.
 *
 * @param step times the divisor's inverse, the rows of the input between neighbours of the output
 * @param divisor above 1 where the output is the finer one
 * @param first of the interval of row 0, times the divisor
 * @param last of the interval of row 0, times the divisor
 */
public record Span(int step, int divisor, int first, int last) {
  /** Each row of the output is computed from the same row of the input. */
  public static final Span SAME = new Span(1, 1, 0, 0);

  /** More rows than an image has. */
  private static final int FAR = 1 << 20;

  /** Each row of the output may be computed from any of the input, but lies at its proper place. */
  public static Span everything(int inputs, int outputs) {
    return new Span(inputs, outputs, -FAR * outputs, FAR * outputs + inputs - outputs);
  }

  /** Output {@code k} is computed from input {@code k + rows}. */
  public static Span shift(int rows) {
    return new Span(1, 1, rows, rows);
  }

  /** The first row of the input that a row of the output is computed from. */
  public int firstInput(int output) {
    return (int) -Math.floorDiv(-((long) step * output + first), (long) divisor);
  }

  /** The last row of the input that a row of the output is computed from. */
  public int lastInput(int output) {
    return (int) Math.floorDiv((long) step * output + last, (long) divisor);
  }

  /** The largest number of rows of the input that a row of the output is computed from. */
  public int extent() {
    return Math.floorDiv(last - first, divisor) + 1;
  }

  /** Whether each row of the output may be computed from any of the input. */
  public boolean isEverything() {
    return extent() >= FAR;
  }

  /** The row of the input, with its fraction, in the middle of what row 0 is computed from. */
  public double middle() {
    return (first + last) / (2.0 * divisor);
  }
}
