package neuralart.art.saliency;

import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import neuralart.image.Grid;
import neuralart.image.Picture;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.ReceptiveField;
import neuralart.objective.GradientProbe;
import neuralart.optimize.Monitor;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.step.Shape;

/**
 * Grad-CAM: the channels of a layer, each times the mean of its gradient, {@code max(0, sum over c
 * of mean(g_c) a_c)}, at the size of the image.
 */
final class GradCam implements MapMaker {
  private final SaliencyTarget target;
  private final boolean signed;
  private final Shape shape;
  private final Grid grid;
  private final Plan plan;
  private final float[] activation;
  private final float[] gradient;

  GradCam(Network network, SaliencyTarget target, SaliencyOptions options, int height, int width) {
    this.target = target;
    signed = options.signed();
    String layer = layer(network, target, options.camLayer(), height, width);
    shape = network.shape(layer, height, width);
    ReceptiveField field = network.receptiveField(layer, height, width);
    grid =
        new Grid(
            shape.width(),
            shape.height(),
            field.columns().origin(),
            field.rows().origin(),
            field.columns().stride(),
            field.rows().stride());
    activation = new float[Math.toIntExact(shape.length())];
    gradient = new float[activation.length];
    GradientProbe probe = new GradientProbe(layer, this::read);
    plan =
        Draft.of(network, height, width, List.of(target.objective(), probe), Set.of(target.layer()))
            .allocate();
  }

  /**
   * The layer that a map is made of: the last of those of the largest stride that lead to what is
   * explained, if the user names none.
   *
   * @throws IllegalArgumentException if there is none, or it doesn't lead there
   */
  static String layer(
      Network network, SaliencyTarget target, String chosen, int height, int width) {
    Set<String> leading = leading(network, target.layer(), height, width);
    if (!chosen.isBlank()) {
      String named = chosen.strip();
      network.receptiveField(named, height, width); // refuses layers without rows and columns
      if (!leading.contains(named)) {
        throw new IllegalArgumentException(
            "Layer '" + named + "' doesn't lead to what is explained");
      }
      return named;
    }
    String best = "";
    int stride = 1;
    for (Layer layer : network.layers()) {
      if (leading.contains(layer.name()) && layer.stride() >= stride) {
        best = layer.name();
        stride = layer.stride();
      }
    }
    if (best.isEmpty()) {
      throw new IllegalArgumentException(
          "Grad-CAM needs a layer with rows and columns before what is explained: there is none");
    }
    return best;
  }

  private static Set<String> leading(Network network, String layer, int height, int width) {
    Shape[] shapes = network.shapes(height, width, List.of(layer));
    Set<String> names = new HashSet<>();
    for (int i = 1; i < shapes.length; i++) {
      if (shapes[i] != null) {
        names.add(network.vertices().get(i).name());
      }
    }
    names.remove(layer);
    return names;
  }

  private void read(FloatBuffer values, FloatBuffer slopes) {
    values.get(0, activation);
    slopes.get(0, gradient);
  }

  @Override
  public Optional<SaliencyMap> make(Picture input, Monitor monitor) {
    float[] map = grid.resample(small(input), input.width(), input.height());
    double value = target.of(plan.shape(target.layer()), plan.activation(target.layer()));
    return monitor.update(new Monitor.Progress("Grad-CAM", 1))
        ? Optional.of(new SaliencyMap(map, value))
        : Optional.empty();
  }

  /** The map at the size of the layer. */
  float[] small(Picture input) {
    input.write(plan.image());
    plan.evaluate();
    int channels = shape.channels();
    int pixels = shape.height() * shape.width();
    double[] weights = new double[channels];
    for (int i = 0; i < gradient.length; i++) {
      weights[i % channels] += gradient[i] / (double) pixels;
    }
    float[] map = new float[pixels];
    for (int pixel = 0; pixel < pixels; pixel++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += weights[c] * activation[pixel * channels + c];
      }
      map[pixel] = (float) (signed ? sum : Math.max(sum, 0));
    }
    return map;
  }

  @Override
  public void close() {
    plan.close();
  }
}
