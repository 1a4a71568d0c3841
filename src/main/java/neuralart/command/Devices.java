package neuralart.command;

import java.util.List;

/** Where a command computes. */
final class Devices {
  private static final List<String> AVAILABLE = List.of("auto", "cpu");

  private Devices() {}

  /**
   * Checks the user's choice of a device.
   *
   * @throws IllegalArgumentException if it can't be had
   */
  static void require(String device) {
    if (device.equals("gpu")) {
      throw new IllegalArgumentException(
          "device=gpu is not available: this version computes on the CPU. Use device=auto or"
              + " device=cpu");
    }
    if (!AVAILABLE.contains(device)) {
      throw new IllegalArgumentException(
          "There is no device '" + device + "'. Devices are: auto, cpu, gpu");
    }
  }
}
