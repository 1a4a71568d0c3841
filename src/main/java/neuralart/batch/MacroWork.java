package neuralart.batch;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.ResultsTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import neuralart.host.MacroRunner;
import neuralart.host.input.OpenImages;

/** Runs a macro for each input. ImageJ runs one at a time. */
final class MacroWork implements Work {
  private final Path file;
  private final String text;

  /**
   * @param file of the macro
   * @throws IllegalArgumentException if there is none
   * @throws IOException if it can't be read
   */
  MacroWork(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("There is no macro file " + file);
    }
    this.file = file;
    text = Files.readString(file);
  }

  @Override
  public String settings(String options) {
    return options + "\n" + text;
  }

  @Override
  public String title(String options) {
    return (file.getFileName() + " " + options).strip();
  }

  /** Only the macro knows what its options mean. */
  @Override
  public void check(Map<String, String> places) {}

  @Override
  public OptionalDouble run(Path input, String options, Path stem) throws FailedInputException {
    if (!Files.isReadable(input)) {
      throw new FailedInputException("There is no image file " + input);
    }
    try {
      InputImage.requireWholeTiff(input);
    } catch (IOException e) {
      throw new FailedInputException(e);
    }
    PrintStream output = System.out;
    PrintStream errors = System.err;
    Optional<String> problem;
    try {
      String argument = input + ";" + stem + ";" + options;
      problem = new MacroRunner(file, argument).run();
    } catch (InterruptedException e) {
      throw new FailedInputException(e);
    } finally {
      System.setOut(output); // each run listens to the console in its own way
      System.setErr(errors);
      tidy();
    }
    if (problem.isPresent()) {
      throw new FailedInputException(problem.get());
    }
    return OptionalDouble.empty();
  }

  /** Closes what the macro left open. */
  private static void tidy() {
    for (ImagePlus image : OpenImages.all()) {
      image.changes = false;
      image.close();
    }
    WindowManager.setTempCurrentImage(null);
    ResultsTable.getResultsTable().reset();
    IJ.resetEscape();
  }
}
