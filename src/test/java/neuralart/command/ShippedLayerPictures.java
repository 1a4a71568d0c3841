package neuralart.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import neuralart.device.Nd4jSetup;
import neuralart.model.Models;
import neuralart.network.Layer;
import neuralart.network.Network;

/**
 * Makes the pictures of the built-in network's layers that ship. Arguments: the folder {@code
 * src/main/resources/neuralart/command/layers}, and names of layers, or none for all convolutions.
 * Pictures that are there are kept.
 */
public final class ShippedLayerPictures {
  private static final String MODEL = "builtin";

  private ShippedLayerPictures() {}

  public static void main(String[] args) {
    Nd4jSetup.prepare();
    Path folder = Path.of(args[0]);
    List<String> wanted = List.of(args).subList(1, args.length);
    LayerPictures pictures = new LayerPictures(MODEL, folder);
    try (Network network = Models.load(MODEL)) {
      for (Layer layer : network.layers()) {
        boolean chosen =
            wanted.isEmpty() ? layer.name().contains("conv") : wanted.contains(layer.name());
        boolean made = Files.exists(folder.resolve(MODEL).resolve(layer.name() + ".jpg"));
        if (chosen && !made) {
          long start = System.nanoTime();
          pictures.make(network, layer, share -> true);
          System.out.printf("%s: %.0f s%n", layer.name(), (System.nanoTime() - start) / 1e9);
        }
      }
    }
  }
}
