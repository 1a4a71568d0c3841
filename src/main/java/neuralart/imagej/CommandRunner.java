package neuralart.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.measure.ResultsTable;
import ij.plugin.PlugIn;
import ij.plugin.filter.Analyzer;
import java.awt.GraphicsEnvironment;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/**
 * Runs a SciJava command from a menu or a macro of ImageJ 1.x.
 *
 * <p>In a Fiji, Fiji runs it. Elsewhere this class does what Fiji would: it takes the active image,
 * then the macro's options or a dialog's values, runs the command, and shows its outputs. Whatever
 * goes wrong is reported by {@link IJ#error}, which also ends a macro.
 */
public final class CommandRunner implements PlugIn {
  private static final Set<Class<?>> WRAPPERS =
      Set.of(ExecutionException.class, MethodCallException.class, InvocationTargetException.class);

  /**
   * Runs a command.
   *
   * @param commandClass the name of the command's class
   */
  @Override
  public void run(String commandClass) {
    Optional<String> problem = perform(commandClass);
    if (problem.isPresent()) {
      boolean reads = !GraphicsEnvironment.isHeadless() && !IJ.isMacro();
      IJ.error("Neural Art", reads ? InputText.wrap(problem.get()) : problem.get());
    }
  }

  /** Runs a command, and returns what was wrong, if anything was. */
  static Optional<String> perform(String commandClass) {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    thread.setContextClassLoader(CommandRunner.class.getClassLoader());
    try {
      Optional<Context> fiji = SciJava.fiji();
      if (fiji.isPresent()) {
        fiji.get().service(CommandService.class).run(commandClass, true).get();
        return Optional.empty();
      }
      Context context = SciJava.own();
      CommandInfo info = context.service(CommandService.class).getCommand(commandClass);
      if (info == null) {
        throw new ClassNotFoundException(commandClass);
      }
      return execute(context.service(ModuleService.class), info, title(info));
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
  private static Optional<String> execute(ModuleService modules, CommandInfo info, String title)
      throws MethodCallException {
    Module module = modules.createModule(info);
    CommandInputs inputs = new CommandInputs(module);
    String options = Macro.getOptions();
    Optional<String> problem = prepare(modules, inputs, options);
    boolean asks =
        options == null && !GraphicsEnvironment.isHeadless() && !inputs.unresolved().isEmpty();
    while (problem.isEmpty()) {
      if (asks && !new CommandDialog(title, module, inputs).ask()) {
        return Optional.empty();
      }
      problem = run(module, inputs);
      if (problem.isEmpty()) {
        showOutputs(module);
        return problem;
      }
      if (asks) {
        IJ.error(title, InputText.wrap(problem.get()));
        Map<String, Object> values = module.getInputs();
        module = modules.createModule(info);
        inputs = new CommandInputs(module);
        module.setInputs(values);
        problem = prepare(modules, inputs, options);
      }
    }
    return problem;
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

  private static Optional<String> run(Module module, CommandInputs inputs) {
    try {
      inputs.check();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
    module.run();
    return cancelReason(module);
  }

  private static void showOutputs(Module module) {
    for (ModuleItem<?> output : module.getInfo().outputs()) {
      show(output, module.getOutput(output.getName()));
    }
  }

  private static Optional<String> cancelReason(Module module) {
    return module instanceof Cancelable cancelable && cancelable.isCanceled()
        ? Optional.of(Objects.requireNonNullElse(cancelable.getCancelReason(), "Canceled."))
        : Optional.empty();
  }

  private static void show(ModuleItem<?> output, Object value) {
    if (value instanceof ImagePlus image) {
      image.show(); // without a window too, it becomes the active image of the macro
    } else if (value instanceof ResultsTable table) {
      if (GraphicsEnvironment.isHeadless()) {
        Analyzer.setResultsTable(table); // the only table that a macro without a display can reach
      } else {
        String label = output.getLabel();
        table.show(label == null || label.isEmpty() ? table.getTitle() : label);
      }
    }
  }

  /** Returns the label of a command in the menu, without the dots that announce a dialog. */
  private static String title(CommandInfo info) {
    MenuPath path = info.getMenuPath();
    String label = path == null || path.isEmpty() ? info.getTitle() : path.getLeaf().getName();
    return label.endsWith("...") ? label.substring(0, label.length() - 3) : label;
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
      return "Not enough memory ("
          + cause.getMessage()
          + "): take a smaller image or less of it, or give ImageJ more by Edit > Options > Memory"
          + " & Threads";
    }
    return cause instanceof IllegalArgumentException && cause.getMessage() != null
        ? cause.getMessage()
        : cause.toString();
  }
}
