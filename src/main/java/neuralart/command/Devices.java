package neuralart.command;

import ij.IJ;
import neuralart.device.Device;

/** Where a command computes. */
final class Devices {
  private static boolean told;

  private Devices() {}

  /**
   * Takes the device that the user chooses, and tells once in ImageJ's log if it is the processor
   * in an installation that is made for GPUs.
   *
   * @throws IllegalArgumentException if there is no such device
   * @throws IllegalStateException if it can't be had, saying what is missing
   */
  static synchronized void require(String device) {
    Device.of(device).use().ifPresent(Devices::tell);
  }

  private static void tell(String problem) {
    if (!told) {
      told = true;
      IJ.log("Neural Art computes on the CPU: " + problem);
    }
  }
}
