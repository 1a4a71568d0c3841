package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;

/**
 * The {@linkplain GramMatrix Gram matrix} of a layer, measured during the forward pass.
 *
 * @param layer name of the layer
 * @param mask {@code H x W} weights of the layer's pixels, or empty for all of them alike
 * @param normalization what the matrix is divided by
 * @param reader takes the {@code C x C} values after each pass
 */
public record GramMeasurement(
    String layer, float[] mask, GramNormalization normalization, Consumer<float[]> reader)
    implements Objective {
  @Override
  public boolean isDifferentiable() {
    return false;
  }

  @Override
  public int rowsTogether(Shape activation) {
    return GramMatrix.rowsTogether(activation);
  }

  @Override
  public Term bind(Shape activation, Steps steps) {
    GramMatrix gram = new GramMatrix(activation, mask, normalization, steps);
    return new Term() {
      @Override
      public void begin() {
        gram.begin();
      }

      @Override
      public void accumulate(Part part) {
        gram.accumulate(part);
      }

      @Override
      public void finish() {
        steps.add(
            new Step.OnHost(
                "Gram matrix",
                List.of(gram.matrix()),
                List.of(),
                host -> {
                  FloatBuffer values = host.values(gram.matrix());
                  return () -> {
                    float[] copy = new float[values.limit()];
                    values.get(0, copy);
                    reader.accept(copy);
                  };
                }));
      }

      @Override
      public double value() {
        throw new IllegalStateException("a measurement is no part of a loss");
      }
    };
  }
}
