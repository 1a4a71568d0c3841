package neuralart.plan.opencl;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import neuralart.step.Executor.Execution;
import neuralart.step.Step;
import neuralart.step.Tensor;

/** The memory of a plan on a device, and kernels bound to it. Nothing is allocated by a run. */
final class OpenClExecution implements Execution {
  private static final Runnable NOTHING = () -> {};

  private final DeviceMemory memory;
  private final Products products;
  private final Convolutions convolutions;
  private final Windows windows;
  private final Functions functions;
  private final Views views;
  private final Joins joins;
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
    joins = new Joins(memory);
    standardizations = new Standardizations(memory);
    sums = new DeviceSums(memory);
    losses = new Losses(memory, sums);
    colors = new ColorLosses(memory, sums);
    alterations = new Alterations(memory, sums);
  }

  @Override
  public List<Runnable> bind(List<Step> steps) {
    Together together = new Together(steps);
    Map<List<Step>, Runnable> bound = new HashMap<>();
    List<Runnable> runs = new ArrayList<>(Collections.nCopies(steps.size(), NOTHING));
    BitSet done = new BitSet();
    for (int i = 0; i < runs.size(); i = done.nextClearBit(i)) {
      List<Integer> indices = together.with(i);
      indices.forEach(done::set);
      List<Step> group = indices.stream().map(steps::get).toList();
      runs.set(i, bound.computeIfAbsent(group, this::bindTogether));
    }
    return runs;
  }

  private Runnable bindTogether(List<Step> steps) {
    Step first = steps.get(0);
    if (steps.size() == 1) {
      return bind(first);
    } else if (first instanceof Step.Convolve s) {
      return convolutions.convolve(s, true);
    } else if (first instanceof Step.Concatenate s) {
      return joins.concatenate(s, true);
    } else if (first instanceof Step.ConvolveTransposed s) {
      Step.MapGradient relu = (Step.MapGradient) steps.get(1);
      Runnable convolution = convolutions.transposed(s, Optional.empty());
      Runnable gradient = functions.gradient(relu);
      return functions.unlessRedirected(
          convolutions.transposed(s, Optional.of(relu.at())),
          () -> {
            convolution.run();
            gradient.run();
          });
    }
    return joins.split(steps.stream().map(Step.Copy.class::cast).toList());
  }

  @Override
  public Runnable bind(Step step) {
    if (step instanceof Step.Convolve s) {
      return convolutions.convolve(s, false);
    } else if (step instanceof Step.ConvolveTransposed s) {
      return convolutions.transposed(s, Optional.empty());
    } else if (step instanceof Step.Concatenate s) {
      return joins.concatenate(s, false);
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
    memory.driver().finish();
    sums.deliver();
  }

  @Override
  public Optional<Execution> beside(long bytes, long longest) {
    return memory.driver().hasRoom(bytes, longest)
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
