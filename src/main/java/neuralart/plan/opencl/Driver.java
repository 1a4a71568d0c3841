package neuralart.plan.opencl;

import java.util.function.Consumer;
import neuralart.device.OpenClDevice;
import neuralart.step.DeviceException;
import neuralart.step.Weights;
import org.bytedeco.javacpp.FloatPointer;

/** What gives memory, and makes kernels. All of its calls may throw {@link DeviceException}. */
interface Driver {
  /** Work items of a group where the kernel doesn't care. */
  int GROUP = 64;

  OpenClDevice device();

  /** Takes one of several ways to compute something. */
  Choice choice();

  /**
   * Takes memory.
   *
   * @param length values
   */
  DeviceBuffer buffer(long length);

  /**
   * A form of weights, which is made at its first use, serves all plans, and is closed with the
   * weights.
   *
   * @param name tells the forms apart
   * @param length values
   * @param filling computes or brings the values
   */
  DeviceBuffer form(Weights weights, String name, long length, Consumer<DeviceBuffer> filling);

  /** Whether a form of weights has been made. */
  boolean hasForm(Weights weights, String name);

  /**
   * A kernel with its arguments.
   *
   * @throws DeviceException if its program doesn't compile
   */
  Launch launch(Program program, String kernel, long[] global, long[] local, Object... arguments);

  /** A kernel over some values, one for each work item. */
  default Launch launch(Program program, String kernel, long items, Object... arguments) {
    long groups = Math.max(1, (items + GROUP - 1) / GROUP);
    return launch(program, kernel, new long[] {groups * GROUP}, new long[] {GROUP}, arguments);
  }

  /** Brings values to the device, once what was asked of it before is done. */
  void write(FloatPointer values, DeviceBuffer target, long length);

  /** The same for values of Java's. */
  void write(float[] values, DeviceBuffer target);

  /** Brings values from the device, once what was asked of it before is done. */
  void read(DeviceBuffer source, FloatPointer values, long length);

  /** Brings values from the device, which are there once another {@link #read} is done. */
  void beginReading(DeviceBuffer source, FloatPointer values, long length);

  /** Waits for all that was asked of the device. */
  void finish();

  /** The same for a device that may have failed. */
  void drain();

  /**
   * Whether there is memory for some bytes more.
   *
   * @param longest values of the largest tensor
   */
  boolean hasRoom(long bytes, long longest);
}
