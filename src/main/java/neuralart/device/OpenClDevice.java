package neuralart.device;

import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.opencl._cl_device_id;
import org.bytedeco.opencl.global.OpenCL;

/**
 * A device as its driver describes it.
 *
 * @param id what OpenCL knows it by
 * @param name of the device
 * @param driver its version
 * @param isProcessor whether it is a CPU
 * @param hasOwnMemory whether its memory isn't the processor's
 * @param speed compute units by their clock in MHz: tells devices of one kind apart
 * @param memory bytes
 * @param largestBuffer bytes
 * @param localMemory bytes that a work group shares
 * @param workGroup work items that a group may have
 * @param hasDoubles whether it computes in double precision
 */
public record OpenClDevice(
    _cl_device_id id,
    String name,
    String driver,
    boolean isProcessor,
    boolean hasOwnMemory,
    long speed,
    long memory,
    long largestBuffer,
    long localMemory,
    long workGroup,
    boolean hasDoubles) {

  static OpenClDevice of(_cl_device_id id) {
    return new OpenClDevice(
        id,
        text(id, OpenCL.CL_DEVICE_NAME),
        text(id, OpenCL.CL_DRIVER_VERSION),
        (number(id, OpenCL.CL_DEVICE_TYPE) & OpenCL.CL_DEVICE_TYPE_CPU) != 0,
        number(id, OpenCL.CL_DEVICE_HOST_UNIFIED_MEMORY) == 0,
        number(id, OpenCL.CL_DEVICE_MAX_COMPUTE_UNITS)
            * number(id, OpenCL.CL_DEVICE_MAX_CLOCK_FREQUENCY),
        number(id, OpenCL.CL_DEVICE_GLOBAL_MEM_SIZE),
        number(id, OpenCL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
        number(id, OpenCL.CL_DEVICE_LOCAL_MEM_SIZE),
        number(id, OpenCL.CL_DEVICE_MAX_WORK_GROUP_SIZE),
        text(id, OpenCL.CL_DEVICE_EXTENSIONS).contains("cl_khr_fp64"));
  }

  /** The same device by another name, and with other limits. */
  public OpenClDevice as(
      String newName, long newLocalMemory, long newWorkGroup, boolean newHasDoubles) {
    return new OpenClDevice(
        id,
        newName,
        driver,
        isProcessor,
        hasOwnMemory,
        speed,
        memory,
        largestBuffer,
        newLocalMemory,
        newWorkGroup,
        newHasDoubles);
  }

  /** Of four or eight bytes; what the driver leaves of them is 0. */
  private static long number(_cl_device_id id, int what) {
    try (LongPointer value = new LongPointer(1)) {
      value.put(0);
      OpenCL.clGetDeviceInfo(id, what, Long.BYTES, value, new SizeTPointer((Pointer) null));
      return value.get();
    }
  }

  private static String text(_cl_device_id id, int what) {
    try (SizeTPointer length = new SizeTPointer(1)) {
      length.put(0);
      OpenCL.clGetDeviceInfo(id, what, 0, null, length);
      try (BytePointer bytes = new BytePointer(length.get() + 1)) {
        OpenCL.clGetDeviceInfo(id, what, length.get(), bytes, length);
        byte[] text = new byte[(int) Math.max(0, length.get() - 1)]; // a zero ends it
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8).strip();
      }
    }
  }
}
