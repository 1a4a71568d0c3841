package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.function.BiConsumer;
import neuralart.step.Shape;
import neuralart.step.Steps;

/**
 * Adds nothing to the loss, but shows the activation of a layer and the gradient of the loss with
 * respect to it, during each evaluation: the gradient of the objectives that look at later layers.
 *
 * @param layer name of the layer
 * @param reader takes the activation and its gradient, both {@code [H, W, C]}, to be copied
 */
public record GradientProbe(String layer, BiConsumer<FloatBuffer, FloatBuffer> reader)
    implements Objective {
  @Override
  public boolean needsWhole() {
    return true;
  }

  @Override
  public Term bind(Shape activation, Steps steps) {
    return new LocalTerm(
        "gradient probe",
        steps,
        (part, values, slopes) ->
            () -> {
              reader.accept(values, slopes);
              return 0;
            });
  }
}
