package neuralart.command;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import neuralart.host.browser.LayerBrowser;
import neuralart.host.browser.LayerItem;
import neuralart.model.Models;
import neuralart.network.Layer;
import neuralart.network.Network;

/** The layers of a network with their pictures, for a {@link LayerBrowser}. */
final class NetworkLayerSource implements LayerBrowser.Source {
  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".neural-art", "cache");

  /** Sides of the receptive fields up to which layers see colours, textures and parts. */
  private static final int COLORS = 8;

  private static final int TEXTURES = 40;
  private static final int PARTS = 120;

  private final String model;
  private final LayerPictures pictures;
  private final Properties words;

  /** The layers by name, each with the one whose pictures stand for it. */
  private final Map<String, Layer> pictured = new HashMap<>();

  private Optional<Network> network = Optional.empty();

  /**
   * @param model as {@link Models#of} takes it
   */
  NetworkLayerSource(String model) {
    this.model = model;
    pictures = new LayerPictures(Path.of(model).getFileName().toString(), CACHE);
    words = words();
  }

  private Properties words() {
    Properties words = new Properties();
    try (InputStream file =
        NetworkLayerSource.class.getResourceAsStream("layers/" + model + ".properties")) {
      if (file != null) {
        words.load(new InputStreamReader(file, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }

  @Override
  public List<LayerItem> items(Predicate<String> goOn) {
    WeightsDownload.offer(
        model, (stage, share) -> goOn.test("Download of " + model + ": " + stage));
    Network loaded = Models.load(model);
    network = Optional.of(loaded);
    List<LayerItem> items = new ArrayList<>();
    Layer before = loaded.layers().get(0);
    for (Layer layer : loaded.layers()) {
      // A pooling layer shows what the layer before it does.
      boolean pools = layer.kind().contains("pooling") && layer.channels() == before.channels();
      before = pools ? before : layer;
      pictured.put(layer.name(), before);
      items.add(item(layer));
    }
    return items;
  }

  private LayerItem item(Layer layer) {
    String field =
        layer.receptiveField() == 0
            ? "a value sees the whole image"
            : String.format(
                Locale.ROOT,
                "a value every %d pixels sees %d x %d of them",
                layer.stride(),
                layer.receptiveField(),
                layer.receptiveField());
    String about =
        String.format(Locale.ROOT, "%s, %d filters; %s", layer.kind(), layer.channels(), field);
    List<Integer> filters = LayerPictures.filters(layer.channels());
    return new LayerItem(layer.name(), about, shows(layer), filters, layer.channels());
  }

  /** What a layer responds to: known of the built-in network, else likely by what a value sees. */
  private String shows(Layer layer) {
    String known = words.getProperty(pictured.get(layer.name()).name(), "");
    int field = layer.receptiveField();
    if (!known.isEmpty() || field == 0) {
      return known.isEmpty() ? "whole images" : known;
    }
    return field <= COLORS
        ? "colours and edges"
        : field <= TEXTURES ? "lines and textures" : field <= PARTS ? "patterns, parts" : "things";
  }

  @Override
  public Optional<List<BufferedImage>> find(String layer) {
    return pictures.find(pictured.get(layer).name());
  }

  @Override
  public Optional<List<BufferedImage>> make(String layer, DoublePredicate goOn) {
    return network.flatMap(loaded -> pictures.make(loaded, pictured.get(layer), goOn));
  }

  @Override
  public void close() {
    network.ifPresent(Network::close);
  }
}
