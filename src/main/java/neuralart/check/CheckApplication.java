package neuralart.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import neuralart.device.Device;
import neuralart.device.Nd4jSetup;
import neuralart.device.OpenClDevice;
import neuralart.device.OpenClDevices;
import neuralart.plan.opencl.OpenClExecutor;
import neuralart.step.DeviceException;

/** Checks the GPUs of a computer from a command line, and writes a report with pictures. */
public final class CheckApplication {
  private static final String USAGE =
      "usage: neural-art check-gpu FOLDER [LARGEST]\n"
          + "Holds each OpenCL device, processors too, against this computer's processor: single\n"
          + "operations, then networks whose weights are there, with the time of an iteration,\n"
          + "and where it goes.\n"
          + "Writes report.txt and pictures into the folder; images have up to LARGEST pixels a\n"
          + "side, 1024 if it isn't given.";

  private static final int LARGEST = 1024;
  private static final int WRONG_USAGE = 2;

  private CheckApplication() {}

  /**
   * Checks and ends the JVM: with exit code 0 if all devices compute what the processor does, else
   * with 1.
   *
   * @param args a word, the folder of the report, and the largest side of an image
   */
  public static void main(String[] args) {
    List<String> words = Arrays.asList(args).subList(1, args.length);
    if (words.isEmpty() || words.size() > 2 || words.get(0).startsWith("-")) {
      System.err.println(USAGE);
      System.exit(WRONG_USAGE);
    }
    System.setProperty("java.awt.headless", "true");
    Nd4jSetup.prepare();
    boolean good;
    try {
      int largest = words.size() > 1 ? Integer.parseInt(words.get(1)) : LARGEST;
      good = check(Files.createDirectories(Path.of(words.get(0))), largest);
    } catch (IOException | NumberFormatException e) {
      System.err.println("The GPUs can't be checked: " + e.getMessage());
      good = false;
    }
    System.exit(good ? 0 : 1);
  }

  private static boolean check(Path folder, int largest) throws IOException {
    try (Report report = new Report(folder.resolve("report.txt"))) {
      report.system();
      Device.tell(line -> report.fail("fallen back: " + line));
      List<OpenClDevice> devices = devices(report);
      for (int i = 0; i < devices.size(); i++) {
        check(report, devices.get(i), folder, i + 1, largest);
      }
      return report.isGood();
    }
  }

  private static List<OpenClDevice> devices(Report report) {
    try {
      List<OpenClDevice> devices = OpenClDevices.all();
      if (devices.isEmpty()) {
        report.say("OpenCL knows no device here.");
      }
      return devices;
    } catch (LinkageError e) {
      report.say("The library OpenCL can't be loaded: " + e.getMessage());
      return List.of();
    }
  }

  private static void check(
      Report report, OpenClDevice device, Path folder, int number, int largest) throws IOException {
    report.device(number, device);
    try (OpenClExecutor executor = new OpenClExecutor(device);
        OpenClExecutor profiled = OpenClExecutor.profiled(device)) {
      KernelTimes kernels = new KernelTimes(report, profiled);
      new OperationChecks(report, executor).run();
      new NetworkChecks(report, executor, kernels, folder, number, largest).run();
    } catch (DeviceException e) {
      report.fail(e.getMessage());
    }
  }
}
