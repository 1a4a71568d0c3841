package neuralart.launch;

/** The Java version that Neural Art needs, and how to tell which one is running. */
final class JavaVersion {
  private static final int REQUIRED = 17;

  private JavaVersion() {}

  /** Tells whether the running Java is new enough. */
  static boolean isSupported() {
    return isSupported(System.getProperty("java.specification.version"));
  }

  /**
   * Tells whether a Java is new enough.
   *
   * @param specification the value of {@code java.specification.version}: {@code 1.8}, {@code 17}
   */
  static boolean isSupported(String specification) {
    String feature = specification.startsWith("1.") ? specification.substring(2) : specification;
    return Integer.parseInt(feature) >= REQUIRED;
  }

  /** Returns the line that tells the user of an older Java what to do. */
  static String requirement() {
    return requirement(System.getProperty("java.version"), System.getProperty("java.home"));
  }

  static String requirement(String version, String home) {
    return "Neural Art needs Java "
        + REQUIRED
        + " or newer; this is Java "
        + version
        + " ("
        + home
        + ").";
  }
}
