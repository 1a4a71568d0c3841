package neuralart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import neuralart.step.DeviceException;
import org.junit.jupiter.api.Test;

/** What the engine makes of a device whose first test doesn't go well. */
class EngineTest {
  private static final long SHORT = 50;
  private static final long LONG = 10_000;

  @Test
  void aTestThatEndsIsWaitedFor() {
    assertEquals("fast", Engine.inTime("device", LONG, () -> "fast"));
  }

  @Test
  void aDriverThatHangsIsLeft() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    AtomicBoolean isDaemon = new AtomicBoolean();
    DeviceException failure =
        assertThrows(
            DeviceException.class,
            () ->
                Engine.inTime(
                    "Hanging GPU",
                    SHORT,
                    () -> {
                      isDaemon.set(Thread.currentThread().isDaemon());
                      release.await();
                      released.countDown();
                      return "too late";
                    }));
    assertEquals(
        "Hanging GPU did not come to the end of its first test in time", failure.getMessage());
    assertFalse(failure.isShortOfMemory());
    assertEquals(1, released.getCount(), "it hangs on");
    release.countDown();
    assertTrue(released.await(LONG, TimeUnit.MILLISECONDS));
    assertTrue(isDaemon.get());
  }

  @Test
  void aTestThatFailsSaysWhy() {
    DeviceException known = new DeviceException("out of memory", true);
    assertEquals(
        known,
        assertThrows(
            DeviceException.class,
            () ->
                Engine.inTime(
                    "device",
                    LONG,
                    () -> {
                      throw known;
                    })));
    DeviceException unknown =
        assertThrows(
            DeviceException.class,
            () ->
                Engine.inTime(
                    "Odd GPU",
                    LONG,
                    () -> {
                      throw new LinkageError("no such symbol");
                    }));
    assertTrue(unknown.getMessage().startsWith("Odd GPU can't be tested: "), unknown.getMessage());
  }

  @Test
  void anInterruptedTestIsNoAnswer() {
    CountDownLatch release = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    assertThrows(
        DeviceException.class,
        () ->
            Engine.inTime(
                "device",
                LONG,
                () -> {
                  release.await();
                  return "unheard";
                }));
    release.countDown();
    assertTrue(Thread.interrupted());
  }
}
