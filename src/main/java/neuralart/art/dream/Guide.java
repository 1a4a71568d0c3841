package neuralart.art.dream;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.network.Network;
import neuralart.objective.GuideMatch;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Plan;

/** A second image whose features a dream is to take up. */
final class Guide {
  /** Longer side in pixels at which the network sees a guide, as in the original notebook. */
  private static final int SIDE = 224;

  private Guide() {}

  /**
   * The objectives of a dream with a guide.
   *
   * @param rgb the guide, 0..255, not modified
   * @param layers whose features are matched; of the channels that don't count, none is
   * @throws IllegalArgumentException if the guide is too narrow for a layer
   */
  static List<Objective> objectives(Network network, Picture rgb, List<LayerWeight> layers) {
    Set<String> names = layers.stream().map(LayerWeight::layer).collect(Collectors.toSet());
    List<Objective> objectives = new ArrayList<>();
    Picture small = shrink(rgb);
    try (Plan plan =
        Draft.of(network, small.height(), small.width(), List.of(), names).allocate()) {
      network.preprocessing().write(small, plan.image());
      plan.forward();
      for (LayerWeight layer : layers) {
        FloatBuffer activation = plan.activation(layer.layer());
        int channels = network.layer(layer.layer()).channels();
        float[] features = features(activation, channels, layer.channels());
        objectives.add(new GuideMatch(layer.layer(), -layer.weight(), features));
      }
    }
    return objectives;
  }

  private static Picture shrink(Picture rgb) {
    double scale = (double) SIDE / Math.max(rgb.height(), rgb.width());
    int height = (int) Math.max(1, Math.round(scale * rgb.height()));
    int width = (int) Math.max(1, Math.round(scale * rgb.width()));
    Picture image = Resize.bilinear(rgb, rgb.height(), rgb.width());
    while (image.height() >= 2L * height && image.width() >= 2L * width) {
      // Halving takes means of neighbours, so that nothing is skipped.
      image = Resize.bilinear(image, image.height() / 2, image.width() / 2);
    }
    return Resize.bilinear(image, height, width);
  }

  /** All positions of an activation; what is not of the chosen channels is zero. */
  private static float[] features(FloatBuffer activation, int channels, List<Integer> chosen) {
    float[] features = new float[activation.limit()];
    activation.get(0, features);
    if (!chosen.isEmpty()) {
      for (int i = 0; i < features.length; i++) {
        features[i] = chosen.contains(i % channels) ? features[i] : 0;
      }
    }
    return features;
  }
}
