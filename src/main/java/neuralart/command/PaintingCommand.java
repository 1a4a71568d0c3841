package neuralart.command;

import ij.ImagePlus;
import neuralart.imagej.Slices;
import org.scijava.plugin.Parameter;

/** A command that makes a picture of the active image, step by step. */
abstract class PaintingCommand extends ComputingCommand {
  @Parameter(label = "Image")
  ImagePlus image;

  @Parameter(
      persist = false,
      label = "Seed",
      description = "Of everything that chance decides: the same seed, the same picture")
  long seed = 1;

  @Parameter(
      persist = false,
      label = "Slices",
      choices = {Slices.CURRENT, Slices.ALL},
      description = "Of a stack: the current slice, or every z plane and time point")
  String slices = Slices.CURRENT;

  @Parameter(
      persist = false,
      label = "Preview",
      description = "Show the picture while it is being made")
  boolean preview = true;

  /**
   * Makes a command.
   *
   * @param about what it does and the publications that it follows: lines of HTML
   */
  PaintingCommand(String... about) {
    super(about);
  }
}
