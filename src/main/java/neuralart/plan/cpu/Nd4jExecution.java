package neuralart.plan.cpu;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import neuralart.step.Executor.Execution;
import neuralart.step.HostCopy;
import neuralart.step.Step;
import neuralart.step.Step.Pooling;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Weights;
import neuralart.step.Window;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The arrays of a plan, and ND4J's operations bound to them. Nothing is allocated by a run. */
final class Nd4jExecution implements Execution {
  private static final long NHWC = 1;
  private static final long KERNEL_YXIO = 0;
  private static final long CHANNEL_AXIS = 3;

  private final List<INDArray> memory = new ArrayList<>();
  private final Map<Tensor, INDArray> arrays = new IdentityHashMap<>();
  private final Map<Tensor, FloatBuffer> copies = new IdentityHashMap<>();
  private final PixelFunctions functions = new PixelFunctions();

  Nd4jExecution(List<List<Tensor>> slots) {
    for (List<Tensor> slot : slots) {
      long length = slot.stream().mapToLong(Tensor::length).max().orElseThrow();
      INDArray flat = Nd4j.createUninitialized(DataType.FLOAT, length);
      memory.add(flat);
      for (Tensor tensor : slot) {
        arrays.put(tensor, Ops.prefix(flat, tensor.length()).reshape('c', tensor.dimensions()));
      }
    }
  }

  @Override
  public Runnable bind(Step step) {
    if (step instanceof Step.Convolve s) {
      return Ops.op(
          "conv2d",
          arrays(Stream.concat(Stream.of(s.input(), s.kernel()), s.bias().stream())),
          arrays(Stream.of(s.output())),
          arguments(s.window(), s.input(), NHWC, KERNEL_YXIO));
    } else if (step instanceof Step.ConvolveDepthwise s) {
      return Ops.op(
          "depthwise_conv2d",
          arrays(Stream.concat(Stream.of(s.input(), s.kernel()), s.bias().stream())),
          arrays(Stream.of(s.output())),
          arguments(s.window(), s.input(), NHWC, KERNEL_YXIO));
    } else if (step instanceof Step.Pool s) {
      return Ops.op(
          s.pooling() == Pooling.MAXIMUM ? "maxpool2d" : "avgpool2d",
          arrays(Stream.of(s.input())),
          arrays(Stream.of(s.output())),
          arguments(
              s.window(), s.input(), s.pooling() == Pooling.AVERAGE_WITH_PADDING ? 1 : 0, NHWC));
    } else if (step instanceof Step.PoolGradient s) {
      return Ops.op(
          "maxpool2d_bp",
          arrays(Stream.of(s.input(), s.gradient())),
          arrays(Stream.of(s.target())),
          arguments(s.window(), s.input(), 0, NHWC));
    } else if (step instanceof Step.Concatenate s) {
      return Ops.op(
          "concat",
          arrays(s.inputs().stream()),
          arrays(Stream.of(s.output())),
          new long[] {CHANNEL_AXIS});
    } else if (step instanceof Step.OnHost s) {
      return onHost(s);
    }
    return bindAlgebra(step);
  }

  private Runnable bindAlgebra(Step step) {
    if (step instanceof Step.Multiply s) {
      return Ops.matmul(
          array(s.x()),
          s.transposeX(),
          array(s.y()),
          s.transposeY(),
          array(s.z()),
          s.alpha(),
          s.beta());
    } else if (step instanceof Step.AddBias s) {
      return Ops.addBias(array(s.x()), array(s.bias()));
    } else if (step instanceof Step.MultiplyBy s) {
      return Ops.op(
          "multiply",
          arrays(Stream.of(s.x(), s.factors())),
          arrays(Stream.of(s.y())),
          Ops.NO_INTEGERS);
    } else if (step instanceof Step.Map s) {
      return functions.value(s.function(), array(s.x()), array(s.y()));
    } else if (step instanceof Step.MapGradient s) {
      return functions.gradient(
          s.function(), array(s.at()), array(s.gradient()), array(s.target()));
    } else if (step instanceof Step.Copy s) {
      INDArray from = array(s.from());
      INDArray to = array(s.to());
      return () -> to.assign(from);
    } else if (step instanceof Step.Fill s) {
      INDArray to = array(s.to());
      return () -> to.assign(s.value());
    } else if (step instanceof Step.Combine s) {
      INDArray from = array(s.from());
      INDArray to = array(s.to());
      return switch (s.operation()) {
        case ADD -> () -> to.addi(from);
        case SUBTRACT -> () -> to.subi(from);
        case MULTIPLY -> () -> to.muli(from);
        case MAXIMUM ->
            Ops.op("maximum", new INDArray[] {to, from}, new INDArray[] {to}, Ops.NO_INTEGERS);
      };
    }
    throw new IllegalArgumentException("is to be lowered first: " + step);
  }

  /** On a device with memory of its own, ND4J is told what Java reads and writes. */
  private Runnable onHost(Step.OnHost step) {
    Runnable loop =
        step.body()
            .apply(
                tensor -> {
                  if (!step.reads().contains(tensor) && !step.writes().contains(tensor)) {
                    throw new IllegalStateException(
                        "'" + step.name() + "' does not declare " + tensor);
                  }
                  return host(tensor);
                });
    return () -> {
      step.reads().forEach(this::read);
      loop.run();
      step.writes().forEach(this::write);
    };
  }

  @Override
  public FloatBuffer host(Tensor tensor) {
    return copies.computeIfAbsent(tensor, t -> HostCopy.values(array(t))).duplicate();
  }

  @Override
  public void write(Tensor tensor) {
    HostCopy.write(array(tensor));
  }

  @Override
  public void read(Tensor tensor) {
    HostCopy.read(array(tensor));
  }

  @Override
  public void redirectGradients(boolean redirect) {
    functions.redirectGradients(redirect);
  }

  private INDArray array(Tensor tensor) {
    return tensor instanceof Weights weights ? weights.array() : arrays.get(tensor);
  }

  private INDArray[] arrays(Stream<? extends Tensor> tensors) {
    return tensors.map(this::array).toArray(INDArray[]::new);
  }

  private INDArray array(View view) {
    INDArray whole = array(view.tensor());
    if (view.isDense() && view.length() == whole.length()) {
      return Arrays.equals(view.sizes(), whole.shape()) ? whole : whole.reshape('c', view.sizes());
    }
    return Nd4j.create(whole.data(), view.sizes(), view.strides(), view.offset(), 'c');
  }

  /**
   * The leading integer arguments that ND4J's convolution and pooling operations share: kernel,
   * stride, padding, dilation, and whether the padding is "same". ND4J's own "same" fails where a
   * kernel is smaller than its stride, so it is asked for only where the two sides differ.
   */
  private static long[] arguments(Window window, Tensor input, long... more) {
    int height = input.shape().height();
    int width = input.shape().width();
    boolean uneven = window.isUneven(height, width);
    long[] common = {
      window.kernelHeight(),
      window.kernelWidth(),
      window.strideHeight(),
      window.strideWidth(),
      uneven ? 0 : window.padTop(height),
      uneven ? 0 : window.padLeft(width),
      window.dilationHeight(),
      window.dilationWidth(),
      uneven ? 1 : 0
    };
    long[] all = Arrays.copyOf(common, common.length + more.length);
    System.arraycopy(more, 0, all, common.length, more.length);
    return all;
  }

  @Override
  public void close() {
    memory.forEach(INDArray::close);
  }
}
