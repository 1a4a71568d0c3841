package neuralart.check;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import neuralart.plan.Plan;
import neuralart.plan.opencl.OpenClExecutor;
import neuralart.plan.opencl.Profile;

/** Where the time of an evaluation goes on a device: a line for each kernel. */
final class KernelTimes {
  private static final double NANOS = 1e6;

  private final Report report;
  private final OpenClExecutor device;

  /**
   * @param device keeps how long kernels take
   */
  KernelTimes(Report report, OpenClExecutor device) {
    this.report = report;
    this.device = device;
  }

  void tell(Comparison.Work work) {
    try (Plan plan = work.plan(device)) {
      plan.evaluate(); // compiles and measures
      device.profile();
      long start = System.nanoTime();
      plan.evaluate();
      double time = (System.nanoTime() - start) / NANOS;
      tell(device.profile(), time);
    }
  }

  private void tell(List<Profile.Line> lines, double time) {
    report.say(
        "      where the time goes: %d kernels take %.1f of %.1f ms",
        launches(lines), milliseconds(lines), time);
    Map<String, List<Profile.Line>> kernels =
        lines.stream().collect(Collectors.groupingBy(Profile.Line::kernel));
    kernels.entrySet().stream()
        .sorted(Comparator.comparingDouble(kernel -> -milliseconds(kernel.getValue())))
        .forEach(kernel -> tell(kernel.getKey(), kernel.getValue()));
  }

  private void tell(String kernel, List<Profile.Line> lines) {
    report.say(
        "        %-30s %5d times %9.2f ms, %d to %d work groups a time",
        kernel,
        launches(lines),
        milliseconds(lines),
        lines.stream().mapToLong(Profile.Line::groups).min().orElseThrow(),
        lines.stream().mapToLong(Profile.Line::groups).max().orElseThrow());
  }

  private static int launches(List<Profile.Line> lines) {
    return lines.stream().mapToInt(Profile.Line::launches).sum();
  }

  private static double milliseconds(List<Profile.Line> lines) {
    return lines.stream().mapToDouble(Profile.Line::milliseconds).sum();
  }
}
