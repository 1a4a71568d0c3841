package neuralart.plan.opencl;

import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.opencl._cl_command_queue;
import org.bytedeco.opencl._cl_event;
import org.bytedeco.opencl._cl_kernel;
import org.bytedeco.opencl.global.OpenCL;

/** A kernel of a device with its arguments and work items. */
final class Kernel implements Launch {
  private static final PointerPointer<_cl_event> NO_EVENTS = null;

  private final Calls calls;
  private final Optional<Profile> profile;
  private final _cl_command_queue queue;
  private final String name;
  private final _cl_kernel kernel;
  private final SizeTPointer global;
  private final SizeTPointer local;

  /**
   * @param profile keeps how long it takes
   * @param queue where it runs
   * @param name of the kernel
   * @param kernel released with this
   * @param global work items, multiples of those of a group
   * @param local work items of a group
   * @param arguments of the kernel: buffers, integers, floats, or arrays of integers for vectors
   */
  Kernel(
      Calls calls,
      Optional<Profile> profile,
      _cl_command_queue queue,
      String name,
      _cl_kernel kernel,
      long[] global,
      long[] local,
      Object... arguments) {
    this.calls = calls;
    this.profile = profile;
    this.queue = queue;
    this.name = name;
    this.kernel = kernel;
    this.global = new SizeTPointer(global);
    this.local = new SizeTPointer(local);
    for (int i = 0; i < arguments.length; i++) {
      set(i, arguments[i]);
    }
  }

  private void set(int index, Object argument) {
    if (argument instanceof DeviceBuffer buffer) {
      try (PointerPointer<Pointer> memory = new PointerPointer<>(1)) {
        memory.put(0, buffer.memory());
        set(index, Long.BYTES, memory);
      }
    } else if (argument instanceof Float number) {
      try (FloatPointer value = new FloatPointer(1)) {
        set(index, Float.BYTES, value.put(number));
      }
    } else {
      int[] numbers = argument instanceof Integer number ? new int[] {number} : (int[]) argument;
      try (IntPointer values = new IntPointer(numbers)) {
        set(index, (long) Integer.BYTES * numbers.length, values);
      }
    }
  }

  private void set(int index, long bytes, Pointer value) {
    calls.begin(Calls.Kind.ENQUEUE);
    calls.check(Calls.Kind.ENQUEUE, OpenCL.clSetKernelArg(kernel, index, bytes, value));
  }

  @Override
  public void run() {
    if (profile.isEmpty()) {
      enqueue(NO_EVENTS);
      return;
    }
    try (PointerPointer<_cl_event> event = Profile.place()) {
      enqueue(event);
      profile.get().add(name, groups(), event);
    }
  }

  private void enqueue(PointerPointer<_cl_event> event) {
    calls.begin(Calls.Kind.ENQUEUE);
    int error =
        OpenCL.clEnqueueNDRangeKernel(
            queue, kernel, (int) global.capacity(), null, global, local, 0, NO_EVENTS, event);
    calls.check(Calls.Kind.ENQUEUE, error);
  }

  private long groups() {
    long groups = 1;
    for (int i = 0; i < global.capacity(); i++) {
      groups *= global.get(i) / local.get(i);
    }
    return groups;
  }

  @Override
  public void close() {
    OpenCL.clReleaseKernel(kernel);
    calls.released();
    global.close();
    local.close();
  }
}
