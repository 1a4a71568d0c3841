package neuralart.model;

import java.util.List;
import java.util.Optional;
import neuralart.model.bioimage.BioimagePackage;
import neuralart.model.known.StyleLayers;
import neuralart.network.Network;
import neuralart.network.Preprocessing;

/** What is known of a network before it is loaded: one that ships, or a file of the user's. */
public interface Model {
  /** What the user calls it. */
  String title();

  /** The licence of its weights. */
  String license();

  /** Who made it, and for what. */
  default Credits credits() {
    return Credits.NONE;
  }

  /** An image and what the network should make of it, if they came with it. */
  default Optional<BioimagePackage.Test> test() {
    return Optional.empty();
  }

  /** How it wants its pixels. */
  Preprocessing preprocessing();

  /** The same in a few words, and from where that is known. */
  default String pixels() {
    return "as published";
  }

  /**
   * Six layers at about the depths of {@code mixed2} to {@code mixed7} of InceptionV3, for which
   * the published recipes of DeepDream were made; a shallow network has some of them twice.
   */
  List<String> recipeLayers();

  /** A deep layer whose filters show whole things. */
  default String filterLayer() {
    return recipeLayers().get(recipeLayers().size() - 1);
  }

  /** The layers that dream best in this network, as {@code name=weight, name=weight}. */
  String dreamLayers();

  /** The layers that hold style and content. */
  StyleLayers styleLayers();

  /**
   * The names of its classes, in the order of its outputs; empty if it has no classifier. Classes
   * that nobody has named are {@code class 0}, {@code class 1} and so on.
   */
  default List<String> classes() {
    return List.of();
  }

  /**
   * Loads the network.
   *
   * @return the network, for the caller to close
   * @throws IllegalArgumentException if its file is not found or not usable; the message says why
   */
  Network load();
}
