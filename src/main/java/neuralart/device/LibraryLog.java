package neuralart.device;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the libraries tell of themselves, some hundred lines a network, out of the user's
 * console.
 */
final class LibraryLog {
  private static final List<String> LIBRARIES =
      List.of("io.jhdf", "org.bytedeco", "org.deeplearning4j", "org.nd4j");

  private LibraryLog() {}

  /**
   * Lets the libraries log warnings alone, where Logback is the logger, as in Fiji, and nobody has
   * set a level for them. SLF4J itself knows no way to set one.
   */
  static void quieten() {
    for (String library : LIBRARIES) {
      Logger logger = LoggerFactory.getLogger(library);
      try {
        Class<?> level =
            Class.forName("ch.qos.logback.classic.Level", true, logger.getClass().getClassLoader());
        if (logger.getClass().getMethod("getLevel").invoke(logger) == null) {
          logger
              .getClass()
              .getMethod("setLevel", level)
              .invoke(logger, level.getField("WARN").get(null));
        }
      } catch (ReflectiveOperationException e) {
        return; // another logger, which is set up elsewhere
      }
    }
  }
}
