package neuralart.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import neuralart.device.Device;
import neuralart.device.OpenClDevice;
import neuralart.plan.cpu.Nd4jExecutor;
import neuralart.plan.opencl.OpenClExecutor;
import neuralart.step.DeviceException;
import neuralart.step.Executor;

/** Chooses what runs plans. */
public final class Engine {
  /** After which a test that takes a second or two will not end any more. */
  private static final long LONGEST_SECONDS = 60;

  private static final Map<String, Tested> DEVICES = new HashMap<>();

  /** A device, and how it did. */
  private record Tested(OpenClExecutor executor, SelfTest.Result result) {
    static Tested of(OpenClDevice device) {
      OpenClExecutor executor = new OpenClExecutor(device);
      return new Tested(
          executor,
          SelfTest.known(device)
              .orElseGet(() -> executor.untuned(() -> SelfTest.of(device, executor, processor()))));
    }
  }

  private Engine() {}

  /** The executor of the device that the user has chosen, if it can compute. */
  public static synchronized Executor executor() {
    Optional<OpenClDevice> device = Device.openClInUse();
    return device.isPresent() ? openCl(device.get()) : processor();
  }

  /** What computes now, and why no GPU does, as far as that is known without using one. */
  public static synchronized String inUse() {
    Device.inUse(); // chooses one, if none has been
    Optional<OpenClDevice> device = Device.openClInUse();
    if (device.isEmpty()) {
      return Device.inUse();
    }
    Optional<SelfTest.Result> result =
        Optional.ofNullable(DEVICES.get(device.get().name()))
            .map(Tested::result)
            .or(() -> SelfTest.known(device.get()));
    result.ifPresent(known -> judge(device.get(), known));
    return Device.inUse() + (result.isEmpty() ? ", which is tested when it is used first" : "");
  }

  /** What computes where no device does. */
  public static Executor processor() {
    return new Nd4jExecutor();
  }

  /** A device is looked at when it is used first; one that can't compute is used no more. */
  private static Executor openCl(OpenClDevice device) {
    try {
      if (!DEVICES.containsKey(device.name())) {
        DEVICES.put(device.name(), tested(device));
      }
      Tested tested = DEVICES.get(device.name());
      judge(device, tested.result);
      return Device.openClInUse().isPresent() ? tested.executor : processor();
    } catch (DeviceException e) {
      Device.refuse(device, e.getMessage());
      return processor();
    }
  }

  private static Tested tested(OpenClDevice device) {
    return inTime(
        device.name(), TimeUnit.SECONDS.toMillis(LONGEST_SECONDS), () -> Tested.of(device));
  }

  /**
   * Runs the test of a device, whose driver may hang: then it is left alone with that, on a thread
   * that keeps nobody from ending.
   *
   * @param milliseconds after which nobody waits for it any more
   * @throws DeviceException if the test fails, or doesn't end in time
   */
  static <T> T inTime(String device, long milliseconds, Callable<T> test) {
    FutureTask<T> running = new FutureTask<>(test);
    Thread thread = new Thread(running, "Test of " + device);
    thread.setDaemon(true);
    thread.start();
    try {
      return running.get(milliseconds, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DeviceException failure) {
        throw failure;
      }
      throw new DeviceException(device + " can't be tested: " + e.getCause(), false);
    } catch (TimeoutException e) {
      String why = device + " did not come to the end of its first test in time";
      throw new DeviceException(why, false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException("The test of " + device + " was interrupted", false);
    }
  }

  private static void judge(OpenClDevice device, SelfTest.Result result) {
    result.fault(device.name()).ifPresent(why -> Device.refuse(device, why));
    if (result.isSlow() && !Device.isWanted()) {
      Device.preferProcessor(device.name() + " is slower than the processor");
    }
  }

  /**
   * What goes on in the place of a device that failed: for this plan, if it was short of memory,
   * else for all.
   *
   * @throws DeviceException the failure, if it isn't that of a device of OpenCL
   */
  static synchronized Executor insteadOf(Executor executor, DeviceException failure) {
    Optional<OpenClDevice> device =
        executor instanceof OpenClExecutor openCl ? Optional.of(openCl.device()) : Optional.empty();
    if (device.isEmpty()) {
      throw failure;
    }
    if (failure.isShortOfMemory()) {
      Device.tell(failure.getMessage());
    } else {
      Device.refuse(device.get(), failure.getMessage());
    }
    return processor();
  }
}
