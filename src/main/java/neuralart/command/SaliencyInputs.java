package neuralart.command;

import ij.ImagePlus;
import neuralart.art.saliency.Baseline;
import neuralart.art.saliency.SaliencyMethod;
import neuralart.art.saliency.SaliencyOptions;
import neuralart.host.input.InputOrder;
import neuralart.imagej.FeatureMapImages;
import neuralart.imagej.Slices;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** The inputs of {@link SaliencyCommand}. */
abstract class SaliencyInputs extends ClassCommand implements ThumbnailPainter {
  static final String ALL = "all";
  static final String MAP = "Map";

  @Parameter(label = "Image", attrs = @Attr(name = InputOrder.THEN, value = "model"))
  ImagePlus image;

  @Parameter(
      persist = false,
      label = "Method",
      choices = {"Grad-CAM", "Gradient", "SmoothGrad", "Integrated gradients", "Occlusion"},
      description = "How the share of each pixel is found out; see Help for which to take",
      attrs = @Attr(name = "place", value = "3"))
  String method = "Grad-CAM";

  @Parameter(
      persist = false,
      label = "Display",
      choices = {FeatureMapImages.OVERLAY, MAP},
      description = "A heat map over the image, or the values in 32 bits",
      attrs = @Attr(name = "place", value = "4"))
  String display = FeatureMapImages.OVERLAY;

  @Parameter(
      persist = false,
      label = "For and against",
      description = "Keep the signs: above 0 what speaks for it, below 0 what speaks against it",
      attrs = @Attr(name = "group", value = "Method"))
  boolean signed;

  @Parameter(
      persist = false,
      label = "Samples",
      min = "1",
      max = "10000",
      description = "Noisy copies of the image for SmoothGrad",
      style = "slider",
      attrs = {@Attr(name = "group", value = "Method"), @Attr(name = "softMax", value = "100")})
  int samples = 25;

  @Parameter(
      persist = false,
      label = "Noise",
      min = "0",
      max = "1",
      description = "Its deviation, as a share of the range of the image's values",
      style = "slider",
      attrs = {@Attr(name = "group", value = "Method"), @Attr(name = "softMax", value = "0.5")})
  double noise = 0.15;

  @Parameter(
      persist = false,
      label = "Steps",
      min = "1",
      max = "10000",
      description = "From the baseline to the image, for integrated gradients",
      style = "slider",
      attrs = {@Attr(name = "group", value = "Method"), @Attr(name = "softMax", value = "200")})
  int steps = 50;

  @Parameter(
      persist = false,
      label = "Baseline",
      choices = {"black", "grey", "blurred"},
      description = "Where integrated gradients start, and what patches are covered with",
      attrs = @Attr(name = "group", value = "Method"))
  String baseline = "black";

  @Parameter(
      persist = false,
      label = "Patch",
      min = "0",
      description = "Side of the covered squares; 0 for an eighth of the image",
      style = "slider",
      attrs = {
        @Attr(name = "group", value = "Method"),
        @Attr(name = "unit", value = "px"),
        @Attr(name = "softMax", value = "64")
      })
  int patch = 0;

  @Parameter(
      persist = false,
      label = "Stride",
      min = "0",
      description = "From one covered square to the next; 0 for half a square",
      style = "slider",
      attrs = {
        @Attr(name = "group", value = "Method"),
        @Attr(name = "unit", value = "px"),
        @Attr(name = "softMax", value = "64")
      })
  int stride = 0;

  @Parameter(
      persist = false,
      label = "Deletion and insertion",
      description = "Judge the map: a plot and a table of what happens when its pixels go, or come",
      attrs = @Attr(name = "group", value = "Checks"))
  boolean curves;

  @Parameter(
      persist = false,
      label = "Random weights",
      description = "Judge the map: a plot and a table of what is left of it without learning",
      attrs = @Attr(name = "group", value = "Checks"))
  boolean randomized;

  @Parameter(
      persist = false,
      label = "Image size",
      min = "0",
      description =
          "Longer side at which the network sees the image; 0 for its own, or for classes that on"
              + " which the network was trained",
      attrs = {@Attr(name = "group", value = "Image"), @Attr(name = "unit", value = "px")})
  int imagesize = 0;

  @Parameter(
      persist = false,
      required = false,
      label = "Image channels",
      description =
          "Of the image, for those of the network: as 1,3,2; empty for the first ones, or for what"
              + " is displayed",
      attrs = {
        @Attr(name = "group", value = "Image"),
        @Attr(name = "prompt", value = "chosen for you")
      })
  String channelorder = "";

  @Parameter(
      persist = false,
      label = "Slices",
      choices = {Slices.CURRENT, Slices.ALL},
      description = "Of a stack: the current slice, or every z plane and time point",
      attrs = @Attr(name = "group", value = "Image"))
  String slices = Slices.CURRENT;

  @Parameter(
      persist = false,
      label = "Seed",
      description = "Of the noise and the random weights: the same seed, the same map",
      attrs = {
        @Attr(name = "group", value = "Computing"),
        @Attr(name = InputOrder.THEN, value = "device")
      })
  long seed = 1;

  @Parameter(
      persist = false,
      label = "Lookup table",
      description = "Colours of the heat map",
      attrs = @Attr(name = "group", value = "Result"))
  String lut = "Fire";

  @Parameter(
      persist = false,
      label = "Grad-CAM's layer",
      description = "One before what is explained; the last of the coarsest if left empty",
      attrs = {
        @Attr(name = "group", value = "Method"),
        @Attr(name = "prompt", value = "chosen for you")
      })
  String cam = "";

  @Parameter(
      persist = false,
      label = "Channels",
      description = "Of the layer: all, a number from 0, or a weighted sum as 3+5*0.5",
      attrs = {
        @Attr(name = InputOrder.THEN, value = "classname layer choice"),
        @Attr(name = "place", value = "2")
      })
  String channels = ALL;

  /**
   * Makes the command.
   *
   * @param about what it does and the publications that it follows: lines of HTML
   */
  SaliencyInputs(String... about) {
    super(about);
  }

  @Override
  String noClass() {
    return "the likeliest";
  }

  @Override
  public boolean isUsed(String input) {
    SaliencyMethod chosen = SaliencyMethod.of(method);
    boolean patches = chosen == SaliencyMethod.OCCLUSION;
    return switch (input) {
      case "channels" -> classname.isBlank() && !layer.isBlank();
      case "samples", "noise" -> chosen == SaliencyMethod.SMOOTHGRAD;
      case "steps" -> chosen == SaliencyMethod.INTEGRATED_GRADIENTS;
      case "baseline" -> patches || chosen == SaliencyMethod.INTEGRATED_GRADIENTS;
      case "patch", "stride" -> patches;
      case "cam" -> chosen == SaliencyMethod.GRAD_CAM;
      case "seed" -> chosen == SaliencyMethod.SMOOTHGRAD || curves || randomized;
      case "lut" -> display.equals(FeatureMapImages.OVERLAY);
      case "slices" -> image.getNSlices() * image.getNFrames() > 1;
      default -> super.isUsed(input);
    };
  }

  final SaliencyOptions options() {
    return new SaliencyOptions(
        SaliencyMethod.of(method),
        signed,
        samples,
        noise,
        steps,
        Baseline.of(baseline),
        cam,
        patch,
        stride,
        seed);
  }
}
