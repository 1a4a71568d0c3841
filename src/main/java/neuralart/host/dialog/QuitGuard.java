package neuralart.host.dialog;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps ImageJ, where it quits, from ending before a computation has: native code that still runs
 * when its library is taken down ends the virtual machine with a crash. Used by the computing
 * thread.
 */
public final class QuitGuard implements AutoCloseable {
  /** How long ImageJ waits for the end of a step, at most. */
  private static final int SECONDS = 20;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  /**
   * Begins to guard.
   *
   * @param stop asks the computation to end soon; called in another thread, if at all
   * @throws IllegalStateException if ImageJ quits already
   */
  public QuitGuard(Runnable stop) {
    hook = new Thread(() -> await(stop), "Neural Art end");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void await(Runnable stop) {
    stop.run();
    try {
      ended.await(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends guarding. Where ImageJ quits it does not return: what would follow is not to happen. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      ended.countDown();
      stay();
    }
  }

  private static void stay() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
