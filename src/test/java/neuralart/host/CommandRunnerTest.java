package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandRunnerTest {
  private ImagePlus image;

  @BeforeEach
  void open() {
    Interpreter.batchMode = true;
    image = IJ.createImage("image", "8-bit ramp", 96, 80, 1);
    image.show();
  }

  @AfterEach
  void close() {
    for (int id : WindowManager.getIDList()) {
      WindowManager.getImage(id).close();
    }
    Interpreter.batchMode = false;
  }

  @Test
  void whatFailsAfterThePictureLeavesIt() throws Exception {
    Optional<String> problem = run("neuralart.host.FillCommand", "note=[throw late]");
    assertTrue(problem.orElse("").contains("thrown when the picture was there"));
    assertEquals("image-filled", last().getTitle());
  }

  @Test
  void aPictureThatNoMacroMakesAgainIsKept() throws Exception {
    ImagePlus guide = IJ.createImage("we]ird.png", "8-bit ramp", 64, 64, 1);
    guide.show();
    WindowManager.setTempCurrentImage(image);
    String options = "guide=we]ird.png octaves=1 iterations=1";
    assertEquals(Optional.empty(), run("neuralart.command.DeepDreamCommand", options));
    String info = (String) last().getProperty("Info");
    assertTrue(
        info.contains(
            "No macro makes it again: guide=we]ird.png: a value with unbalanced brackets cannot"),
        info);
    assertTrue(info.contains("guide: we]ird.png"), info);
  }

  /** An image whose title stands for none, or for another image, goes by its ID. */
  @Test
  void titlesThatMeanSomethingElseAreNotUsed() throws Exception {
    for (String title : new String[] {"none", "image", " "}) {
      ImagePlus guide = IJ.createImage(title, "8-bit ramp", 64, 64, 1);
      guide.show();
      WindowManager.setTempCurrentImage(image);
      String options = "guide=" + guide.getID() + " octaves=1 iterations=1";
      assertEquals(Optional.empty(), run("neuralart.command.DeepDreamCommand", options));
      String info = (String) last().getProperty("Info");
      assertTrue(info.contains("guide=" + guide.getID() + " "), info);
    }
  }

  private static ImagePlus last() {
    int[] ids = WindowManager.getIDList();
    return WindowManager.getImage(Arrays.stream(ids).min().getAsInt());
  }

  private Optional<String> run(String command, String options) throws Exception {
    FutureTask<Optional<String>> task =
        new FutureTask<>(
            () -> {
              Macro.setOptions(options);
              WindowManager.setTempCurrentImage(image);
              return CommandRunner.perform(command);
            });
    new Thread(task, "Run$_a macro").start();
    return task.get();
  }
}
