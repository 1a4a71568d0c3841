package neuralart.check;

import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import neuralart.image.Picture;
import neuralart.model.KnownModel;
import neuralart.network.Network;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.plan.Draft;
import neuralart.plan.Engine;
import neuralart.plan.Plan;
import neuralart.step.Executor;

/** Known networks on a device and on the processor: gradients, times, and a picture of each. */
final class NetworkChecks {
  /** Relative L2 of gradients: rounding, and now and then another side of a ReLU. */
  private static final double TOLERANCE = 1e-2;

  private static final String IMAGE = "/neuralart/docs/images/landscape.jpg";
  private static final int PICTURE_SIDE = 320;

  /** More would make of rounding what can be seen. */
  private static final int STEPS = 4;

  private static final double STEP = 0.02;

  /** What is timed: a deep layer of a network, at some sizes. */
  private record Case(KnownModel model, String layer, List<Integer> sides) {}

  private static final List<Case> CASES =
      List.of(
          new Case(KnownModel.BUILTIN, "block5_conv2", List.of(224, 512)),
          new Case(KnownModel.SQUEEZENET, "fire8/concat", List.of(224, 512)),
          new Case(KnownModel.VGG19, "block5_conv2", List.of(224, 512, 1024)),
          new Case(KnownModel.INCEPTIONV3, "mixed7", List.of(224, 400)),
          new Case(KnownModel.RESNET50, "conv4_block6_out", List.of(224, 512)),
          new Case(KnownModel.XCEPTION, "add_8", List.of(224, 512)));

  private final Report report;
  private final Executor device;
  private final KernelTimes kernels;
  private final Path folder;
  private final int number;
  private final int largest;

  /**
   * @param kernels tells where the time of the largest images goes
   * @param number of the device, for the names of pictures
   * @param largest side of images
   */
  NetworkChecks(
      Report report, Executor device, KernelTimes kernels, Path folder, int number, int largest) {
    this.report = report;
    this.device = device;
    this.kernels = kernels;
    this.folder = folder;
    this.number = number;
    this.largest = largest;
  }

  void run() throws IOException {
    report.say("Networks, an evaluation of a loss and its gradient:");
    for (Case one : CASES) {
      if (one.model.isMissing()) {
        report.say(
            "      %s: its weights are missing (Network Models... has them)", one.model.title());
        continue;
      }
      try (Network network = one.model.load()) {
        for (int side : sides(one)) {
          time(one, network, side);
        }
        List<Integer> sides = sides(one);
        kernels.tell(work(one, network, sides.get(sides.size() - 1)));
        paint(one, network);
      }
    }
  }

  /** Those of a case, or the largest that is allowed instead. */
  private List<Integer> sides(Case one) {
    return one.sides.stream().map(side -> Math.min(side, largest)).distinct().toList();
  }

  private static Comparison.Work work(Case one, Network network, int side) {
    return new Comparison.Work(network, one.layer, side, side);
  }

  private void time(Case one, Network network, int side) {
    Comparison comparison = Comparison.of(work(one, network, side), device);
    report.result(
        comparison.error() <= TOLERANCE,
        "%-12s %4d px: gradient %8.1e off, %9.1f ms, processor %9.1f ms",
        one.model.title(),
        side,
        comparison.error(),
        comparison.milliseconds(),
        comparison.processorMilliseconds());
  }

  /** Two pictures side by side: a few steps uphill on the device, and on the processor. */
  private void paint(Case one, Network network) throws IOException {
    int side = Math.min(PICTURE_SIDE, largest);
    BufferedImage both = new BufferedImage(2 * side, side, BufferedImage.TYPE_INT_RGB);
    Picture left = climb(one, network, device, side);
    Picture right = climb(one, network, Engine.processor(), side);
    draw(left, both, 0);
    draw(right, both, side);
    String name = String.format(Locale.ROOT, "device%d-%s.png", number, one.model.title());
    ImageIO.write(both, "png", folder.resolve(name).toFile());
    report.say(
        "      %s: %d steps on the device, and on the processor, in the mean %.2f of 255 apart",
        name, STEPS, meanDifference(left.values(), right.values()));
  }

  private static double meanDifference(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  private static Picture climb(Case one, Network network, Executor executor, int side)
      throws IOException {
    List<ActivationEnergy> objectives = List.of(new ActivationEnergy(one.layer, -1, 0, Mean.LAYER));
    try (Plan plan =
        Draft.of(executor, network, side, side, List.copyOf(objectives), Set.of()).allocate()) {
      network.preprocessing().write(landscape(side), plan.image());
      double range = network.preprocessing().range();
      for (int step = 0; step < STEPS; step++) {
        plan.evaluate();
        climb(plan.image(), plan.gradient(), STEP * range);
      }
      return network.preprocessing().read(plan.image(), side, side);
    }
  }

  /** A step whose mean size is given. */
  private static void climb(FloatBuffer image, FloatBuffer gradient, double size) {
    double sum = 0;
    for (int i = 0; i < image.limit(); i++) {
      sum += Math.abs(gradient.get(i));
    }
    double factor = size * image.limit() / Math.max(sum, Double.MIN_NORMAL);
    for (int i = 0; i < image.limit(); i++) {
      image.put(i, (float) (image.get(i) - factor * gradient.get(i)));
    }
  }

  private static Picture landscape(int side) throws IOException {
    BufferedImage drawn = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    try (InputStream stream = NetworkChecks.class.getResourceAsStream(IMAGE)) {
      Image smooth = ImageIO.read(stream).getScaledInstance(side, side, Image.SCALE_AREA_AVERAGING);
      drawn.getGraphics().drawImage(smooth, 0, 0, null);
    }
    float[] values = new float[side * side * 3];
    for (int i = 0; i < values.length; i++) {
      int rgb = drawn.getRGB(i / 3 % side, i / 3 / side);
      values[i] = rgb >> 8 * (2 - i % 3) & 255;
    }
    return Picture.of(side, side, 3, values);
  }

  private static void draw(Picture picture, BufferedImage target, int left) {
    FloatBuffer values = FloatBuffer.allocate(3 * picture.width() * picture.height());
    picture.write(values);
    for (int i = 0; i < picture.width() * picture.height(); i++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        rgb = rgb << 8 | Math.max(0, Math.min(255, Math.round(values.get(3 * i + c))));
      }
      target.setRGB(left + i % picture.width(), i / picture.width(), rgb);
    }
  }
}
