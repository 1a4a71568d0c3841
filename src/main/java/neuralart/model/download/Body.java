package neuralart.model.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Writes what a server sends to a part of a file, until it is stopped. */
final class Body implements BodySubscriber<Void> {
  /** What becomes of what the server sends. */
  enum Use {
    NONE,
    APPEND,
    START_ANEW
  }

  private final PartFile part;
  private final long limit;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private Use use = Use.NONE;
  private boolean stopped;
  private Flow.Subscription subscription;

  /**
   * @param limit size in bytes, behind which no more is wanted
   */
  Body(PartFile part, long limit) {
    this.part = part;
    this.limit = limit;
  }

  /** Says what to do with what comes, before it comes. */
  synchronized Body use(Use decided) {
    use = decided;
    return this;
  }

  /** Whether what is there began with this answer. */
  synchronized boolean startedAnew() {
    return use == Use.START_ANEW;
  }

  /** From now on the part stays as it is, whatever still comes. */
  synchronized void stop() {
    stopped = true;
  }

  @Override
  public CompletionStage<Void> getBody() {
    return done;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription opened) {
    subscription = opened;
    try {
      if (use == Use.START_ANEW && !stopped) {
        part.clear();
      }
    } catch (IOException e) {
      fail(e);
      return;
    }
    if (use == Use.NONE || stopped) {
      finish();
    } else {
      subscription.request(1);
    }
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> chunks) {
    if (stopped) {
      return;
    }
    try {
      for (ByteBuffer chunk : chunks) {
        part.append(chunk);
      }
    } catch (IOException e) {
      fail(e);
      return;
    }
    if (part.size() > limit) {
      finish();
    } else {
      subscription.request(1);
    }
  }

  private void finish() {
    stopped = true;
    subscription.cancel();
    done.complete(null);
  }

  /** Unchecked, so that a disk's trouble isn't taken for the network's. */
  private void fail(IOException e) {
    stopped = true;
    subscription.cancel();
    done.completeExceptionally(new UncheckedIOException(e));
  }

  @Override
  public void onError(Throwable problem) {
    done.completeExceptionally(problem);
  }

  @Override
  public void onComplete() {
    done.complete(null);
  }
}
