package neuralart.model.dl4j;

import java.nio.FloatBuffer;
import java.util.List;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.network.node.Node;
import neuralart.network.node.Reach;
import neuralart.network.node.Role;
import neuralart.network.node.Span;
import neuralart.step.HostCopy;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A layer that takes an image to an image and is left to DeepLearning4J. Slower than other nodes:
 * it copies its arrays to DeepLearning4J's format, and takes and leaves memory in every iteration.
 */
final class ForeignLayer implements Node {
  private static final int TYPICAL_SIDE = 64;

  private final String kind;
  private final CNN2DFormat format;
  private final Layer layer;
  private final INDArray parameters;
  private final INDArray unusedGradients;
  private final int channels;
  private final Reach reach;

  /**
   * @param trained an initialised layer; copied
   * @param channels channels of its input
   * @param format of the network's activations
   * @throws UnsupportedLayerException if it does not take an image to an image
   */
  ForeignLayer(Layer trained, int channels, CNN2DFormat format) throws UnsupportedLayerException {
    NeuralNetConfiguration conf = trained.conf().clone();
    conf.setLayer(LayerReader.unwrap(conf.getLayer()));
    conf.getLayer().setIDropout(null);
    this.format = format;
    this.kind = conf.getLayer().getClass().getSimpleName();
    long n = Math.max(1, trained.numParams());
    this.parameters = Nd4j.zeros(DataType.FLOAT, 1, n);
    this.unusedGradients = Nd4j.zeros(DataType.FLOAT, 1, n);
    if (trained.numParams() > 0) {
      parameters.assign(trained.params().reshape(1, n));
    }
    INDArray view = trained.numParams() > 0 ? parameters : null;
    try {
      this.layer = conf.getLayer().instantiate(conf, null, 0, view, false, DataType.FLOAT);
      if (trained.numParams() > 0) {
        layer.setBackpropGradientsViewArray(unusedGradients);
      }
      Shape typical = output(new Shape(TYPICAL_SIDE, TYPICAL_SIDE, channels));
      this.channels = typical.channels();
      this.reach =
          new Reach(
              Span.everything(TYPICAL_SIDE, typical.height()),
              Span.everything(TYPICAL_SIDE, typical.width()));
    } catch (RuntimeException e) {
      close();
      throw new UnsupportedLayerException(kind);
    }
  }

  @Override
  public String kind() {
    return kind;
  }

  /** What it does inside isn't known. */
  @Override
  public Role role() {
    return Role.NONLINEAR;
  }

  @Override
  public long parameters() {
    return layer.numParams();
  }

  /** What the layer does inside isn't known, only how much smaller or larger it makes an image. */
  @Override
  public Reach reach(Shape input) {
    return reach;
  }

  @Override
  public int channels(List<Integer> inputs) {
    return channels;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return output(inputs.get(0));
  }

  private Shape output(Shape input) {
    InputType in = InputType.convolutional(input.height(), input.width(), input.channels(), format);
    InputType out = layer.conf().getLayer().getOutputType(0, in);
    if (!(out instanceof InputTypeConvolutional image)) {
      throw new IllegalArgumentException("does not make an image of an image, but " + out);
    }
    return new Shape((int) image.getHeight(), (int) image.getWidth(), (int) image.getChannels());
  }

  @Override
  public boolean backwardReadsInputs() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    Tensor input = inputs.get(0);
    steps.add(
        new Step.OnHost(
            kind,
            List.of(input),
            List.of(output),
            host -> () -> write(activate(input, host), host.values(output))));
  }

  private INDArray activate(Tensor input, Step.Host host) {
    LayerWorkspaceMgr manager = LayerWorkspaceMgr.noWorkspaces();
    layer.setInput(toForeign(input, host), manager);
    return layer.activate(false, manager);
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    Tensor input = inputs.get(0);
    gradients.write(
        0,
        target ->
            steps.add(
                new Step.OnHost(
                    kind + " gradient",
                    List.of(input, gradient),
                    List.of(target),
                    host -> () -> write(propagate(input, gradient, host), host.values(target)))));
  }

  private INDArray propagate(Tensor input, Tensor gradient, Step.Host host) {
    LayerWorkspaceMgr manager = LayerWorkspaceMgr.noWorkspaces();
    activate(input, host);
    layer.setInput(toForeign(input, host), manager); // it may have overwritten its input
    return layer.backpropGradient(toForeign(gradient, host), manager).getSecond();
  }

  private INDArray toForeign(Tensor tensor, Step.Host host) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, tensor.dimensions());
    HostCopy.values(array).put(0, host.values(tensor), 0, (int) tensor.length());
    HostCopy.write(array);
    return format == CNN2DFormat.NCHW ? array.permute(0, 3, 1, 2).dup('c') : array;
  }

  private void write(INDArray foreign, FloatBuffer target) {
    INDArray array = format == CNN2DFormat.NCHW ? foreign.permute(0, 2, 3, 1) : foreign;
    target.put(0, HostCopy.values(array.dup('c')), 0, target.limit());
  }

  @Override
  public void close() {
    parameters.close();
    unusedGradients.close();
  }
}
