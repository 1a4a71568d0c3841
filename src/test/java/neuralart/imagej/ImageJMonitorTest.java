package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;

/** What is shown of a job. */
class ImageJMonitorTest {
  private final List<String> shown = new CopyOnWriteArrayList<>();

  /** For SciJava. */
  @EventHandler
  void onEvent(TaskEvent event) {
    String message = event.getTask().getStatusMessage();
    if (message != null) {
      shown.add(message);
    }
  }

  private String last() {
    return shown.get(shown.size() - 1);
  }

  @Test
  void theTimeLeftIsShownOnceItIsKnown() throws InterruptedException {
    try (Context context = new Context(EventService.class, TaskService.class)) {
      context.service(EventService.class).subscribe(this);
      try (ImageJMonitor monitor =
          new ImageJMonitor("Download", context.service(TaskService.class), false)) {
        monitor.update("1.5 of 3.0 MB", 0.5);
        assertEquals("Download: 1.5 of 3.0 MB", last());
        monitor.update("1.6 of 3.0 MB", 0.52);
        Thread.sleep(2100); // time to go by
        monitor.update("1.7 of 3.0 MB", 0.54);
        assertEquals("Download: 1.7 of 3.0 MB", last());
        monitor.update("3.0 of 3.0 MB", 1);
        assertEquals("Download: 3.0 of 3.0 MB, 0 s left", last());
      }
    }
  }

  @Test
  void noTimeIsLeftAtTheEnd() {
    TimeLeft left = new TimeLeft();
    for (int second = 0; second <= 10; second++) {
      left.update(second, second == 10 ? Math.nextUp(1.0) : 0.1 * second);
    }
    assertEquals(", 0 s left", left.text());
  }

  @Test
  void theTimeLeftIsThatOfTheLastSeconds() {
    TimeLeft left = new TimeLeft();
    left.update(100, 0.001); // the job itself, the loading of a network, has taken long
    left.update(101, 0.011);
    left.update(102, 0.021);
    assertEquals("", left.text());
    left.update(103, 0.031);
    assertEquals(", 97 s left", left.text());
    for (int second = 0; second <= 20; second++) {
      left.update(200 + second, 0.1 + 0.02 * second); // twice as fast
    }
    assertEquals(", 25 s left", left.text());
    left.update(221, 0.01); // anew
    assertEquals("", left.text());
    for (int second = 1; second <= 3; second++) {
      left.update(221 + second, 0.01 + 0.001 * second);
    }
    assertEquals(", 16 min left", left.text());
  }

  @Test
  void theTimeLeftIsUnknownWhereNothingIsDone() {
    TimeLeft left = new TimeLeft();
    for (int second = 0; second < 100; second++) {
      left.update(second, 0.5);
    }
    assertEquals("", left.text());
  }
}
