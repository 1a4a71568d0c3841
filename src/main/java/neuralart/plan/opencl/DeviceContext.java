package neuralart.plan.opencl;

import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import neuralart.device.OpenClDevice;
import neuralart.plan.opencl.Calls.Kind;
import neuralart.step.DeviceException;
import neuralart.step.Tensor;
import neuralart.step.Weights;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.opencl.Pfn_notify_String_Pointer_long_Pointer;
import org.bytedeco.opencl._cl_command_queue;
import org.bytedeco.opencl._cl_context;
import org.bytedeco.opencl._cl_kernel;
import org.bytedeco.opencl._cl_mem;
import org.bytedeco.opencl._cl_program;
import org.bytedeco.opencl.global.OpenCL;

/** A device that is ready to compute: its queue, its programs, its memory. */
final class DeviceContext implements Driver, AutoCloseable {
  /** Of a device's memory, which drivers and windows need some of. */
  private static final double SHARE = 0.9;

  private static final int LONGEST_LOG = 1 << 20;

  private static final PointerPointer<Pointer> NO_EVENTS = null;

  private final OpenClDevice device;
  private volatile Choice choice;
  private final Calls calls;
  private final Optional<Profile> profile;
  private final AtomicLong taken = new AtomicLong();
  private final _cl_context context;
  private final _cl_command_queue queue;
  private final Map<String, _cl_program> programs = new HashMap<>();

  /**
   * @param choice takes one of several ways to compute something
   * @param before is told of each call first, and may throw what the call might
   * @throws DeviceException if the device can't be had
   */
  DeviceContext(OpenClDevice device, Choice choice, Consumer<Kind> before) {
    this(device, choice, before, false);
  }

  /**
   * @param isProfiled whether it keeps how long kernels take, until {@link #profile} is asked
   */
  DeviceContext(OpenClDevice device, Choice choice, Consumer<Kind> before, boolean isProfiled) {
    this.device = device;
    this.choice = choice;
    calls = new Calls(device.name(), before);
    profile = isProfiled ? Optional.of(new Profile(calls)) : Optional.empty();
    long properties = isProfiled ? OpenCL.CL_QUEUE_PROFILING_ENABLE : 0;
    int[] error = new int[1];
    IntBuffer failure = IntBuffer.wrap(error);
    calls.begin(Kind.ALLOCATE);
    context =
        OpenCL.clCreateContext(
            (SizeTPointer) null,
            1,
            device.id(),
            (Pfn_notify_String_Pointer_long_Pointer) null,
            null,
            failure);
    calls.created(Kind.ALLOCATE, error[0], context);
    try {
      calls.begin(Kind.ALLOCATE);
      queue = OpenCL.clCreateCommandQueue(context, device.id(), properties, error);
      calls.created(Kind.ALLOCATE, error[0], queue);
    } catch (DeviceException e) {
      OpenCL.clReleaseContext(context);
      calls.released();
      throw e;
    }
  }

  @Override
  public OpenClDevice device() {
    return device;
  }

  @Override
  public Choice choice() {
    return choice;
  }

  /** Lets other ways be taken from now on. */
  void choose(Choice newChoice) {
    choice = newChoice;
  }

  Calls calls() {
    return calls;
  }

  @Override
  public DeviceBuffer buffer(long length) {
    calls.begin(Kind.ALLOCATE);
    long bytes = Math.max(1, length) * Float.BYTES;
    if (bytes > device.largestBuffer()) {
      throw calls.failure(Kind.ALLOCATE, "a buffer of " + bytes + " bytes is too large", true);
    }
    int[] error = new int[1];
    _cl_mem memory = OpenCL.clCreateBuffer(context, OpenCL.CL_MEM_READ_WRITE, bytes, null, error);
    calls.created(Kind.ALLOCATE, error[0], memory);
    taken.addAndGet(length);
    return new DeviceBuffer(memory, length, () -> release(memory, length));
  }

  private void release(_cl_mem memory, long length) {
    OpenCL.clReleaseMemObject(memory);
    calls.released();
    taken.addAndGet(-length);
  }

  /** Bytes of all buffers. */
  long taken() {
    return taken.get() * Float.BYTES;
  }

  @Override
  public DeviceBuffer form(
      Weights weights, String name, long length, Consumer<DeviceBuffer> filling) {
    return weights.form(DeviceBuffer.class, List.of(this, name), () -> filled(length, filling));
  }

  @Override
  public boolean hasForm(Weights weights, String name) {
    return weights.hasForm(DeviceBuffer.class, List.of(this, name));
  }

  /**
   * Takes memory and fills it.
   *
   * @param length values
   * @param filling computes or brings the values; the memory is given back if it can't
   */
  DeviceBuffer filled(long length, Consumer<DeviceBuffer> filling) {
    DeviceBuffer buffer = buffer(length);
    try {
      filling.accept(buffer);
    } catch (DeviceException e) {
      buffer.close();
      throw e;
    }
    return buffer;
  }

