package neuralart.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import neuralart.art.filter.FilterTarget;
import neuralart.art.saliency.Classification;
import neuralart.art.saliency.Saliency;
import neuralart.art.saliency.SaliencyMap;
import neuralart.art.saliency.SaliencyMethod;
import neuralart.image.Grid;
import neuralart.image.Picture;
import neuralart.imagej.DisplayedImage;
import neuralart.imagej.FeatureMapImages;
import neuralart.imagej.HeatMap;
import neuralart.imagej.ResultInfo;
import neuralart.imagej.Slices;
import neuralart.imagej.SmallCopy;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Classifier;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows which pixels of the active image decide what a network says. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>Saliency...",
    attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public final class SaliencyCommand extends SaliencyInputs {
  /** Copies, or steps, of a small picture. */
  private static final int SMALL = 5;

  /** Share of the pixels that have the last colour of a heat map. */
  private static final double BRIGHTEST = 0.01;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable areas;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable correlations;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus curveplot;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus correlationplot;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus map;

  private Monitor monitor;
  private Explained explained;
  private SeenImage seen;
  private int done;
  private int parts;

  /** What the info says besides the inputs. */
  private final List<String> facts = new ArrayList<>();

  /** Makes the command, for SciJava. */
  public SaliencyCommand() {
    super(
        "Shows which pixels of the active image decide what a network says",
        "Simonyan et al. 2014; Smilkov et al. 2017; Sundararajan et al. 2017; Selvaraju et al."
            + " 2017; Zeiler and Fergus 2014");
  }

  /** Several filters are one sum. */
  @Override
  void chooseFilters(String chosen) {
    channels =
        FilterTarget.parse(chosen, layer, Integer.MAX_VALUE).stream()
            .map(FilterTarget::title)
            .collect(Collectors.joining("+"));
  }

  @Override
  public Optional<ImagePlus> subject() {
    return Optional.of(image);
  }

  @Override
  void check(Network network) {
    new HeatMap(lut);
    options();
    if (!cam.isBlank()) {
      network.layer(cam.strip());
    }
    if (!classname.isBlank()) {
      classes.require(network, model);
      classIndex();
    } else if (!layer.isBlank()) {
      Explained.ofLayer(network, layer.strip(), channels);
    }
  }

  @Override
  void compute() {
    monitor = watch("Saliency", false);
    try (Network network = Models.load(model)) {
      classes.offerNames(
          model, (stage, share) -> monitor.update(new Monitor.Progress(stage, share)));
      look(network);
    }
    map.setTitle(map.getTitle().replace('/', '_'));
    describe(map, meaning(), facts);
    Stream.of(curveplot, correlationplot)
        .filter(Objects::nonNull)
        .forEach(plot -> describe(plot, "A check of the map " + map.getTitle(), facts));
  }

  /** Fewer samples, steps and patches than in the result. */
  @Override
  public Picture thumbnail(Network network, Function<ImagePlus, SmallCopy> small, Monitor watcher) {
    image = small.apply(image).of(network, channelorder);
    display = FeatureMapImages.OVERLAY;
    slices = Slices.CURRENT;
    curves = false;
    randomized = false;
    samples = Math.min(samples, SMALL);
    steps = Math.min(steps, SMALL);
    stride = patch;
    imagesize = 0;
    monitor =
        progress ->
            watcher.update(
                new Monitor.Progress(
                    progress.stage(),
                    progress.fraction(),
                    progress.loss(),
                    () -> DisplayedImage.picture(image)));
    look(network);
    return DisplayedImage.picture(map);
  }

  @Override
  public String caption() {
    return switch (SaliencyMethod.of(method)) {
      case GRAD_CAM, GRADIENT -> "Preview: of a small copy of the image";
      case SMOOTHGRAD -> "Preview: of a small copy of the image, with fewer samples";
      case INTEGRATED_GRADIENTS -> "Preview: of a small copy of the image, with fewer steps";
      case OCCLUSION -> "Preview: of a small copy of the image, with fewer patches";
    };
  }

  private void look(Network network) {
    HeatMap colors = new HeatMap(lut);
    Slices chosen = new Slices(image, slices);
    explain(network);
    int height = seen.size().height();
    int width = seen.size().width();
    if (SaliencyMethod.of(method) == SaliencyMethod.GRAD_CAM) {
      cam = Saliency.camLayer(network, explained.target(), cam, height, width);
    }
    Grid pixels = new Grid(image.getWidth(), image.getHeight(), 0, 0, 1, 1);
    FeatureMapImages images = new FeatureMapImages(image, chosen, pixels, false);
    String shown = display.equals(MAP) ? FeatureMapImages.STACK : display;
    images.check(shown, 1);
    parts = chosen.count() + (curves ? 1 : 0) + (randomized ? 1 : 0);
    try (Saliency saliency = new Saliency(network, explained.target(), options(), height, width)) {
      chosen.visit((z, t) -> add(saliency, z, t, images));
      if (curves || randomized) {
        check(network, saliency);
      }
    }
    String title = ResultInfo.title(image, "saliency of " + explained.title(), true);
    map = images.image(shown, title, colors);
  }

  /** Finds out what is to be explained, and how the network sees the image. */
  private void explain(Network network) {
    Optional<Classifier> classifier = classes.find(network, model);
    if (!classname.isBlank()) {
      ofClass(network, classes.require(network, model));
    } else if (layer.isBlank() && classifier.isPresent()) {
      classname = likeliest(network, classifier.get());
      ofClass(network, classifier.get());
    } else {
      layer = layer.isBlank() ? chosenLayer(network) : layer.strip();
      explained = Explained.ofLayer(network, layer, channels);
      seen = new SeenImage(image, network, layer, imagesize, channelorder);
    }
    facts.add(seen.title());
  }

  @Override
  public Optional<String> prompt(String input) {
    return input.equals("layer") ? Optional.of(chosen()) : super.prompt(input);
  }

  /** What is explained if neither a class nor a layer is given. */
  private String chosen() {
    if (!classes.of(model).isEmpty()) {
      return "the likeliest class";
    }
    return KnownModel.titles().contains(model) ? "one in the middle" : "the output";
  }

  /** The output of a network of the user's own that makes images; else a layer in the middle. */
  private String chosenLayer(Network network) {
    String output = network.outputs().get(0);
    boolean makesImages =
        !KnownModel.titles().contains(model) && network.layer(output).stride() > 0;
    return makesImages && sees(network, output) ? output : Layers.orMiddle(network, "");
  }

  /** Whether the network gets as far as a layer with an image of this size. */
  private boolean sees(Network network, String deepest) {
    try {
      new SeenImage(image, network, deepest, imagesize, channelorder);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void ofClass(Network network, Classifier classifier) {
    int index = classIndex();
    explained = Explained.ofClass(classifier, index, classname);
    seen = new SeenImage(image, network, classifier.output(), imagesize, channelorder);
  }

  /** The class that the network takes the current slice for. */
  private String likeliest(Network network, Classifier classifier) {
    SeenImage whole = new SeenImage(image, network, classifier.output(), imagesize, channelorder);
    double[] probabilities = whole.probabilities(network, classifier);
    int best = Classification.ranked(probabilities)[0];
    String name = classes.of(model).get(best);
    facts.add(
        String.format(
            Locale.ROOT, "Likeliest class: %s, probability %.4g", name, probabilities[best]));
    return name;
  }

  private void add(Saliency saliency, int z, int t, FeatureMapImages images) {
    SaliencyMap made = finished(saliency.run(seen.slice(z, t), part("slice")));
    String label =
        String.format(Locale.ROOT, "%s, %s, value %.4g", explained.title(), method, made.value());
    images.put(0, 0, shown(seen.place(made.values())));
    images.finish(z, t, List.of(label));
    facts.add("Explained: " + label);
    if (made.isEmpty()) {
      facts.add("The map is 0 all over: nothing was found that speaks for it");
    }
    if (SaliencyMethod.of(method) == SaliencyMethod.INTEGRATED_GRADIENTS) {
      facts.add(completeness(made));
    }
  }

  private static String completeness(SaliencyMap made) {
    return String.format(
        Locale.ROOT,
        "Completeness: with their signs, the shares add up to %.4g; the value differs from that of"
            + " the baseline by %.4g",
        made.total(),
        made.value() - made.baseline());
  }

  /** What the heat map shows: of gradients, the few largest ones are as bright as those below. */
  private float[] shown(float[] values) {
    boolean whole = display.equals(MAP) || SaliencyMethod.of(method) == SaliencyMethod.GRAD_CAM;
    return whole ? values : SaliencyMap.clipped(values, BRIGHTEST);
  }

  private Monitor part(String what) {
    return monitor.part(what, done++, parts);
  }

  private static <T> T finished(Optional<T> made) {
    return made.orElseThrow(() -> new IllegalStateException("Saliency was canceled"));
  }

  /** Checks the map of the current slice. */
  private void check(Network network, Saliency saliency) {
    Picture picture = seen.current();
    SaliencyMap made = finished(saliency.run(picture, Monitor.NONE));
    String title = ResultInfo.title(image, "saliency", true);
    SaliencyChecks checks = new SaliencyChecks(network, explained, options(), title);
    if (curves) {
      SaliencyChecks.Check check = finished(checks.curves(picture, made, part("check")));
      curveplot = check.plot();
      areas = check.table();
    }
    if (randomized) {
      SaliencyChecks.Check check = finished(checks.randomized(picture, made, part("check")));
      correlationplot = check.plot();
      correlations = check.table();
    }
  }

  private String meaning() {
    String what =
        switch (SaliencyMethod.of(method)) {
          case GRADIENT, SMOOTHGRAD ->
              "how much the value changes with a pixel, for a grey level of 0..255";
          case INTEGRATED_GRADIENTS -> "the share of each pixel in the value";
          case GRAD_CAM -> "channels of layer " + cam + ", weighted by their mean gradients";
          case OCCLUSION -> "what the value loses where a patch is covered";
        };
    return (display.equals(MAP) ? "Saliency: " : "A picture of saliency: ") + what;
  }
}
