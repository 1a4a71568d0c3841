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
      "_(W|b|gamma|beta|running_mean|running_std|alphas|(depth|point)wise_kernel)";

  @Override
  public List<KerasArray> of(LayerConfig layer) {
    return arrays.apply(layer.name());
  }

  /** Those of a layer of a network inside: {@code layer/kernel:0}, behind more names. */
  @Override
  public LayerWeights inside(LayerConfig layer, KerasArchitecture inner) {
    List<KerasArray> all = of(layer);
    return new WeightsByName(name -> all.stream().filter(array -> isOf(name, array)).toList());
  }

  private static boolean isOf(String layer, KerasArray array) {
    Pattern pattern =
        Pattern.compile("(.*/)?" + Pattern.quote(layer) + "(/.*|" + KERAS_1 + "(:0)?)");
    return pattern.matcher(array.name()).matches();
  }
}
