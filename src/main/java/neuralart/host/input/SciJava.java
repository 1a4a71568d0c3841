package neuralart.host.input;

import java.util.Optional;
import org.scijava.Context;
import org.scijava.Contextual;
import org.scijava.app.StatusService;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;
import org.scijava.task.TaskService;

/** The SciJava context that commands live in: Fiji's in a Fiji, elsewhere one of our own. */
public final class SciJava {
  private static final String FIJI_SERVICE = "net.imagej.legacy.LegacyService";

  private SciJava() {}

  /** Returns the context of the Fiji that this ImageJ is part of. */
  public static Optional<Context> fiji() throws ReflectiveOperationException {
    Class<?> service;
    try {
      service = Class.forName(FIJI_SERVICE);
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
    return Optional.ofNullable((Contextual) service.getMethod("getInstance").invoke(null))
        .map(Contextual::context);
  }

  /**
   * Returns our own context, made with the calling thread's context class loader at the first call.
   *
   * <p>It has the services that commands use, and no others: some of SciJava's write preferences
   * when they start.
   */
  public static Context own() {
    return Own.CONTEXT;
  }

  private static final class Own {
    private static final Context CONTEXT =
        new Context(
            CommandService.class, ModuleService.class, StatusService.class, TaskService.class);
  }
}
