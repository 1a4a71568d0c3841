package neuralart.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import neuralart.step.Executor;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.Weights;

/** Takes what nodes and terms write, as the executor's steps, and gives them scratch memory. */
final class Emitter implements Steps {
  private final Executor executor;
  private final Slots slots;
  private final List<Tensor> scratch = new ArrayList<>();
  private final Map<Tensor, float[]> constants = new LinkedHashMap<>();
  private final Map<Weights, Long> missing = new IdentityHashMap<>();
  private final Steps lowered = new Lowered();
  private List<List<Step>> passes = List.of();
  private boolean keepsScratch;

  Emitter(Executor executor, Slots slots) {
    this.executor = executor;
    this.slots = slots;
  }

  /** Adds the steps from now on to these lists, the same ones to each. */
  void writeTo(List<List<Step>> lists) {
    passes = lists;
  }

  /** The tensors whose values never change, with these. */
  Map<Tensor, float[]> constants() {
    return constants;
  }

  /** Bytes of kernels in the forms of the executor that weren't made before. */
  long missingBytes() {
    return missing.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Ends the life of the scratch memory that was asked for since the last time. */
  void releaseScratch() {
    scratch.forEach(slots::release);
    scratch.clear();
  }

  /** Makes something whose scratch memory is its own for good. */
  <T> T withOwnScratch(Supplier<T> maker) {
    keepsScratch = true;
    try {
      return maker.get();
    } finally {
      keepsScratch = false;
    }
  }

  @Override
  public void add(Step step) {
    executor.lower(step, lowered);
  }

  @Override
  public Tensor scratch(long... dimensions) {
    if (keepsScratch) {
      return slots.keep(dimensions);
    }
    Tensor tensor = slots.take(dimensions);
    scratch.add(tensor);
    return tensor;
  }

  @Override
  public Tensor constant(float[] values, long... dimensions) {
    Tensor tensor = slots.keep(dimensions);
    constants.put(tensor, values);
    return tensor;
  }

  /** Takes the executor's steps as they are. */
  private final class Lowered implements Steps {
    @Override
    public void add(Step step) {
      passes.forEach(pass -> pass.add(step));
      step.kernels().ifPresent(kernels -> missing.put(kernels, kernels.missingBytes()));
    }

    @Override
    public Tensor scratch(long... dimensions) {
      return Emitter.this.scratch(dimensions);
    }

    @Override
    public Tensor constant(float[] values, long... dimensions) {
      return Emitter.this.constant(values, dimensions);
    }
  }
}
