package neuralart.batch;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.measure.ResultsTable;
import ij.plugin.PNG_Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import neuralart.device.MemoryShortageException;
import neuralart.host.input.CommandInputs;
import neuralart.host.input.DialogHints;
import neuralart.host.input.MacroOptions;
import neuralart.host.input.SciJava;
import neuralart.host.input.SettingsCheck;
import neuralart.imagej.ResultInfo;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/**
 * Runs a command on an image, without ImageJ's macros and its list of open images: several threads
 * may do so at the same time.
 */
final class CommandWork implements Work {
  private final ModuleService modules;
  private final CommandInfo info;
  private final Format format;

  /**
   * @param label of the command, as macros name it
   * @throws IllegalArgumentException if there is none, listing those there are
   */
  CommandWork(String label, Format format) {
    Context context = SciJava.own();
    modules = context.service(ModuleService.class);
    List<CommandInfo> commands =
        context.service(CommandService.class).getCommands().stream()
            .filter(command -> activeImage(new CommandInputs(modules.createModule(command))) == 1)
            .toList();
    info =
        commands.stream()
            .filter(command -> label(command).equals(label))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "There is no command '"
                            + label
                            + "' for images. Commands are: "
                            + commands.stream()
                                .map(CommandWork::label)
                                .sorted()
                                .collect(Collectors.joining(", "))));
    this.format = format;
  }

  private static String label(CommandInfo command) {
    return command.getMenuPath().getLeaf().getName();
  }

  private static long activeImage(CommandInputs inputs) {
    return inputs.areOurs() ? inputs.all().stream().filter(inputs::isActiveImage).count() : 0;
  }

  @Override
  public String settings(String options) {
    return format + "\n" + inputs(modules.createModule(info), options).macroLine();
  }

  /**
   * The inputs that options stand for, with what a preset fills in, as far as no image is needed.
   */
  private CommandInputs inputs(Module module, String options) {
    CommandInputs inputs = new CommandInputs(module);
    inputs.assignDefaults(modules);
    inputs.resolve(MacroOptions.parse(options));
    try {
      module.initialize();
    } catch (MethodCallException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    return inputs;
  }

  @Override
  public String title(String options) {
    return (label(info) + " " + options).strip();
  }

  @Override
  public void check(Map<String, String> places) {
    if (modules.createModule(info).getDelegateObject() instanceof DialogHints command) {
      try (SettingsCheck check = command.settingsCheck()) {
        places.forEach((options, place) -> check(check, options, place));
      }
    }
  }

  private void check(SettingsCheck check, String options, String place) {
    try {
      Module module = modules.createModule(info);
      inputs(module, options).checkChoices();
      check.check(module);
    } catch (MemoryShortageException e) {
      throw e;
    } catch (IllegalArgumentException | IllegalStateException e) { // of weights that aren't there
      throw new IllegalArgumentException(
          place.isEmpty() ? e.getMessage() : place + ": " + e.getMessage(), e);
    }
  }

  @Override
  public OptionalDouble run(Path input, String options, Path stem) throws FailedInputException {
    try {
      ImagePlus image = InputImage.open(input);
      try {
        Module module = run(image, options);
        int files = save(module, stem);
        if (files == 0) {
          throw new FailedInputException(
              "The command gives no "
                  + (format == Format.CSV ? "table: choose it among its options" : "picture"));
        }
        return module.getOutputs().values().stream()
            .filter(ImagePlus.class::isInstance)
            .map(result -> ResultInfo.objective((ImagePlus) result))
            .flatMapToDouble(OptionalDouble::stream)
            .findFirst();
      } finally {
        image.close();
      }
    } catch (MethodCallException e) {
      throw new FailedInputException(e.getCause() == null ? e : e.getCause());
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      throw new FailedInputException(e);
    }
  }

  private Module run(ImagePlus image, String options)
      throws MethodCallException, FailedInputException {
    Module module = modules.createModule(info);
    CommandInputs inputs = new CommandInputs(module);
    inputs.assignDefaults(modules);
    for (ModuleItem<?> item : inputs.all()) {
      if (inputs.isActiveImage(item)) {
        module.setInput(item.getName(), image);
        module.resolveInput(item.getName());
      }
    }
    inputs.resolve(MacroOptions.parse(options));
    module.initialize();
    if (!isCanceled(module)) {
      module.run();
    }
    if (isCanceled(module)) {
      throw new FailedInputException(
          Objects.requireNonNullElse(((Cancelable) module).getCancelReason(), "Canceled."));
    }
    return module;
  }

  private static boolean isCanceled(Module module) {
    return module instanceof Cancelable cancelable && cancelable.isCanceled();
  }

  /** Saves pictures and tables, the first of each under the stem alone; returns how many. */
  private int save(Module module, Path stem) throws IOException {
    int pictures = 0;
    int tables = 0;
    for (ModuleItem<?> output : module.getInfo().outputs()) {
      Object result = module.getOutput(output.getName());
      if (result instanceof ResultsTable table) {
        table.saveAs(file(stem, output, tables++ == 0, Format.CSV).toString());
      } else if (result instanceof ImagePlus picture && format != Format.CSV) {
        save(picture, file(stem, output, pictures++ == 0, format));
      }
    }
    return pictures + tables;
  }

  private static Path file(Path stem, ModuleItem<?> output, boolean isFirst, Format format) {
    String addition = isFirst ? "." : "." + output.getName() + ".";
    return stem.resolveSibling(stem.getFileName() + addition + format.extension());
  }

  private void save(ImagePlus picture, Path file) throws IOException {
    if (format == Format.PNG) {
      if (picture.getStackSize() > 1 || picture.getBitDepth() == Float.SIZE) {
        throw new IllegalArgumentException(
            "A PNG file holds no stack and no 32-bit image: take --format tif");
      }
      try {
        new PNG_Writer().writeImage(picture, file.toString(), -1);
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    } else if (!new FileSaver(picture).saveAsTiff(file.toString())) {
      throw new IOException("The picture can't be written to " + file.getParent());
    }
  }
}
