package neuralart.art.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import neuralart.objective.ChannelResponse.WeightedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTargetTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0-3, 7 | 0 1 2 3 7",
        "all | 0 1 2 3 4 5 6 7",
        "5-5 | 5",
        " 3 + 5 * 0.5 ,1 | 3+5*0.5 1",
        "3+5*-2+0*.25 | 3+5*-2+0*0.25",
        "6, | 6"
      })
  void lists(String text, String titles) {
    assertEquals(
        titles,
        FilterTarget.parse(text, "conv", 8).stream()
            .map(FilterTarget::title)
            .collect(Collectors.joining(" ")));
  }

  @Test
  void sumsHaveWeights() {
    FilterTarget target = FilterTarget.parse("3+5*-0.5", "conv", 8).get(0);
    assertEquals(new WeightedChannel(3, 1), target.channels().get(0));
    assertEquals(new WeightedChannel(5, -0.5), target.channels().get(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8 | 'conv' has the filters 0 to 7",
        "5-900000000 | there is no filter 8",
        "2+9*0.5 | there is no filter 9",
        "7-3 | '7-3' is no filter",
        "-1 | '-1' is no filter",
        "3* | '3*' is no filter",
        "3*0 | '3*0' is no filter",
        "3*1e3 | '3*1e3' is no filter",
        "1++2 | '1++2' is no filter",
        "ten | 'ten' is no filter",
        "99999999999 | is no filter",
        ", | No filter is given"
      })
  void refusals(String text, String named) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> FilterTarget.parse(text, "conv", 8));
    assertTrue(error.getMessage().contains(named), error.getMessage());
    assertEquals(1, error.getMessage().lines().count());
  }
}
