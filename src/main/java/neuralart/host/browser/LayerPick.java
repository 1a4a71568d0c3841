package neuralart.host.browser;

import java.util.List;

/**
 * A layer that is picked.
 *
 * @param filters in the order of their numbers; all if the list is empty
 */
public record LayerPick(String name, List<Integer> filters, double weight) {
  public LayerPick {
    filters = List.copyOf(filters);
  }
}
