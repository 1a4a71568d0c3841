package net.imagej.legacy;

import org.scijava.AbstractContextual;
import org.scijava.Context;
import org.scijava.Contextual;

/** Stands, under its name, for the service by which a Fiji is known: its context is Fiji's. */
public final class LegacyService extends AbstractContextual {
  private static volatile LegacyService instance;

  private LegacyService(Context context) {
    setContext(context);
  }

  /** Returns the service of the running Fiji, null where there is none. */
  public static Contextual getInstance() {
    return instance;
  }

  /** Begins to be a Fiji. */
  public static void start(Context context) {
    instance = new LegacyService(context);
  }

  /** Ends being one. */
  public static void stop() {
    instance = null;
  }
}