  @Override
  public boolean hasRoom(long bytes, long longest) {
    return bytes + taken() <= SHARE * device.memory()
        && longest * Float.BYTES <= device.largestBuffer();
  }

  /**
   * Some drivers give more memory than a device has, and bring it there and back.
   *
   * @param slots the tensors that share each piece of memory
   * @throws DeviceException if there is no memory for them
   */
  void requireRoom(List<List<Tensor>> slots) {
    long[] lengths =
        slots.stream()
            .mapToLong(slot -> slot.stream().mapToLong(Tensor::length).max().orElseThrow())
            .toArray();
    long longest = Arrays.stream(lengths).max().orElse(0);
    if (!hasRoom(Arrays.stream(lengths).sum() * Float.BYTES, longest)) {
      throw calls.failure(Kind.ALLOCATE, "out of device memory", true);
    }
  }

  @Override
  public Launch launch(
      Program program, String kernel, long[] global, long[] local, Object... arguments) {
    int[] error = new int[1];
    _cl_kernel made = OpenCL.clCreateKernel(program(program), kernel, error);
    calls.created(Kind.BUILD, error[0], made);
    try {
      return new Kernel(calls, profile, queue, kernel, made, global, local, arguments);
    } catch (DeviceException e) {
      OpenCL.clReleaseKernel(made);
      calls.released();
      throw e;
    }
  }

  private synchronized _cl_program program(Program program) {
    String key = program.source() + " " + program.options();
    _cl_program known = programs.get(key);
    if (known == null) {
      known = build(program);
      programs.put(key, known);
    }
    return known;
  }

  private _cl_program build(Program program) {
    calls.begin(Kind.BUILD);
    int[] error = new int[1];
    byte[] text = program.text().getBytes(StandardCharsets.UTF_8);
    _cl_program made;
    try (SizeTPointer length = new SizeTPointer(1)) {
      made = OpenCL.clCreateProgramWithSource(context, 1, text, length.put(text.length), error);
    }
    calls.created(Kind.BUILD, error[0], made);
    String options = "-cl-std=CL1.2 " + program.options();
    int result = OpenCL.clBuildProgram(made, 1, device.id(), options, null, null);
    if (result != OpenCL.CL_SUCCESS) {
      String why = program.source() + ".cl: " + complaint(made);
      OpenCL.clReleaseProgram(made);
      calls.released();
      throw calls.failure(Kind.BUILD, why, false);
    }
    return made;
  }

  /** The first line that the compiler says of an error. */
  private String complaint(_cl_program program) {
    try (SizeTPointer length = new SizeTPointer(1);
        BytePointer log = new BytePointer(LONGEST_LOG)) {
      OpenCL.clGetProgramBuildInfo(
          program, device.id(), OpenCL.CL_PROGRAM_BUILD_LOG, LONGEST_LOG, log, length);
      byte[] text = new byte[(int) Math.min(LONGEST_LOG, length.get())];
      log.get(text);
      return new String(text, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains("error"))
          .findFirst()
          .orElse("it doesn't compile");
    }
  }

  @Override
  public void write(FloatPointer values, DeviceBuffer target, long length) {
    calls.begin(Kind.WRITE);
    int error =
        OpenCL.clEnqueueWriteBuffer(
            queue,
            target.memory(),
            OpenCL.CL_TRUE,
            0,
            length * Float.BYTES,
            values,
            0,
            NO_EVENTS,
            NO_EVENTS);
    calls.check(Kind.WRITE, error);
  }

  @Override
  public void write(float[] values, DeviceBuffer target) {
    try (FloatPointer copy = new FloatPointer(values)) {
      write(copy, target, values.length);
    }
  }

  @Override
  public void read(DeviceBuffer source, FloatPointer values, long length) {
    read(source, values, length, OpenCL.CL_TRUE);
  }

  @Override
  public void beginReading(DeviceBuffer source, FloatPointer values, long length) {
    read(source, values, length, OpenCL.CL_FALSE);
  }

  private void read(DeviceBuffer source, FloatPointer values, long length, int waits) {
    calls.begin(Kind.READ);
    int error =
        OpenCL.clEnqueueReadBuffer(
            queue,
            source.memory(),
            waits,
            0,
            length * Float.BYTES,
            values,
            0,
            NO_EVENTS,
            NO_EVENTS);
    calls.check(Kind.READ, error);
  }

  /** What kernels took since the last time, the longest first; nothing if that isn't kept. */
  List<Profile.Line> profile() {
    finish();
    return profile.map(Profile::take).orElse(List.of());
  }

  @Override
  public void finish() {
    calls.check(Kind.ENQUEUE, OpenCL.clFinish(queue));
  }

  @Override
  public void drain() {
    OpenCL.clFinish(queue);
  }

  @Override
  public void close() {
    profile.ifPresent(Profile::clear);
    programs.values().forEach(OpenCL::clReleaseProgram);
    programs.values().forEach(program -> calls.released());
    programs.clear();
    OpenCL.clReleaseCommandQueue(queue);
    calls.released();
    OpenCL.clReleaseContext(context);
    calls.released();
  }
}
