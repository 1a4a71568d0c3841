package neuralart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import neuralart.device.DeviceRecords;
import neuralart.device.OpenClDevice;
import neuralart.step.DeviceException;
import neuralart.step.Executor;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first use of devices that are good, wrong, broken, or were never heard of again. */
class SelfTestTest {
  private static final String FOLDER = "neuralart.opencl.records";
  private static final OpenClDevice DEVICE =
      new OpenClDevice(null, "a GPU", "1", false, true, 1, 1, 1, 1, 1, false);

  @TempDir Path folder;

  @BeforeEach
  void useAFolder() {
    System.setProperty(FOLDER, folder.toString());
  }

  @AfterEach
  void useTheUsersFolder() {
    System.clearProperty(FOLDER);
  }

  private static SelfTest.Result test(Executor executor) {
    return SelfTest.of(DEVICE, executor, Engine.processor());
  }

  @Test
  void aGoodDeviceIsRemembered() {
    assertEquals(Optional.empty(), SelfTest.known(DEVICE));
    SelfTest.Result result = test(Engine.processor());
    assertEquals(0, result.error());
    assertEquals(Optional.empty(), result.fault("a GPU"));
    assertEquals(Optional.of(result), SelfTest.known(DEVICE));
  }

  @Test
  void wrongNumbersAreFound() {
    SelfTest.Result result = test(new Changed(false));
    assertTrue(result.fault("a GPU").orElseThrow().startsWith("a GPU computes wrong numbers"));
  }

  @Test
  void aDeviceThatFailsMayTryAgain() {
    assertThrows(DeviceException.class, () -> test(new Changed(true)));
    assertEquals(Optional.empty(), SelfTest.known(DEVICE));
    assertEquals(0, test(Engine.processor()).error());
  }

  @Test
  void oneThatDidNotComeToTheEndMayNot() {
    DeviceRecords.put(DEVICE, "self-test", "begun at 1700000000000");
    assertEquals(Optional.empty(), SelfTest.known(DEVICE));
    String message =
        assertThrows(DeviceException.class, () -> test(Engine.processor())).getMessage();
    assertTrue(message.contains("a GPU") && message.contains("opencl.properties"), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void oneThatAnotherJavaTestsMay() {
    DeviceRecords.put(DEVICE, "self-test", "begun at " + System.currentTimeMillis());
    assertEquals(0, test(Engine.processor()).error());
  }

  @Test
  void brokenRecordsAreIgnored() {
    for (String record : List.of("begun at noon", "1 2", "a b c", "begun at ", " ")) {
      DeviceRecords.put(DEVICE, "self-test", record);
      assertFalse(SelfTest.known(DEVICE).isPresent(), record);
      assertEquals(0, test(Engine.processor()).error());
    }
  }

  /** The processor without its poolings, or without memory. */
  private record Changed(boolean isBroken) implements Executor {
    @Override
    public void lower(Step step, Steps steps) {
      if (!(step instanceof Step.Pool)) {
        Engine.processor().lower(step, steps);
      }
    }

    @Override
    public Execution allocate(List<List<Tensor>> slots) {
      if (isBroken) {
        throw new DeviceException("a GPU can't give memory", true);
      }
      return Engine.processor().allocate(slots);
    }
  }
}
