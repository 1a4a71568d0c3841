package neuralart.host.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import neuralart.host.browser.Picks.Picking;
import org.junit.jupiter.api.Test;

/** What stays picked in a browser of layers. */
class PicksTest {
  private static final List<String> LAYERS = List.of("one", "two", "three");

  @Test
  void ofOneLayerTheLastCounts() {
    Picks picks = new Picks(List.of(pick("two", 1)), Picking.ONE);
    picks.put(pick("three", 1, 4));
    assertEquals(List.of(pick("three", 1, 4)), picks.inOrder(LAYERS));
  }

  @Test
  void severalKeepTheirWeightsFiltersAndOrder() {
    Picks picks = new Picks(List.of(pick("three", 2, 5, 7), pick("gone", 1)), Picking.SEVERAL);
    picks.put(pick("one", -0.5));
    picks.put(pick("three", 3, 5));
    assertEquals(List.of(pick("three", 3, 5), pick("one", -0.5)), picks.inOrder(LAYERS));
    picks.remove("three");
    assertTrue(picks.of("three").isEmpty());
    assertEquals(List.of(pick("one", -0.5)), picks.inOrder(LAYERS));
  }

  private static LayerPick pick(String layer, double weight, Integer... filters) {
    return new LayerPick(layer, List.of(filters), weight);
  }
}
