package neuralart.host;

import ij.IJ;
import ij.Macro;
import ij.plugin.PlugIn;
import java.awt.GraphicsEnvironment;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import neuralart.host.dialog.CommandDialog;
import neuralart.host.input.CommandInputs;
import neuralart.host.input.InputText;
import neuralart.host.input.MacroOptions;
import neuralart.host.input.SciJava;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/**
 * Runs a SciJava command from a menu or a macro, in ImageJ and in Fiji alike: it takes the active
 * image, then the macro's options or a dialog's values, runs the command, and shows its outputs.
 * Whatever goes wrong is reported by {@link IJ#error}, which also ends a macro.
 *
 * <p>The commands carry the attribute {@code no-legacy}: without it, a Fiji would put its own way
 * of running SciJava commands in the place of this one, which asks in a macro for what it doesn't
 * name, shows no tables, and goes on after errors.
 */
public final class CommandRunner implements PlugIn {
  private static final Set<Class<?>> WRAPPERS =
      Set.of(ExecutionException.class, MethodCallException.class, InvocationTargetException.class);

  /** What the names of threads that run macros end with. */
  private static final String MACRO_THREAD = "Macro$";

  /**
   * Runs a command.
   *
   * @param commandClass the name of the command's class
   */
  @Override
  public void run(String commandClass) {
    Optional<String> problem = perform(commandClass);
    if (problem.isPresent()) {
      boolean isRead = !GraphicsEnvironment.isHeadless();
      IJ.error("Neural Art", isRead ? InputText.wrap(problem.get()) : problem.get());
    }
  }

  /** Runs a command, and returns what was wrong, if anything was. */
  static Optional<String> perform(String commandClass) {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    thread.setContextClassLoader(CommandRunner.class.getClassLoader());
    try {
      Context context = SciJava.fiji().orElseGet(SciJava::own);
      CommandInfo info = context.service(CommandService.class).getCommand(commandClass);
      if (info == null) {
        throw new ClassNotFoundException(commandClass);
      }
      return execute(context.service(ModuleService.class), info);
    } catch (Throwable e) {
      return Optional.of(describe(e));
    } finally {
      thread.setContextClassLoader(loader);
    }
  }

  /**
   * Runs a command, and returns the reason if it was canceled. After a dialog, the user is told the
   * reason and asked again, with the same values, until it works or the user gives up.
   */
  private static Optional<String> execute(ModuleService modules, CommandInfo info)
      throws MethodCallException {
    Module module = modules.createModule(info);
    CommandInputs inputs = new CommandInputs(module);
    String options = Macro.getOptions();
    Optional<String> problem = prepare(modules, inputs, options);
    boolean asks =
        options == null && !GraphicsEnvironment.isHeadless() && !inputs.unresolved().isEmpty();
    boolean again = false;
    while (problem.isEmpty()) {
      if (asks && !ask(new CommandDialog(modules, inputs), again)) {
        return Optional.empty();
      }
      again = true;
      problem = run(module);
      if (problem.isEmpty() || CommandOutputs.isAny(module)) {
        return problem;
      }
      if (asks) {
        tell(CommandDialog.title(info), problem.get());
        Map<String, Object> values = module.getInputs();
        module = modules.createModule(info);
        inputs = new CommandInputs(module);
        module.setInputs(values);
        problem = prepare(modules, inputs, options);
      }
    }
    return problem.filter(reason -> !reason.isEmpty());
  }

  /** Shows why the command ended, unless that was an answer of the user's, who knows. */
  private static void tell(String title, String problem) {
    if (!problem.isEmpty()) {
      IJ.error(title, InputText.wrap(problem));
    }
  }

  private static boolean ask(CommandDialog dialog, boolean again) {
    if (!again) {
      dialog.recall();
    }
    return dialog.ask();
  }

  /** Gives the inputs their values before anyone is asked; returns why that can't be done. */
  private static Optional<String> prepare(
      ModuleService modules, CommandInputs inputs, String options) throws MethodCallException {
    inputs.assignDefaults(modules);
    inputs.fillActiveImage();
    if (options != null) {
      inputs.resolve(MacroOptions.parse(options));
    }
    inputs.module().initialize();
    return cancelReason(inputs.module());
  }

  /**
   * Runs a command, shows its outputs, and returns the reason if it was canceled. What fails when
   * the picture is there already doesn't take it away.
   *
   * <p>Two seconds after Escape, ImageJ stops the threads whose names say that they run a macro,
   * and with them the picture that there is. Under another name it waits until the picture is
   * shown.
   */
  private static Optional<String> run(Module module) {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    thread.setName(name.replace(MACRO_THREAD, ""));
    try {
      try {
        module.run();
      } finally {
        CommandOutputs.show(module);
      }
      return cancelReason(module);
    } finally {
      thread.setName(name);
    }
  }

  private static Optional<String> cancelReason(Module module) {
    return module instanceof Cancelable cancelable && cancelable.isCanceled()
        ? Optional.of(Objects.requireNonNullElse(cancelable.getCancelReason(), "Canceled."))
        : Optional.empty();
  }

  /**
   * Returns the line that tells the user about a problem; what ends a macro is no problem, and goes
   * on.
   */
  private static String describe(Throwable problem) {
    Throwable cause = problem;
    while (WRAPPERS.contains(cause.getClass()) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RuntimeException canceled
        && Macro.MACRO_CANCELED.equals(cause.getMessage())) {
      throw canceled;
    }
    if (IJ.debugMode) {
      IJ.log(
          Arrays.stream(cause.getStackTrace())
              .map(String::valueOf)
              .collect(Collectors.joining("\n  at ", cause + "\n  at ", "")));
    }
    if (cause instanceof OutOfMemoryError) {
      return String.format(
          Locale.ROOT,
          "Not enough memory (%s; Java may have %d MB): take a smaller image or less of it, or"
              + " give ImageJ more by Edit > Options > Memory & Threads",
          cause.getMessage(),
          Runtime.getRuntime().maxMemory() >> 20);
    }
    return cause instanceof IllegalArgumentException && cause.getMessage() != null
        ? cause.getMessage()
        : cause.toString();
  }
}
