package neuralart.host.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.io.File;
import java.util.List;
import neuralart.host.FillCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

class CommandInputsTest {
  private Module module;
  private CommandInputs inputs;

  @BeforeEach
  void createModule() {
    CommandService commands = SciJava.own().service(CommandService.class);
    ModuleService modules = SciJava.own().service(ModuleService.class);
    module = modules.createModule(commands.getCommand(FillCommand.class));
    inputs = new CommandInputs(module);
    inputs.assignDefaults(modules);
  }

  @AfterEach
  void closeImage() {
    WindowManager.setTempCurrentImage(null);
  }

  @Test
  void takesValuesOfEveryKind() {
    resolve(
        "preset=light value=20.0 stepsize=1e-3 seed=9007199254740995 ratio=0.25 flip file=[/tmp/a b] note=[]");

    assertEquals("light", module.getInput("preset"));
    assertEquals(20, module.getInput("value"));
    assertEquals(0.001, module.getInput("stepsize"));
    assertEquals(9007199254740995L, module.getInput("seed"));
    assertEquals(0.25f, module.getInput("ratio"));
    assertEquals(true, module.getInput("flip"));
    assertEquals(new File("/tmp/a b"), module.getInput("file"));
    assertTrue(module.isInputResolved("value"));
  }

  @Test
  void leavesTheDefaultsOfOthers() {
    resolve("guide=none file=[] flip=false layer=[x/seed=5]");

    assertEquals(9007199254740993L, module.getInput("seed"));
    assertFalse(module.isInputResolved("seed"));
    assertNull(module.getInput("guide"));
    assertNull(module.getInput("file"));
    assertEquals("x/seed=5", module.getInput("layer"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "value=abc => value=abc: expected a whole number",
        "value=1.5 => value=1.5: expected a whole number",
        "value=-1 => value=-1: expected at least 0",
        "value=256 => value=256: expected at most 255",
        "stepsize=NaN => stepsize=NaN: expected a number",
        "flip=maybe => flip=maybe: expected true or false",
        "guide=absent => guide=absent: no open image has this title or ID; the open images are []",
        "seed => The key seed needs a value: seed=...",
        "stepSize=1 => There is no key stepSize; the keys are image, preset, value, stepsize, seed, ratio, flip, "
            + "layer, guide, file, note",
        "typo => There is no key typo; the keys are image, preset, value, stepsize, seed, ratio, flip, layer, "
            + "guide, file, note",
      })
  void refusesWhatIsNotAnInput(String options, String message) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> resolve(options)).getMessage());
  }

  @Test
  void checksChoicesThatTheInitializerGives() throws Exception {
    module.setInput("image", IJ.createImage("image", "8-bit", 5, 3, 1));
    resolve("layer=conv9");
    module.initialize();

    assertEquals(
        "layer=conv9: expected one of [conv1, x/seed=5, long name]",
        assertThrows(IllegalArgumentException.class, inputs::check).getMessage());
  }

  @Test
  void fillsTheActiveImage() {
    ImagePlus image = IJ.createImage("active", "8-bit", 5, 3, 1);
    WindowManager.setTempCurrentImage(image);
    inputs.fillActiveImage();

    assertEquals(image, module.getInput("image"));
    assertTrue(module.isInputResolved("image"));
    assertEquals(
        List.of(
            "preset",
            "value",
            "stepsize",
            "seed",
            "ratio",
            "flip",
            "layer",
            "guide",
            "file",
            "note"),
        inputs.unresolved().stream().map(InputText::key).toList());
  }

  @Test
  void asksForAnImageWhenNoneIsOpen() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, inputs::fillActiveImage)
            .getMessage()
            .startsWith("No image is open"));
  }

  private void resolve(String options) {
    inputs.resolve(MacroOptions.parse(options));
  }
}
