package neuralart.network.node;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code y = x / (bias + alpha sum of x^2)^beta}, the sum being over the channels at most {@code
 * radius} away (Krizhevsky et al. 2012).
 */
public record LocalResponseNormalization(int radius, double bias, double alpha, double beta)
    implements Node {
  @Override
  public String kind() {
    return "local response normalization";
  }

  @Override
  public boolean backwardReadsInputs() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add("local response normalization", () -> op("lrn", output, inputs.get(0)));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target ->
            steps.add(
                "local response normalization gradient",
                () -> op("lrn_bp", target, inputs.get(0), gradient)));
  }

  private Runnable op(String name, Tensor output, Tensor... inputs) {
    INDArray[] arrays = Arrays.stream(inputs).map(Tensor::array).toArray(INDArray[]::new);
    long[] integers = {radius};
    return Ops.op(name, arrays, new INDArray[] {output.array()}, integers, bias, alpha, beta);
  }
}
