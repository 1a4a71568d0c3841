package neuralart.host.browser;

import java.util.List;

/**
 * A layer on offer in a browser.
 *
 * @param about its kind and sizes
 * @param shows a few words on what it responds to
 * @param filters which of its filters have pictures
 * @param count number of its filters
 */
public record LayerItem(String name, String about, String shows, List<Integer> filters, int count) {
  public LayerItem {
    filters = List.copyOf(filters);
  }
}
