package neuralart.command;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import neuralart.host.dialog.Question;
import neuralart.model.ImageNetClasses;
import neuralart.model.Model;
import neuralart.model.Models;
import neuralart.network.Classifier;
import neuralart.network.Network;

/** The classes of networks, by name. */
final class Classes {
  private static boolean asked;

  /** Looked up once while a dialog is open: a network of the user's is read for it. */
  private final Map<String, List<String>> names = new HashMap<>();

  /** The names of the classes of a model; empty if it has none, or there is no such model. */
  List<String> of(String model) {
    return names.computeIfAbsent(
        model, title -> Models.find(title).map(Model::classes).orElse(List.of()));
  }

  /** What a dialog offers: no class, or one of the model's. */
  List<String> offers(String model) {
    return Stream.concat(Stream.of(""), of(model).stream()).toList();
  }

  /**
   * The classifier of a network.
   *
   * @throws IllegalArgumentException if it has none
   */
  Classifier require(Network network, String model) {
    return find(network, model)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "Network '%s' has no classes: it doesn't end with one value for each class"
                            + " of the whole image",
                        network.name())));
  }

  /** The classifier of a network, if it has one. */
  Optional<Classifier> find(Network network, String model) {
    return Classifier.of(network, of(model).size());
  }

  /**
   * Offers once to download the names of ImageNet's classes, if the model has these and they are
   * missing; a macro goes on without.
   */
  void offerNames(String model, WeightsDownload.Watcher watcher) {
    List<String> classes = of(model);
    boolean unnamed = classes.size() == ImageNetClasses.COUNT && classes.get(0).equals("class 0");
    if (unnamed && !asked && ImageNetClasses.areMissing()) {
      asked = true;
      String host = URI.create(ImageNetClasses.file().url()).getHost();
      if (Question.yes(
          "Neural Art",
          "The names of ImageNet's classes aren't here yet: 35 kB from "
              + host
              + ". Download them now? Without them, classes have numbers.")) {
        double bytes = ImageNetClasses.file().bytes();
        ImageNetClasses.download(n -> watcher.update("names of classes", n / bytes));
        names.clear();
      }
    }
  }
}
