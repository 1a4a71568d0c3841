package neuralart.batch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailedInputExceptionTest {
  @Test
  void wantOfMemoryIsFoundBehindOtherErrors() {
    OutOfMemoryError memory = new OutOfMemoryError("Java heap space");
    assertTrue(FailedInputException.isWantOfMemory(memory));
    assertTrue(FailedInputException.isWantOfMemory(new ExceptionInInitializerError(memory)));
    assertTrue(FailedInputException.isWantOfMemory(new IOException("x", new Error(memory))));
    assertTrue(new FailedInputException(new IllegalStateException(memory)).isForWantOfMemory());
    assertTrue(
        new FailedInputException("a.h5 needs more memory than there is").isForWantOfMemory());
  }

  @Test
  void aClassThatMemoryWasMissingForTellsOfIt() {
    assertTrue(causeOfFailure(() -> Failing.value++));
    assertTrue(causeOfFailure(() -> Failing.value++)); // now a NoClassDefFoundError
  }

  @Test
  void otherErrorsAreNone() {
    assertFalse(FailedInputException.isWantOfMemory(new NoClassDefFoundError("a/B")));
    assertFalse(new FailedInputException("There is no image file a.tif").isForWantOfMemory());
  }

  private static boolean causeOfFailure(Runnable use) {
    try {
      use.run();
    } catch (LinkageError e) {
      return FailedInputException.isWantOfMemory(e);
    }
    return false;
  }

  /** Can't be initialized. */
  private static final class Failing {
    static int value = fail();

    private static int fail() {
      throw new IllegalStateException(new OutOfMemoryError("Java heap space"));
    }
  }
}
