package neuralart.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import neuralart.plan.Engine;
import neuralart.plan.opencl.OpenClExecutor;
import neuralart.plan.opencl.OpenClTestDevices;
import neuralart.step.Executor;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report on a GPU: of a good one, and of one that computes something else. */
@Tag("slow")
class ChecksTest {
  private static final int LARGEST = 64;

  @TempDir Path folder;

  @BeforeAll
  static void requireDevice() {
    assumeFalse(OpenClTestDevices.executors().isEmpty(), OpenClTestDevices.MISSING);
  }

  @Test
  void aGoodDeviceIsFoundGood() throws Exception {
    Path file = folder.resolve("report.txt");
    try (Report report = new Report(file);
        OpenClExecutor profiled = OpenClTestDevices.profiled()) {
      Executor device = OpenClTestDevices.executors().get(0);
      KernelTimes kernels = new KernelTimes(report, profiled);
      new OperationChecks(report, device).run();
      new NetworkChecks(report, device, kernels, folder, 1, LARGEST).run();
      assertTrue(report.isGood(), () -> text(file));
    }
    List<String> good = text(file).lines().filter(line -> line.startsWith("ok")).toList();
    assertEquals(15, good.stream().filter(line -> !line.contains(" px: ")).count());
    assertTrue(good.stream().anyMatch(line -> line.contains("builtin        64 px: ")), text(file));
    assertTrue(
        text(file).lines().anyMatch(line -> line.matches(" +convolve +[0-9]+ times .*ms.*")),
        text(file));
    assertTrue(Files.size(folder.resolve("device1-builtin.png")) > 0);
  }

  @Test
  void aDeviceThatLeavesOutStepsIsFoundWrong() throws Exception {
    Path file = folder.resolve("report.txt");
    try (Report report = new Report(file)) {
      new OperationChecks(report, new Forgetful()).run();
      assertFalse(report.isGood());
    }
    assertTrue(text(file).contains("WRONG convolution 3x3 "), text(file));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Computes no gradients of convolutions. */
  private static final class Forgetful implements Executor {
    private final Executor processor = Engine.processor();

    @Override
    public void lower(Step step, Steps steps) {
      if (!(step instanceof Step.ConvolveTransposed)) {
        processor.lower(step, steps);
      }
    }

    @Override
    public Execution allocate(List<List<Tensor>> slots) {
      return processor.allocate(slots);
    }
  }
}
