package neuralart.plan.opencl;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import neuralart.device.OpenClDevice;
import neuralart.plan.opencl.Calls.Kind;
import neuralart.step.DeviceException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.opencl._cl_context;
import org.bytedeco.opencl._cl_program;
import org.bytedeco.opencl.global.OpenCL;

/** The programs of a device, each compiled once. */
final class Programs implements AutoCloseable {
  private static final int LONGEST_LOG = 1 << 20;

  private final Calls calls;
  private final _cl_context context;
  private final OpenClDevice device;
  private final Map<String, _cl_program> programs = new HashMap<>();

  Programs(Calls calls, _cl_context context, OpenClDevice device) {
    this.calls = calls;
    this.context = context;
    this.device = device;
  }

  /**
   * The program, compiled.
   *
   * @throws DeviceException if it doesn't compile
   */
  synchronized _cl_program of(Program program) {
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
  public void close() {
    programs.values().forEach(OpenCL::clReleaseProgram);
    programs.values().forEach(program -> calls.released());
    programs.clear();
  }
}
