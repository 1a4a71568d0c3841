package neuralart.host.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import neuralart.command.DeepDreamCommand;
import neuralart.command.StyleTransferCommand;
import neuralart.host.dialog.RememberedInputs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/** What is recorded and remembered of a dialog's values: what differs from the defaults. */
class CommandDefaultsTest {
  private static final String PREFERENCE = "neuralart.DeepDreamCommand";

  private final ModuleService modules = SciJava.own().service(ModuleService.class);
  private final CommandService commands = SciJava.own().service(CommandService.class);

  @BeforeEach
  void forget() {
    Prefs.set(PREFERENCE, "");
    Prefs.set("neuralart.StyleTransferCommand", "");
  }

  private CommandInputs inputs(Class<? extends Command> command) {
    Module module = modules.createModule(commands.getCommand(command));
    CommandInputs inputs = new CommandInputs(module);
    ImagePlus image = IJ.createImage("image", "RGB black", 64, 48, 1);
    inputs.all().stream()
        .filter(inputs::isActiveImage)
        .forEach(item -> module.setInput(item.getName(), image));
    return inputs;
  }

  private static Map<String, String> texts(String options) {
    return new LinkedHashMap<>(MacroOptions.parse(options).values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "seed=7",
        "smoothing=laplacian",
        "iterations=3 smoothing=laplacian",
        "preset=[Keras 2017] octaves=2",
        "preset=TensorFlow model=vgg16 layers=[block3_conv1=2]",
      })
  void fewestTextsGiveTheSameInputs(String options) {
    CommandInputs inputs = inputs(DeepDreamCommand.class);
    CommandDefaults defaults = new CommandDefaults(modules, inputs);
    inputs.copy(defaults.with(texts(options)));
    assertEquals(texts(options), defaults.differences());
    CommandInputs again = defaults.with(defaults.differences());
    assertEquals(inputs.texts(), again.texts());
  }

  @Test
  void whatFollowsFromAPresetIsNoDifference() {
    CommandInputs inputs = inputs(StyleTransferCommand.class);
    CommandDefaults defaults = new CommandDefaults(modules, inputs);
    inputs.copy(defaults.with(Map.of("preset", "Chollet 2021")));
    assertEquals(List.of("preset"), List.copyOf(defaults.differences().keySet()));
  }

  @Test
  void remembersWhatIsValidStill() {
    CommandInputs inputs = inputs(DeepDreamCommand.class);
    RememberedInputs remembered = new RememberedInputs(inputs);
    assertEquals(Map.of(), remembered.values());
    remembered.remember(Map.of("iterations", "5", "guide", "some image", "layers", "a=1, b=2"));
    assertEquals(Map.of("iterations", "5", "layers", "a=1, b=2"), remembered.values());
    remembered.remember(Map.of("iterations", "0", "device", "abacus", "seed", "3"));
    assertEquals(Map.of("seed", "3"), remembered.values());
    remembered.remember(Map.of("model", "lost.h5", "layers", "a=1"));
    assertEquals(Map.of(), remembered.values());
    Prefs.set(PREFERENCE, "layers=[never closed");
    assertEquals(Map.of(), remembered.values());
  }

  @Test
  void remembersStylesOfThePluginAndNoOpenImages() {
    CommandInputs inputs = inputs(StyleTransferCommand.class);
    RememberedInputs remembered = new RememberedInputs(inputs);
    remembered.remember(Map.of("style", "mosaic"));
    assertEquals(Map.of("style", "mosaic"), remembered.values());
    inputs.copy(new CommandDefaults(modules, inputs).with(remembered.values()));
    assertEquals("mosaic", inputs.texts().get("style"));
    remembered.remember(Map.of("style", "painting.png", "seed", "3"));
    assertEquals(Map.of("seed", "3"), remembered.values());
  }

  @Test
  void macrosStayAtTheDeclaredDefaults() throws Exception {
    CommandInputs inputs = inputs(DeepDreamCommand.class);
    new RememberedInputs(inputs).remember(Map.of("iterations", "5"));
    CommandInputs fresh = new CommandDefaults(modules, inputs).with(Map.of());
    ModuleItem<?> iterations =
        fresh.all().stream()
            .filter(i -> i.getName().equals("iterations"))
            .findFirst()
            .orElseThrow();
    assertEquals(20, fresh.value(iterations));
  }
}
