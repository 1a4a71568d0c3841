package neuralart.plan;

import java.nio.FloatBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import neuralart.plan.cpu.Nd4jExecutor;
import neuralart.step.Executor;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * Behaves as a device with memory of its own: of each tensor there is a copy that Java sees. Only
 * what a loop declares is brought there and taken back, and everything else that Java might see is
 * not a number.
 */
public final class TwoMemories implements Executor {
  private final Executor device = new Nd4jExecutor();

  @Override
  public void lower(Step step, Steps steps) {
    device.lower(step, steps);
  }

  @Override
  public Execution allocate(List<List<Tensor>> slots) {
    return new TwoCopies(device.allocate(slots));
  }

  private static final class TwoCopies implements Execution {
    private final Execution device;
    private final Map<Tensor, FloatBuffer> copies = new IdentityHashMap<>();
    private final Map<Tensor, FloatBuffer> seenByLoops = new IdentityHashMap<>();

    TwoCopies(Execution device) {
      this.device = device;
    }

    @Override
    public Runnable bind(Step step) {
      if (!(step instanceof Step.OnHost loop)) {
        return device.bind(step);
      }
      Runnable body = loop.body().apply(tensor -> declared(loop, tensor));
      return () -> {
        seenByLoops.values().forEach(TwoCopies::forget);
        loop.reads().forEach(tensor -> read(tensor, copy(seenByLoops, tensor)));
        body.run();
        loop.writes().forEach(tensor -> write(tensor, copy(seenByLoops, tensor)));
      };
    }

    private FloatBuffer declared(Step.OnHost loop, Tensor tensor) {
      if (!loop.reads().contains(tensor) && !loop.writes().contains(tensor)) {
        throw new AssertionError("'" + loop.name() + "' does not declare " + tensor);
      }
      return copy(seenByLoops, tensor);
    }

    private static FloatBuffer copy(Map<Tensor, FloatBuffer> copies, Tensor tensor) {
      return copies.computeIfAbsent(tensor, t -> FloatBuffer.allocate(Math.toIntExact(t.length())));
    }

    private static void forget(FloatBuffer copy) {
      for (int i = 0; i < copy.limit(); i++) {
        copy.put(i, Float.NaN);
      }
    }

    @Override
    public FloatBuffer host(Tensor tensor) {
      return copy(copies, tensor);
    }

    @Override
    public void write(Tensor tensor) {
      write(tensor, host(tensor));
    }

    private void write(Tensor tensor, FloatBuffer values) {
      device.host(tensor).put(0, values, 0, (int) tensor.length());
      device.write(tensor);
    }

    @Override
    public void read(Tensor tensor) {
      read(tensor, host(tensor));
    }

    private void read(Tensor tensor, FloatBuffer target) {
      device.read(tensor);
      target.put(0, device.host(tensor), 0, (int) tensor.length());
    }

    @Override
    public void redirectGradients(boolean redirect) {
      device.redirectGradients(redirect);
    }

    @Override
    public void close() {
      device.close();
    }
  }
}
