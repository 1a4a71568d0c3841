package neuralart.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  @Test
  void aPartHasItsOwnSummary() {
    Arguments part = of("in out --run DeepDream... --part 2/8 --threads 3");
    assertEquals(2, part.part());
    assertEquals(8, part.parts());
    assertEquals(3, part.threads());
    assertEquals(Path.of("out/summary-2-of-8.csv").toAbsolutePath(), part.summaryFile());
    Arguments all = of("in out --macro a.ijm");
    assertEquals(Path.of("out/summary.csv").toAbsolutePath(), all.summaryFile());
    assertEquals(1, all.threads());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "in --run A | 'A batch takes two places, inputs and an output folder; given are: [in]'",
        "in out | Give either --run COMMAND or --macro FILE.ijm",
        "in out --run A --macro b | Give either --run COMMAND or --macro FILE.ijm",
        "in out --run | --run needs a value",
        "in out --run A --run B | --run is given twice",
        "in out --run A --format jpg | 'There is no format 'jpg'. Formats are: tif, png, csv'",
        "in out --macro A --format png | --format is for --run; a macro chooses the formats that it saves",
        "in out --run A --threads 0 | --threads 0: expected a whole number of at least 1",
        "in out --run A --memory 2G | --memory 2G: expected a whole number of at least 1",
        "in out --run A --part 0/3 | --part 0/3: expected K/N with K from 1 to N, as in 1/8",
        "in out --run A --part 4/3 | --part 4/3: expected K/N with K from 1 to N, as in 1/8",
        "in out --run A --part x | --part x: expected K/N with K from 1 to N, as in 1/8",
        "in out --macro A --threads 2 | 'ImageJ runs one macro at a time: leave --threads out, and run parts beside each other'"
      })
  void wrongOnesAreToldInOneLine(String line, String message) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> of(line));
    assertEquals(message.replaceAll("^'|'$", ""), e.getMessage());
  }

  private static Arguments of(String line) {
    return Arguments.of(List.of(line.split(" ")));
  }
}
