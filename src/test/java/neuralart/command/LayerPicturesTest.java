package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import neuralart.host.browser.LayerItem;
import neuralart.model.Models;
import neuralart.network.Layer;
import neuralart.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of layers: those that ship, and those that are made and kept. */
class LayerPicturesTest {
  @TempDir Path folder;

  @Test
  void everyLayerOfTheBuiltInNetworkHasPicturesAndWords() {
    NetworkLayerSource source = new NetworkLayerSource("builtin");
    try {
      for (LayerItem item : source.items(words -> true)) {
        List<BufferedImage> pictures = source.find(item.name()).orElseThrow();
        assertEquals(1 + item.filters().size(), pictures.size(), item.name());
        assertEquals(LayerPictures.SIDE, pictures.get(0).getWidth());
        assertTrue(item.shows().length() > 2, item.name());
        assertTrue(item.about().contains(item.count() + " filters"), item.about());
      }
    } finally {
      source.close();
    }
  }

  @Test
  void picturesAreMadeOnceAndKept() {
    LayerPictures pictures = new LayerPictures("other", folder);
    try (Network network = Models.load("builtin")) {
      Layer layer = network.layer("block1_conv1");
      assertTrue(pictures.find(layer.name()).isEmpty());
      assertTrue(pictures.make(network, layer, share -> false).isEmpty(), "stopped");
      assertTrue(pictures.find(layer.name()).isEmpty());
      List<BufferedImage> made = pictures.make(network, layer, share -> true).orElseThrow();
      assertEquals(1 + LayerPictures.filters(layer.channels()).size(), made.size());
      List<BufferedImage> kept = new LayerPictures("other", folder).find(layer.name()).get();
      assertEquals(made.size(), kept.size());
    }
  }

  @Test
  void whatShipsIsSmall() throws Exception {
    Path shipped = Path.of("src/main/resources/neuralart/command/layers/builtin");
    try (Stream<Path> files = Files.list(shipped)) {
      long bytes = files.mapToLong(file -> file.toFile().length()).sum();
      assertTrue(bytes < 600_000, bytes + " bytes");
    }
  }

  @Test
  void filtersAreSpreadOverTheLayer() {
    assertEquals(List.of(0, 1, 2), LayerPictures.filters(3));
    assertEquals(List.of(0, 22, 44, 67, 89), LayerPictures.filters(112));
  }
}
