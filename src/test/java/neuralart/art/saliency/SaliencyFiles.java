package neuralart.art.saliency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.network.Vertex;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Relu;
import neuralart.optimize.Monitor;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.reference.RawImage;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The maps of an image, and what the script {@code saliency.py} needs to make them too. */
final class SaliencyFiles {
  private static final int SAMPLES = 2;
  private static final int STEPS = 2;
  private static final double NOISE = 0.1;
  private static final long SEED = 3;

  private final Path folder;
  private final Network network;
  private final String output;
  private final String cam;
  private final int patch;
  private final int stride;

  /**
   * Prepares files of a network.
   *
   * @param output its layer of the classes as the script knows it
   * @param cam the layer of Grad-CAM
   */
  SaliencyFiles(Path folder, Network network, String output, String cam, int patch, int stride) {
    this.folder = folder;
    this.network = network;
    this.output = output;
    this.cam = cam;
    this.patch = patch;
    this.stride = stride;
  }

  void write(SaliencyTarget target, int index, Picture image) throws IOException {
    for (SaliencyMethod method : SaliencyMethod.values()) {
      for (boolean signed : new boolean[] {false, true}) {
        writeMap(target, options(method, signed), image);
      }
    }
    Picture input = network.preprocessing().toInput(image);
    Picture baseline =
        network.preprocessing().toInput(Baseline.BLURRED.of(network.preprocessing().toRgb(input)));
    float[] noise = noise(input);
    RawImage.write(folder.resolve("image.f32"), input);
    RawImage.write(folder.resolve("baseline.f32"), baseline);
    RawImage.write(folder.resolve("noise.f32"), noise);
    Set<String> deciding = deciding();
    writeDecisions(target, deciding, input, passes(input.values(), baseline.values(), noise));
    writeManifest(index, deciding, image);
  }

  private SaliencyOptions options(SaliencyMethod method, boolean signed) {
    return new SaliencyOptions(
        method, signed, SAMPLES, NOISE, STEPS, Baseline.BLURRED, cam, patch, stride, SEED);
  }

  private void writeMap(SaliencyTarget target, SaliencyOptions options, Picture image)
      throws IOException {
    Path file =
        folder.resolve(options.method().title() + (options.signed() ? ", signed" : "") + ".f32");
    int height = image.height();
    int width = image.width();
    if (options.method() == SaliencyMethod.GRAD_CAM) {
      try (GradCam small = new GradCam(network, target, options, height, width)) {
        RawImage.write(file, small.small(network.preprocessing().toInput(image)));
      }
      return;
    }
    try (Saliency saliency = new Saliency(network, target, options, height, width)) {
      RawImage.write(file, saliency.run(image, Monitor.NONE).orElseThrow().values());
    }
  }

  private static float[] noise(Picture input) {
    double[] deviations = GradientMaps.deviations(input, NOISE);
    Random random = new Random(SEED);
    float[] noise = new float[SAMPLES * input.values().length];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (deviations[i % deviations.length] * random.nextGaussian());
    }
    return noise;
  }

  /** What the network sees, pass by pass. */
  private static Map<String, float[]> passes(float[] image, float[] baseline, float[] noise) {
    Map<String, float[]> passes = new LinkedHashMap<>(Map.of("image", image));
    for (int sample = 0; sample < SAMPLES; sample++) {
      float[] noisy = image.clone();
      for (int i = 0; i < noisy.length; i++) {
        noisy[i] += noise[sample * noisy.length + i];
      }
      passes.put("sample" + sample, noisy);
    }
    for (int step = 0; step < STEPS; step++) {
      double share = (step + 0.5) / STEPS;
      float[] between = new float[image.length];
      for (int i = 0; i < between.length; i++) {
        between[i] = (float) (baseline[i] + share * (image[i] - baseline[i]));
      }
      passes.put("step" + step, between);
    }
    return passes;
  }

  /** The ReLUs, and what max poolings choose from. */
  private Set<String> deciding() {
    Set<String> names = new TreeSet<>();
    for (Vertex vertex : network.vertices()) {
      if (vertex.node() instanceof Relu) {
        names.add(vertex.name());
      } else if (vertex.node() instanceof MaxPooling) {
        names.add(network.vertices().get(vertex.inputs().get(0)).name());
      }
    }
    return names;
  }

  private void writeDecisions(
      SaliencyTarget target, Set<String> deciding, Picture input, Map<String, float[]> passes)
      throws IOException {
    try (Plan plan =
        Draft.of(network, input.height(), input.width(), List.of(target.objective()), deciding)
            .allocate()) {
      for (Map.Entry<String, float[]> pass : passes.entrySet()) {
        Path decisions = Files.createDirectories(folder.resolve(pass.getKey()));
        plan.image().put(0, pass.getValue());
        plan.forward();
        for (String layer : deciding) {
          Path file = decisions.resolve(layer.replace('/', '.') + ".f32");
          RawImage.write(file, Buffers.floats(plan.activation(layer)));
        }
      }
    }
  }

  private void writeManifest(int index, Set<String> deciding, Picture image) throws IOException {
    Map<String, Object> manifest = new HashMap<>();
    manifest.put("height", image.height());
    manifest.put("width", image.width());
    manifest.put("output", output);
    manifest.put("cam", cam);
    manifest.put("class", index);
    manifest.put("samples", SAMPLES);
    manifest.put("steps", STEPS);
    manifest.put("patch", patch);
    manifest.put("stride", stride);
    manifest.put("deciding", deciding);
    manifest.put(
        "scales",
        IntStream.range(0, network.channels())
            .mapToObj(c -> network.preprocessing().scale(c))
            .toList());
    Files.writeString(
        folder.resolve("manifest.json"), new ObjectMapper().writeValueAsString(manifest));
  }
}
