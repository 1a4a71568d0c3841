package neuralart.plan.opencl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.opencl._cl_event;
import org.bytedeco.opencl.global.OpenCL;

/** How long the kernels of a device took, as its own clock tells. */
public final class Profile {
  private static final double NANOS = 1e6;

  private final Calls calls;
  private final List<Run> runs = new ArrayList<>();

  /**
   * What kernels of one name and extent took together.
   *
   * @param kernel name
   * @param groups work groups of a launch
   * @param launches how often it ran
   * @param milliseconds of all launches
   */
  public record Line(String kernel, long groups, int launches, double milliseconds) {
    private Line with(double time) {
      return new Line(kernel, groups, launches + 1, milliseconds + time);
    }
  }

  private record Run(String kernel, long groups, _cl_event event) {}

  Profile(Calls calls) {
    this.calls = calls;
  }

  /** Where OpenCL leaves the event of a launch, for {@link #add}. */
  static PointerPointer<_cl_event> place() {
    return new PointerPointer<>(1);
  }

  void add(String kernel, long groups, PointerPointer<_cl_event> place) {
    runs.add(new Run(kernel, groups, place.get(_cl_event.class, 0)));
    calls.created(Calls.Kind.ENQUEUE, OpenCL.CL_SUCCESS, place);
  }

  /** What ran since the last time, the longest first; all of it must be done. */
  List<Line> take() {
    Map<String, Line> lines = new LinkedHashMap<>();
    for (Run run : runs) {
      double time =
          (nanos(run.event, OpenCL.CL_PROFILING_COMMAND_END)
                  - nanos(run.event, OpenCL.CL_PROFILING_COMMAND_START))
              / NANOS;
      String key = run.kernel + " " + run.groups;
      Line line = lines.getOrDefault(key, new Line(run.kernel, run.groups, 0, 0));
      lines.put(key, line.with(time));
    }
    clear();
    return lines.values().stream()
        .sorted(Comparator.comparingDouble(Line::milliseconds).reversed())
        .toList();
  }

  private long nanos(_cl_event event, int what) {
    try (LongPointer value = new LongPointer(1)) {
      int error =
          OpenCL.clGetEventProfilingInfo(
              event, what, Long.BYTES, value, new SizeTPointer((Pointer) null));
      calls.check(Calls.Kind.READ, error);
      return value.get();
    }
  }

  /** Forgets what ran. */
  void clear() {
    for (Run run : runs) {
      OpenCL.clReleaseEvent(run.event);
      calls.released();
    }
    runs.clear();
  }
}
