package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Weights;
import neuralart.step.Window;

/**
 * A convolution of groups of channels by themselves: each group of neighbouring input channels
 * makes a group of output channels (Krizhevsky et al. 2012, Xie et al. 2017).
 */
public final class GroupedConvolution implements Node {
  private final Window window;
  private final List<Weights> kernels;
  private final Weights bias;

  /**
   * @param window size, stride, dilation and padding
   * @param kernel {@code [rows, columns, input channels of a group, output channels of all
   *     groups]}, dense; the node closes it
   * @param bias {@code [output channels of all groups]}; the node closes it
   * @param groups by which the output channels can be divided
   */
  public GroupedConvolution(Window window, Weights kernel, Weights bias, int groups) {
    boolean fill = window.isDilated() && !window.hasUnitStride();
    this.window = fill ? window.filled() : window;
    this.bias = bias;
    Weights whole = fill ? window.filled(kernel) : kernel;
    kernels = IntStream.range(0, groups).mapToObj(group -> part(whole, group, groups)).toList();
    whole.close();
    kernel.close();
  }

  private GroupedConvolution(Window window, List<Weights> kernels, Weights bias) {
    this.window = window;
    this.kernels = kernels;
    this.bias = bias;
  }

  private static Weights part(Weights kernel, int group, int groups) {
    int all = (int) kernel.size(3);
    int count = all / groups;
    FloatBuffer from = kernel.values();
    return Weights.made(
        to -> {
          for (int i = 0; i < to.limit() / count; i++) {
            to.put(i * count, from, i * all + group * count, count);
          }
        },
        kernel.size(0),
        kernel.size(1),
        kernel.size(2),
        count);
  }

  @Override
  public String kind() {
    return "convolution in " + kernels.size() + " groups";
  }

  @Override
  public Window window() {
    return window;
  }

  @Override
  public long parameters() {
    return kernels.size() * kernels.get(0).length() + bias.length();
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return window.slide(inputs.get(0), channels(List.of(inputs.get(0).channels())));
  }

  @Override
  public int channels(List<Integer> inputs) {
    long taken = kernels.size() * read();
    if (inputs.get(0) != taken) {
      throw new IllegalArgumentException(
          "takes " + taken + " channels, but its input has " + inputs.get(0));
    }
    return Math.toIntExact(kernels.size() * made());
  }

  private long read() {
    return kernels.get(0).size(2);
  }

  private long made() {
    return kernels.get(0).size(3);
  }

  @Override
  public boolean hasKernels() {
    return true;
  }

  @Override
  public Node withKernels(UnaryOperator<Weights> change) {
    return new GroupedConvolution(window, kernels.stream().map(change).toList(), bias.copy());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    Tensor part = scratch(steps, inputs.get(0), read());
    Tensor result = scratch(steps, output, made());
    for (int i = 0; i < kernels.size(); i++) {
      steps.add(new Step.Copy(group(inputs.get(0), i, read()), View.of(part)));
      steps.add(new Step.Convolve(window, part, kernels.get(i), Optional.empty(), result));
      steps.add(new Step.Copy(View.of(result), group(output, i, made())));
    }
    steps.add(new Step.AddBias(output, bias));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    Tensor part = scratch(steps, gradient, made());
    gradients.write(
        0,
        target -> {
          Tensor result = scratch(steps, target, read());
          for (int i = 0; i < kernels.size(); i++) {
            steps.add(new Step.Copy(group(gradient, i, made()), View.of(part)));
            steps.add(new Step.ConvolveTransposed(window, part, kernels.get(i), result, false));
            steps.add(new Step.Copy(View.of(result), group(target, i, read())));
          }
        });
  }

  private static Tensor scratch(Steps steps, Tensor like, long channels) {
    return steps.scratch(1, like.size(1), like.size(2), channels);
  }

  private static View group(Tensor tensor, int group, long channels) {
    return View.channels(tensor, group * channels, (group + 1) * channels);
  }

  @Override
  public void close() {
    kernels.forEach(Weights::close);
    bias.close();
  }
}
