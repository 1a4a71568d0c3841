package neuralart.plan.opencl;

import neuralart.step.WeightForm;
import org.bytedeco.opencl._cl_mem;

/** Memory of a device. */
final class DeviceBuffer implements WeightForm {
  private final _cl_mem memory;
  private final long length;
  private final Runnable release;

  /**
   * @param length values
   * @param release gives the memory back
   */
  DeviceBuffer(_cl_mem memory, long length, Runnable release) {
    this.memory = memory;
    this.length = length;
    this.release = release;
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
    release.run();
  }
}
