package neuralart.plan.opencl;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import neuralart.step.Constant;
import neuralart.step.Numbers;
import neuralart.step.Tensor;
import neuralart.step.Weights;
import org.bytedeco.javacpp.FloatPointer;

/** The memory of a plan on a device, what Java sees of it, and the kernels that are bound to it. */
final class DeviceMemory implements AutoCloseable {
  private final Driver driver;
  private final List<DeviceBuffer> all = new ArrayList<>();
  private final List<Launch> launches = new ArrayList<>();
  private final Map<Tensor, DeviceBuffer> buffers = new IdentityHashMap<>();
  private final Map<Tensor, FloatPointer> copies = new IdentityHashMap<>();
  private final Map<Long, DeviceBuffer> scratch = new HashMap<>();
  private boolean isTrial;

  /**
   * @param slots the tensors that share each piece of memory
   */
  DeviceMemory(Driver driver, List<List<Tensor>> slots) {
    this.driver = driver;
    try {
      for (List<Tensor> slot : slots) {
        DeviceBuffer buffer = take(slot.stream().mapToLong(Tensor::length).max().orElseThrow());
        slot.forEach(tensor -> buffers.put(tensor, buffer));
      }
      occupy();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Memory that sees all of another one, which must be closed after it. */
  DeviceMemory(DeviceMemory other) {
    driver = other.driver;
    buffers.putAll(other.buffers);
  }

  /** Some drivers give memory only where it is written to: what lacks is to be known now. */
  private void occupy() {
    try (FloatPointer zero = new FloatPointer(1)) {
      zero.put(0);
      all.forEach(buffer -> driver.write(zero, buffer, 1));
    }
  }

  private DeviceBuffer take(long length) {
    DeviceBuffer buffer = driver.buffer(length);
    all.add(buffer);
    return buffer;
  }

  Driver driver() {
    return driver;
  }

  /** The memory of a tensor, its own if it has no slot; that of weights is shared by all plans. */
  DeviceBuffer buffer(Tensor tensor) {
    if (tensor instanceof Weights weights) {
      return buffer(weights);
    } else if (tensor instanceof Constant constant) {
      return buffers.computeIfAbsent(constant, key -> constant(constant.values()));
    }
    return buffers.computeIfAbsent(tensor, key -> take(key.length()));
  }

  private DeviceBuffer buffer(Weights weights) {
    return form(
        weights,
        "",
        weights.length(),
        buffer -> driver.write(new FloatPointer(weights.values()), buffer, weights.length()));
  }

  /**
   * A form of weights, which serves all plans and is closed with the weights.
   *
   * @param name tells the forms apart
   * @param length values
   * @param filling computes or brings the values
   */
  DeviceBuffer form(Weights weights, String name, long length, Consumer<DeviceBuffer> filling) {
    if (isTrial && !driver.hasForm(weights, name)) {
      DeviceBuffer form = take(length);
      filling.accept(form);
      return form;
    }
    return driver.form(weights, name, length, filling);
  }

  /**
   * Binds something, and takes back what that took, forms of weights too.
   *
   * @return what is said of it
   */
  long tried(Supplier<Runnable> binding, ToLongFunction<Runnable> judge) {
    int buffersBefore = all.size();
    int launchesBefore = launches.size();
    Set<Long> scratchBefore = Set.copyOf(scratch.keySet());
    boolean isNested = isTrial;
    isTrial = true;
    try {
      return judge.applyAsLong(binding.get());
    } finally {
      isTrial = isNested;
      List<DeviceBuffer> taken = all.subList(buffersBefore, all.size());
      List<Launch> bound = launches.subList(launchesBefore, launches.size());
      bound.forEach(Launch::close);
      bound.clear();
      buffers.values().removeAll(taken);
      taken.forEach(DeviceBuffer::close);
      taken.clear();
      scratch.keySet().retainAll(scratchBefore);
    }
  }

  /** Values of all memory that was taken. */
  long length() {
    return all.stream().mapToLong(DeviceBuffer::length).sum();
  }

  /** Numbers that stay with the plan. */
  DeviceBuffer constant(float[] numbers) {
    DeviceBuffer buffer = take(numbers.length);
    driver.write(numbers, buffer);
    return buffer;
  }

  /** The same for whole numbers. */
  DeviceBuffer constant(int[] numbers) {
    return constant(floats(numbers));
  }

  /**
   * Memory for one step while it runs, which later steps overwrite.
   *
   * @param length values
   */
  DeviceBuffer scratch(long length) {
    long size = Long.highestOneBit(Math.max(1, length - 1)) << 1;
    return scratch.computeIfAbsent(size, this::take);
  }

  /** Binds a kernel with a work item for each of some values. */
  Launch launch(Program program, String kernel, long items, Object... arguments) {
    return kept(driver.launch(program, kernel, items, arguments));
  }

  /** Binds a kernel. */
  Launch launch(Program program, String kernel, long[] global, long[] local, Object... arguments) {
    return kept(driver.launch(program, kernel, global, local, arguments));
  }

  private Launch kept(Launch launch) {
    launches.add(launch);
    return launch;
  }

  /** The values of a tensor as Java sees them: the same buffer each time. */
  FloatBuffer host(Tensor tensor) {
    return copy(tensor).asBuffer();
  }

  private FloatPointer copy(Tensor tensor) {
    return copies.computeIfAbsent(tensor, t -> new FloatPointer(t.length()));
  }

  /** Brings whole numbers, unless they are still those of the last time. */
  Runnable renewal(Numbers numbers) {
    DeviceBuffer buffer = buffer(numbers);
    int[] last = new int[numbers.values().length];
    Arrays.fill(last, -1);
    return () -> {
      if (!Arrays.equals(last, numbers.values())) {
        System.arraycopy(numbers.values(), 0, last, 0, last.length);
        driver.write(floats(last), buffer);
      }
    };
  }

  private static float[] floats(int[] numbers) {
    float[] values = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      values[i] = numbers[i];
    }
    return values;
  }

  /** Makes what Java sees the values of the tensor. */
  void write(Tensor tensor) {
    driver.write(copy(tensor), buffer(tensor), tensor.length());
  }

  /** Makes the values of the tensor what Java sees. */
  void read(Tensor tensor) {
    driver.read(buffer(tensor), copy(tensor), tensor.length());
  }

  /** The same, once something else is read. */
  void beginReading(Tensor tensor) {
    driver.beginReading(buffer(tensor), copy(tensor), tensor.length());
  }

  @Override
  public void close() {
    driver.drain(); // it may still be writing to the copies
    launches.forEach(Launch::close);
    all.forEach(DeviceBuffer::close);
    copies.values().forEach(FloatPointer::close);
  }
}
