package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;

/** What is shown of a job that goes on with what an earlier one has done. */
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
  void theTimeLeftCountsWhatThisJobHasDone() throws InterruptedException {
    try (Context context = new Context(EventService.class, TaskService.class)) {
      context.service(EventService.class).subscribe(this);
      try (ImageJMonitor monitor =
          new ImageJMonitor("Download", context.service(TaskService.class), false)) {
        monitor.update("0.0 of 3.0 MB", 0, 0);
        assertEquals("Download: 0.0 of 3.0 MB", last());
        monitor.update("1.5 of 3.0 MB", 0.5, 0.5);
        assertEquals("Download: 1.5 of 3.0 MB", last());
        Thread.sleep(20); // time to go by: a hundredth of the whole takes that long
        monitor.update("1.5 of 3.0 MB", 0.5, 0.5 + 1e-5);
        assertTrue(last().matches("Download: 1.5 of 3.0 MB, \\d{3,5} s left"), last());
        monitor.update("3.0 of 3.0 MB", 0.5, 1);
        assertEquals("Download: 3.0 of 3.0 MB, 0 s left", last());
      }
    }
  }
}
