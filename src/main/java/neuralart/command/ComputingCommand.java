package neuralart.command;

import ij.IJ;
import ij.ImagePlus;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import neuralart.device.Device;
import neuralart.device.Memory;
import neuralart.device.Nd4jSetup;
import neuralart.host.input.InputOrder;
import neuralart.host.input.SettingsCheck;
import neuralart.host.input.Thumbnails;
import neuralart.image.Picture;
import neuralart.imagej.ResultInfo;
import neuralart.model.Model;
import neuralart.model.Models;
import neuralart.network.Network;
import org.scijava.module.Module;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** A command that computes with a network, on a device that the user chooses. */
abstract class ComputingCommand extends NetworkCommand {
  private static final String DEVICE = "device";

  static {
    Device.tell(IJ::log);
  }

  @Parameter(
      persist = false,
      label = "Compute on",
      choices = {"auto", "cpu", "gpu"},
      description = "The processor, or a graphics card where there is one; auto takes what is best",
      attrs = {
        @Attr(name = "group", value = "Computing"),
        @Attr(name = InputOrder.THEN, value = "memory")
      })
  private String device = "auto";

  @Parameter(
      persist = false,
      label = "Memory",
      description =
          "The most that networks and their images may take beside Java's own, as 3G or 800M;"
              + " empty for what is free. Larger images are computed in strips, with the same"
              + " result",
      attrs = @Attr(name = "group", value = "Computing"))
  private String memory = "";

  private String license;

  /** Reads the network once for all settings. */
  private static final class NetworkCheck implements SettingsCheck {
    private final KeptNetwork network = new KeptNetwork();

    @Override
    public void check(Module command) {
      Nd4jSetup.prepare();
      ComputingCommand checked = (ComputingCommand) command.getDelegateObject();
      checked.useDevice();
      checked.check(network.load(checked.model()));
    }

    @Override
    public void close() {
      network.close();
    }
  }

  /**
   * Makes a command.
   *
   * @param about what it does and the publications that it follows: lines of HTML
   */
  ComputingCommand(String... about) {
    super(about);
  }

  @Override
  final void execute() {
    if (this instanceof ThumbnailPainter painter) {
      // of one channel; with more of them, it is found out where they are read
      painter.subject().ifPresent(i -> Picture.requireSize(i.getHeight(), i.getWidth(), 1));
    }
    useDevice();
    Model chosen = Models.of(model);
    String credits = chosen.credits().line();
    license =
        model
            + ", licence "
            + chosen.license()
            + (credits.isEmpty() ? "" : "; " + credits)
            + "; pixels "
            + chosen.pixels();
    Set<String> told = new HashSet<>();
    Memory.within(
        MemoryInput.bytes(memory),
        line -> {
          if (told.add(line)) {
            IJ.log(line);
          }
        },
        this::compute);
  }

  /** Takes the device that the user has chosen. */
  public final void useDevice() {
    Device.of(device).use().ifPresent(Device::tell);
  }

  /** The network that the user has chosen. */
  public final String model() {
    return model;
  }

  @Override
  public Optional<Thumbnails> thumbnails() {
    return this instanceof ThumbnailPainter
        ? Optional.of(new NetworkThumbnails())
        : Optional.empty();
  }

  @Override
  public SettingsCheck settingsCheck() {
    return new NetworkCheck();
  }

  /**
   * Checks what can be known of the inputs without an image. The command isn't run afterwards.
   *
   * @throws IllegalArgumentException if the network has no such layers, or another input is wrong
   */
  void check(Network network) {}

  /** Does what {@link #execute} says, on the device. */
  abstract void compute();

  /** Writes into a picture how it was made, and the value that the optimisation reached. */
  final void describe(ImagePlus picture, double objective) {
    keepPlaceFor(picture);
    ResultInfo.attach(picture, module(), license, Device.inUse(), objective);
  }

  /**
   * Writes into a result how it was made.
   *
   * @param meaning what the pixel values are
   * @param facts further lines
   */
  final void describe(ImagePlus result, String meaning, List<String> facts) {
    ResultInfo.attach(result, module(), license, Device.inUse(), meaning, facts);
  }

  /** Each GPU can also be chosen by its name. */
  @Override
  public Optional<List<String>> offers(String input) {
    return input.equals(DEVICE) ? Optional.of(Device.names()) : super.offers(input);
  }
}
