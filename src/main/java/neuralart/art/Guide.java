package neuralart.art;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.image.Resize;
import neuralart.network.Network;
import neuralart.objective.GuideMatch;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.plan.cpu.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A second image whose features a dream is to take up. */
final class Guide {
  /** Longer side in pixels at which the network sees a guide, as in the original notebook. */
  private static final int SIDE = 224;

  private Guide() {}

  /**
   * The objectives of a dream with a guide.
   *
   * @param rgb the guide, {@code [1, H, W, 3]}, 0..255, not modified
   * @param layers whose features are matched; of the channels that don't count, none is
   * @throws IllegalArgumentException if the guide is too narrow for a layer
   */
  static List<Objective> objectives(Network network, INDArray rgb, List<LayerWeight> layers) {
    Set<String> names = layers.stream().map(LayerWeight::layer).collect(Collectors.toSet());
    List<Objective> objectives = new ArrayList<>();
    try (INDArray small = shrink(rgb);
        INDArray input = network.preprocessing().toInput(small);
        Plan plan =
            Draft.of(network, (int) input.size(1), (int) input.size(2), List.of(), names)
                .allocate()) {
      plan.image().put(0, Ops.values(input), 0, (int) input.length());
      plan.forward();
      for (LayerWeight layer : layers) {
        float[] features = features(plan, layer);
        objectives.add(new GuideMatch(layer.layer(), -layer.weight(), features));
      }
    }
    return objectives;
  }

  private static INDArray shrink(INDArray rgb) {
    double scale = (double) SIDE / Math.max(rgb.size(1), rgb.size(2));
    int height = (int) Math.max(1, Math.round(scale * rgb.size(1)));
    int width = (int) Math.max(1, Math.round(scale * rgb.size(2)));
    INDArray image = Resize.bilinear(rgb, (int) rgb.size(1), (int) rgb.size(2));
    while (image.size(1) >= 2L * height && image.size(2) >= 2L * width) {
      // Halving takes means of neighbours, so that nothing is skipped.
      image = replace(image, (int) image.size(1) / 2, (int) image.size(2) / 2);
    }
    return replace(image, height, width);
  }

  private static INDArray replace(INDArray image, int height, int width) {
    try (image) {
      return Resize.bilinear(image, height, width);
    }
  }

  /** All positions of an activation; what is not of the chosen channels is zero. */
  private static float[] features(Plan plan, LayerWeight layer) {
    List<Integer> chosen = layer.channels();
    int channels = plan.shape(layer.layer()).channels();
    FloatBuffer values = plan.activation(layer.layer());
    float[] features = new float[values.limit()];
    values.get(0, features);
    if (!chosen.isEmpty()) {
      for (int i = 0; i < features.length; i++) {
        features[i] = chosen.contains(i % channels) ? features[i] : 0;
      }
    }
    return features;
  }
}
