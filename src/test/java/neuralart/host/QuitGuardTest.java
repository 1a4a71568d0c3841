package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import neuralart.host.dialog.QuitGuard;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class QuitGuardTest {
  private static final int EXIT_CODE = 3;
  private static final int STEP_MILLISECONDS = 300;

  /** Quits while a step is computed that takes some time to end. */
  static final class Quits {
    public static void main(String[] args) throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch stopped = new CountDownLatch(1);
      new Thread(
              () -> {
                try (QuitGuard guard = new QuitGuard(stopped::countDown)) {
                  begun.countDown();
                  stopped.await();
                  Thread.sleep(STEP_MILLISECONDS);
                  System.out.println("the step has ended");
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                System.out.println("work goes on");
              })
          .start();
      begun.await();
      System.exit(EXIT_CODE);
    }
  }

  /** Computes, and quits afterwards. */
  static final class Ends {
    public static void main(String[] args) {
      try (QuitGuard guard = new QuitGuard(() -> System.out.println("was stopped"))) {
        System.out.println("the step has ended");
      }
      System.out.println("work goes on");
      System.exit(EXIT_CODE);
    }
  }

  @Test
  void quittingWaitsForTheEndOfAStepAndForNoMore() throws Exception {
    assertEquals("the step has ended\n", output(Quits.class));
  }

  @Test
  void whatHasEndedIsNotWaitedFor() throws Exception {
    assertEquals("the step has ended\nwork goes on\n", output(Ends.class));
  }

  private static String output(Class<?> main) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(JavaSession.command(main.getName(), "classes")).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(1, TimeUnit.MINUTES);
    assertEquals(EXIT_CODE, process.exitValue());
    return output.replace(System.lineSeparator(), "\n");
  }
}
