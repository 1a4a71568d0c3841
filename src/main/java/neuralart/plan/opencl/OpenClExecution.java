package neuralart.plan.opencl;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import neuralart.step.Executor.Execution;
import neuralart.step.PixelFunction;
import neuralart.step.Step;
import neuralart.step.Tensor;

/** The memory of a plan on a device, and kernels bound to it. Nothing is allocated by a run. */
final class OpenClExecution implements Execution {
  private final DeviceMemory memory;
  private final Products products;
  private final Convolutions convolutions;
  private final Windows windows;
  private final Functions functions;
  private final Views views;
  private final Standardizations standardizations;
  private final DeviceSums sums;
  private final Losses losses;
  private final ColorLosses colors;
  private final Alterations alterations;

  OpenClExecution(DeviceMemory memory) {
    this.memory = memory;
    products = new Products(memory);
    convolutions = new Convolutions(memory);
    windows = new Windows(memory);
    functions = new Functions(memory);
    views = new Views(memory);
    standardizations = new Standardizations(memory);
    sums = new DeviceSums(memory);
    losses = new Losses(memory, sums);
    colors = new ColorLosses(memory, sums);
    alterations = new Alterations(memory, sums);
  }

  /** A ReLU in place, right behind a convolution, is done by the convolution itself. */
  @Override
  public List<Runnable> bind(List<Step> steps) {
    Map<Step, Runnable> bound = new IdentityHashMap<>();
    Map<Step, Runnable> rectified = new IdentityHashMap<>();
    List<Runnable> runs = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Step.Convolve convolve
          && i + 1 < steps.size()
          && isRectifiedBy(convolve, steps.get(i + 1))) {
        runs.add(rectified.computeIfAbsent(convolve, key -> convolutions.convolve(convolve, true)));
        runs.add(() -> {});
        i++;
      } else {
        runs.add(bound.computeIfAbsent(steps.get(i), this::bind));
      }
    }
    return runs;
  }

  private static boolean isRectifiedBy(Step.Convolve convolve, Step next) {
    return next instanceof Step.Map map
        && map.function().kind() == PixelFunction.Kind.RELU
        && map.x() == convolve.output()
        && map.y() == convolve.output();
  }

  @Override
  public Runnable bind(Step step) {
    if (step instanceof Step.Convolve s) {
      return convolutions.convolve(s, false);
    } else if (step instanceof Step.ConvolveTransposed s) {
      return convolutions.transposed(s);
    } else if (step instanceof Step.ConvolveDepthwise s) {
      return windows.depthwise(s);
    } else if (step instanceof Step.ConvolveDepthwiseTransposed s) {
      return windows.transposed(s);
    } else if (step instanceof Step.Pool s) {
      return windows.pool(s);
    } else if (step instanceof Step.PoolGradient s) {
      return windows.gradient(s);
    } else if (step instanceof Step.Multiply s) {
      return products.multiply(s);
    } else if (step instanceof Step.Map s) {
      return functions.map(s);
    } else if (step instanceof Step.MapGradient s) {
      return functions.gradient(s);
    } else if (step instanceof Step.Standardize s) {
      return standardizations.values(s);
    } else if (step instanceof Step.StandardizeGradient s) {
      return standardizations.gradient(s);
    } else if (step instanceof Step.OnHost s) {
      return onHost(s);
    }
    return bindTerms(step);
  }

  private Runnable bindTerms(Step step) {
    if (step instanceof Step.Begin s) {
      return sums.begin(s.sums());
    } else if (step instanceof Step.Penalize s) {
      return losses.penalize(s);
    } else if (step instanceof Step.Measure s) {
      return losses.measure(s);
    } else if (step instanceof Step.Differentiate s) {
      return losses.differentiate(s);
    } else if (step instanceof Step.FindLargest s) {
      return losses.findLargest(s);
    } else if (step instanceof Step.Renew s) {
      return memory.renewal(s.numbers());
    } else if (step instanceof Step.MeasureColors s) {
      return colors.measure(s);
    } else if (step instanceof Step.DifferentiateColors s) {
      return colors.differentiate(s);
    } else if (step instanceof Step.Alter s) {
      return alterations.alter(s);
    } else if (step instanceof Step.Summarize s) {
      return alterations.summarize(s);
    }
    return views.bind(step);
  }

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
      step.reads().forEach(memory::read);
      loop.run();
      step.writes().forEach(memory::write);
    };
  }

  @Override
  public FloatBuffer host(Tensor tensor) {
    return memory.host(tensor);
  }

  @Override
  public void write(Tensor tensor) {
    memory.write(tensor);
  }

  @Override
  public void read(Tensor tensor) {
    sums.fetch();
    memory.read(tensor);
    sums.deliver();
  }

  @Override
  public void deliverSums() {
    sums.fetch();
    memory.context().finish();
    sums.deliver();
  }

  @Override
  public Optional<Execution> beside(long bytes, long longest) {
    return memory.context().hasRoom(bytes, longest)
        ? Optional.of(new OpenClExecution(new DeviceMemory(memory)))
        : Optional.empty();
  }

  @Override
  public void redirectGradients(boolean redirect) {
    functions.redirectGradients(redirect);
  }

  @Override
  public void close() {
    memory.close();
  }
}
