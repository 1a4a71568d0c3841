package neuralart.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import ij.IJ;
import ij.ImagePlus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.python.util.PythonInterpreter;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.task.TaskService;

/** Runs the examples of {@code docs/scripting.md}. */
@Tag("slow")
class ScriptingTest {
  private static final int WIDTH = 120;
  private static final int HEIGHT = 100;

  @TempDir Path folder;

  @Test
  void groovy() throws IOException {
    try (Context context = new Context(CommandService.class, TaskService.class)) {
      Binding binding = new Binding();
      binding.setVariable("image", image());
      binding.setVariable("command", context.service(CommandService.class));
      new GroovyShell(binding).evaluate(withoutParameters(example("groovy")));
      check((ImagePlus) binding.getVariable("dream"));
    }
  }

  @Test
  void jython() throws IOException {
    try (Context context = new Context(CommandService.class, TaskService.class);
        PythonInterpreter python = new PythonInterpreter()) {
      python.set("image", image());
      python.set("command", context.service(CommandService.class));
      python.exec(withoutParameters(example("python")));
      check(python.get("dream", ImagePlus.class));
    }
  }

  @Test
  void java() throws Exception {
    Path source = Files.writeString(folder.resolve("DreamOnNoise.java"), example("java"));
    String classPath = System.getProperty("java.class.path");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-cp", classPath, source.toString());
    assertEquals(0, result);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(printed, true));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Class<?> example = loader.loadClass("DreamOnNoise");
      example.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(console);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("Layers respond with "), text);
  }

  private static ImagePlus image() {
    return IJ.createImage("ramp.tif", "8-bit ramp", WIDTH, HEIGHT, 1);
  }

  private static void check(ImagePlus dream) {
    assertEquals("ramp-dream", dream.getTitle());
    assertEquals(WIDTH, dream.getWidth());
  }

  /** The first example in a language. */
  private static String example(String language) throws IOException {
    String page = Files.readString(Path.of("docs", "scripting.md"));
    Matcher matcher = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(page);
    assertTrue(matcher.find(), language);
    return matcher.group(1);
  }

  /** Fiji gives scripts their parameters; here the test does. */
  private static String withoutParameters(String script) {
    return script.replaceAll("(?m)^#@.*$", "");
  }
}
