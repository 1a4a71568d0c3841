package neuralart.model.download;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Why an address didn't give a file, in words, and whether to ask it again. */
final class TransferException extends IOException {
  private static final long serialVersionUID = 1;

  private final boolean again;
  private final Duration pause;

  private TransferException(String reason, boolean again, Duration pause) {
    super(reason);
    this.again = again;
    this.pause = pause;
  }

  /** What will be the same the next time. */
  static TransferException lasting(String reason) {
    return new TransferException(reason, false, Duration.ZERO);
  }

  /** What may be better after a while. */
  static TransferException passing(String reason) {
    return new TransferException(reason, true, Duration.ofNanos(-1));
  }

  /** What may be better after the time that a server has named. */
  static TransferException passing(String reason, Duration pause) {
    return new TransferException(reason, true, pause);
  }

  /** Whether to ask again. */
  boolean again() {
    return again;
  }

  /** How long to wait before that, where that is known. */
  Optional<Duration> pause() {
    return Optional.of(pause).filter(time -> !time.isNegative());
  }
}
