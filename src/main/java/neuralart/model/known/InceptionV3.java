package neuralart.model.known;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import neuralart.model.download.Checksum;
import neuralart.model.download.WeightsFile;
import neuralart.network.Preprocessing;
import neuralart.step.Window;
import neuralart.step.Window.Padding;

/**
 * InceptionV3 without its classifier (Szegedy et al. 2015), as Keras builds it: layers are numbered
 * in the order of their creation, the outputs of the modules are {@code mixed0} to {@code mixed10},
 * convolutions have no bias and batch normalisations no gamma.
 */
public final class InceptionV3 extends Architecture {
  private static final double EPSILON = 1e-3;

  private final Map<String, Integer> numbers = new HashMap<>();

  private InceptionV3() {
    String x = reduction(IMAGE, 32);
    x = unit(x, 32, 3, 3, 1, Padding.VALID);
    x = unit(x, 64, 3, 3);
    x = pooling(x);
    x = unit(x, 80, 1, 1, 1, Padding.VALID);
    x = unit(x, 192, 3, 3, 1, Padding.VALID);
    x = pooling(x);
    x = mixedOf5x5("mixed0", x, 32);
    x = mixedOf5x5("mixed1", x, 64);
    x = mixedOf5x5("mixed2", x, 64);
    x = firstReduction(x);
    x = mixedOf7x7("mixed4", x, 128);
    x = mixedOf7x7("mixed5", x, 160);
    x = mixedOf7x7("mixed6", x, 160);
    x = mixedOf7x7("mixed7", x, 192);
    x = secondReduction(x);
    x = mixedOfSplit3x3("mixed9", x, "mixed9_0");
    mixedOfSplit3x3("mixed10", x, "mixed9_1");
  }

  private String mixedOf5x5(String name, String x, int pooled) {
    String one = unit(x, 64, 1, 1);
    String five = unit(unit(x, 48, 1, 1), 64, 5, 5);
    String three = unit(unit(unit(x, 64, 1, 1), 96, 3, 3), 96, 3, 3);
    return concatenation(name, one, five, three, pooledUnit(x, pooled));
  }

  private String firstReduction(String x) {
    String three = reduction(x, 384);
    String twice = reduction(unit(unit(x, 64, 1, 1), 96, 3, 3), 96);
    return concatenation("mixed3", three, twice, pooling(x));
  }

  private String mixedOf7x7(String name, String x, int filters) {
    String one = unit(x, 192, 1, 1);
    String seven = unit(unit(unit(x, filters, 1, 1), filters, 1, 7), 192, 7, 1);
    String twice = unit(unit(unit(x, filters, 1, 1), filters, 7, 1), filters, 1, 7);
    twice = unit(unit(twice, filters, 7, 1), 192, 1, 7);
    return concatenation(name, one, seven, twice, pooledUnit(x, 192));
  }

  private String secondReduction(String x) {
    String three = reduction(unit(x, 192, 1, 1), 320);
    String seven = reduction(unit(unit(unit(x, 192, 1, 1), 192, 1, 7), 192, 7, 1), 192);
    return concatenation("mixed8", three, seven, pooling(x));
  }

  private String mixedOfSplit3x3(String name, String x, String split) {
    String one = unit(x, 320, 1, 1);
    String three = split(unit(x, 384, 1, 1), split);
    String twice = split(unit(unit(x, 448, 1, 1), 384, 3, 3), number("concatenate"));
    return concatenation(name, one, three, twice, pooledUnit(x, 192));
  }

  /** A 1x3 and a 3x1 convolution side by side. */
  private String split(String x, String name) {
    return concatenation(name, unit(x, 384, 1, 3), unit(x, 384, 3, 1));
  }

  private String pooledUnit(String x, int filters) {
    return unit(averagePooling(number("average_pooling2d"), x, 3), filters, 1, 1);
  }

  private String pooling(String x) {
    return maxPooling(number("max_pooling2d"), x, 3, 2);
  }

  private String reduction(String x, int filters) {
    return unit(x, filters, 3, 3, 2, Padding.VALID);
  }

  private String unit(String x, int filters, int rows, int columns) {
    return unit(x, filters, rows, columns, 1, Padding.SAME);
  }

  /** A convolution, its batch normalisation and its ReLU. */
  private String unit(String x, int filters, int rows, int columns, int stride, Padding padding) {
    Window window = new Window(rows, columns, stride, stride, padding);
    String convolution = plainConvolution(number("conv2d"), x, window, filters);
    String normalized = shiftOnly(number("batch_normalization"), convolution, EPSILON);
    return relu(number("activation"), normalized);
  }

  private String number(String kind) {
    return kind + "_" + numbers.merge(kind, 1, Integer::sum);
  }

  /** InceptionV3. */
  public static Published published() {
    return new Published(
        new WeightsFile(
            "inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5",
            List.of(Published.KERAS + "inception_v3/", Published.CHOLLET + "v0.5/"),
            87_910_968,
            Checksum.md5("bcbd6486424b2319ff4ef7d526e38f63")),
        Preprocessing.SYMMETRIC_RGB,
        "MIT (Keras)",
        "dreams of many motifs",
        List.of("mixed2", "mixed3", "mixed4", "mixed5", "mixed6", "mixed7"),
        "mixed3=1, mixed5=1",
        new StyleLayers(
            List.of("activation_1", "activation_3", "activation_5", "mixed1", "mixed4"),
            "mixed2",
            "mixed5"),
        InceptionV3::new);
  }
}
