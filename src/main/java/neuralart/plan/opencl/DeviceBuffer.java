package neuralart.plan.opencl;

import java.util.concurrent.atomic.AtomicLong;
import neuralart.step.WeightForm;
import org.bytedeco.opencl._cl_mem;
import org.bytedeco.opencl.global.OpenCL;

/** Memory of a device. */
final class DeviceBuffer implements WeightForm {
  private final Calls calls;
  private final _cl_mem memory;
  private final long length;
  private final AtomicLong taken;

  /**
   * @param taken the values of all buffers, which it is counted among until it is closed
   */
  DeviceBuffer(Calls calls, _cl_mem memory, long length, AtomicLong taken) {
    this.taken = taken;
    taken.addAndGet(length);
    this.calls = calls;
    this.memory = memory;
    this.length = length;
  }

  _cl_mem memory() {
    return memory;
  }

  /** Number of values. */
  long length() {
    return length;
  }

  @Override
  public void close() {
    OpenCL.clReleaseMemObject(memory);
    calls.released();
    taken.addAndGet(-length);
  }
}
