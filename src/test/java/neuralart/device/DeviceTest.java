package neuralart.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The choice of a device on a machine without a usable GPU, and why GPUs are refused. */
class DeviceTest {
  @BeforeAll
  static void requireNoGpu() {
    assumeTrue(
        Gpu.problem().isPresent() && OpenClDevices.here().problem().isPresent(),
        "skipped: this machine has a GPU that can be used");
  }

  @Test
  void autoAndCpuTakeTheProcessor() {
    Optional<String> said = Device.of("auto").use();
    assertEquals(Gpu.isInstalled(), said.isPresent());
    assertEquals("CPU (" + problem() + ")", Device.inUse());
    assertEquals(Optional.empty(), Device.of("cpu").use());
    assertEquals("CPU", Device.inUse());
  }

  @Test
  void gpuSaysWhatIsMissing() {
    String message =
        assertThrows(IllegalStateException.class, () -> Device.of("gpu").use()).getMessage();
    assertTrue(message.contains("device=gpu") && message.contains(problem()), message);
    assertEquals(1, message.lines().count());
  }

  private static String problem() {
    return (Gpu.isInstalled() ? Gpu.problem() : OpenClDevices.here().problem()).orElseThrow();
  }

  @Test
  void otherDevicesAreRefused() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Device.of("tpu")).getMessage();
    assertTrue(message.contains("tpu") && message.contains("auto, cpu, gpu"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NVIDIA H100, 9.0, 80000 | NVIDIA H100 has the compute capability 9.0",
        "Quadro FX, 3.5, 2000 | needs 3.7 to 8.9",
        "GeForce RTX 3060, 8.6, 500 | GeForce RTX 3060 has only 0.5 GB"
      })
  void unusableGpusAreNamed(String description, String expected) {
    String problem = Gpu.problem(description).orElseThrow();
    assertTrue(problem.contains(expected), problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"GeForce RTX 3060, 8.6, 11000", "Tesla K80, 3.7, 11000", "no answer"})
  void othersAreLeftToTheLibraries(String description) {
    assertEquals(Optional.empty(), Gpu.problem(description));
  }

  @Test
  void missingLibrariesAreNamed() {
    assertEquals(Optional.empty(), Gpu.missingLibrary(List.of("java.lang.String")));
    String problem = Gpu.missingLibrary(List.of("org.example.cublas")).orElseThrow();
    assertTrue(problem.contains("library cublas"), problem);
  }
}
