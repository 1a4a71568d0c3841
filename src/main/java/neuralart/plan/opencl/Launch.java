package neuralart.plan.opencl;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.opencl._cl_kernel;
import org.bytedeco.opencl.global.OpenCL;

/** A kernel with its arguments and work items, to be run any number of times. */
final class Launch implements Runnable, AutoCloseable {
  private final DeviceContext context;
  private final _cl_kernel kernel;
  private final SizeTPointer global;
  private final SizeTPointer local;

  /**
   * @param global work items, multiples of those of a group
   * @param local work items of a group
   * @param arguments of the kernel: buffers, integers, floats, or arrays of integers for vectors
   */
  Launch(
      DeviceContext context, _cl_kernel kernel, long[] global, long[] local, Object... arguments) {
    this.context = context;
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
    context.calls().check(Calls.Kind.ENQUEUE, OpenCL.clSetKernelArg(kernel, index, bytes, value));
  }

  @Override
  public void run() {
    context.enqueue(kernel, global, local);
  }

  @Override
  public void close() {
    OpenCL.clReleaseKernel(kernel);
    context.calls().released();
    global.close();
    local.close();
  }
}
