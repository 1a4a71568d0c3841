package neuralart.command;

import ij.ImagePlus;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import neuralart.imagej.Slices;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** A command that makes a picture of the active image, step by step. */
abstract class PaintingCommand extends ComputingCommand implements ThumbnailPainter {
  private static final long SEEDS = 100_000;

  @Parameter(label = "Image")
  ImagePlus image;

  @Parameter(
      persist = false,
      label = "Seed",
      description = "Of everything that chance decides: the same seed, the same picture",
      attrs = @Attr(name = "group", value = "Computing"))
  long seed = 1;

  @Parameter(
      persist = false,
      label = "Slices",
      choices = {Slices.CURRENT, Slices.ALL},
      description = "Of a stack: the current slice, or every z plane and time point",
      attrs = @Attr(name = "group", value = "Image"))
  String slices = Slices.CURRENT;

  @Parameter(
      persist = false,
      label = "Show progress",
      description = "Show the picture in a window while it is being made",
      attrs = @Attr(name = "group", value = "Computing"))
  boolean preview = true;

  @Override
  public Optional<ImagePlus> subject() {
    return Optional.of(image);
  }

  @Override
  public boolean isUsed(String input) {
    return !input.equals("slices") || image.getNSlices() * image.getNFrames() > 1;
  }

  /** Whether a part of the image is selected. */
  final boolean hasSelection() {
    return image.getRoi() != null && image.getRoi().isArea();
  }

  @Override
  public Optional<Runnable> surprise() {
    return Optional.of(() -> seed = anySeed());
  }

  /** A seed that nobody has to remember digits of. */
  static long anySeed() {
    return ThreadLocalRandom.current().nextLong(1, SEEDS);
  }

  /**
   * Makes a command.
   *
   * @param about what it does and the publications that it follows: lines of HTML
   */
  PaintingCommand(String... about) {
    super(about);
  }
}
