package neuralart.model.keras;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Weights that go by the names of the layers, as in Keras' HDF5 format.
 *
 * @param arrays those of the layer of a name
 */
record WeightsByName(Function<String, List<KerasArray>> arrays) implements LayerWeights {
  /** What Keras 1 writes behind the name of a layer. */
  private static final String KERAS_1 =
      "_(W|b|gamma|beta|running_mean|running_std|alphas|(depth|point)wise_kernel)(:0)?";

  @Override
  public List<KerasArray> of(LayerConfig layer) {
    return arrays.apply(layer.saved());
  }

  @Override
  public LayerWeights inside(LayerConfig layer, KerasArchitecture inner) {
    return new Inside(of(layer));
  }

  /**
   * Those of the layers of a network inside: {@code layer/kernel:0}, behind more names. Of a
   * network inside that one, its name need not be among these.
   */
  private record Inside(List<KerasArray> all) implements LayerWeights {
    @Override
    public List<KerasArray> of(LayerConfig layer) {
      return matching(Pattern.quote(layer.saved()) + "(/[^/]+|" + KERAS_1 + ")");
    }

    @Override
    public LayerWeights inside(LayerConfig layer, KerasArchitecture inner) {
      List<KerasArray> named = matching(Pattern.quote(layer.saved()) + "/.+");
      return named.isEmpty() ? this : new Inside(named);
    }

    private List<KerasArray> matching(String path) {
      Pattern pattern = Pattern.compile("(.*/)?" + path);
      return all.stream().filter(array -> pattern.matcher(array.name()).matches()).toList();
    }
  }
}
