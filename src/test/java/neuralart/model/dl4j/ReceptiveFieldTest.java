package neuralart.model.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import neuralart.network.FieldAxis;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.ReceptiveField;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** Receptive fields against the values that change when a pixel does. */
@Tag("slow")
class ReceptiveFieldTest {
  private static final int HEIGHT = 15;
  private static final int WIDTH = 18;

  /** It has slopes for each pixel of another size. */
  private static final String ONE_SIZE = "parametric ReLU, shared false";

  static Stream<GraphDefinition> graphs() {
    return Stream.concat(
        SmallGraphs.all().filter(graph -> !graph.name().equals(ONE_SIZE)),
        Stream.of(
            new GraphDefinition("even kernels", true, ReceptiveFieldTest::evenKernels),
            new GraphDefinition("up and down", true, ReceptiveFieldTest::upAndDown),
            new GraphDefinition("moved", true, ReceptiveFieldTest::moved)));
  }

  private static ConvolutionLayer.Builder convolution(int height, int width) {
    return new ConvolutionLayer.Builder(height, width).nOut(3).activation(Activation.IDENTITY);
  }

  private static SubsamplingLayer average(int size, int stride, ConvolutionMode mode) {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG, new int[] {size, size})
        .stride(stride, stride)
        .convolutionMode(mode)
        .build();
  }

  private static void evenKernels(GraphDefinition.Vertices v) {
    v.layer("a", convolution(4, 2).convolutionMode(ConvolutionMode.Same).build(), "image");
    v.layer("b", convolution(3, 4).stride(2, 2).convolutionMode(ConvolutionMode.Same).build(), "a");
    v.layer("out", average(2, 1, ConvolutionMode.Same), "b");
  }

  private static void upAndDown(GraphDefinition.Vertices v) {
    v.layer("down", average(3, 3, ConvolutionMode.Truncate), "image");
    v.layer("conv", convolution(1, 3).convolutionMode(ConvolutionMode.Same).build(), "down");
    v.layer("up", new Upsampling2D.Builder(2).build(), "conv");
    v.layer(
        "transposed",
        new Deconvolution2D.Builder(4, 3)
            .nOut(3)
            .stride(2, 2)
            .convolutionMode(ConvolutionMode.Same)
            .activation(Activation.IDENTITY)
            .build(),
        "conv");
    v.graph().addVertex("out", new MergeVertex(), "up", "transposed");
  }

  private static void moved(GraphDefinition.Vertices v) {
    v.layer("pad", new ZeroPaddingLayer.Builder(3, 0, 1, 2).build(), "image");
    v.layer("conv", convolution(3, 3).stride(2, 1).dilation(1, 2).build(), "pad");
    v.layer("out", new Cropping2D.Builder(1, 0, 2, 1).build(), "conv");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void onlyPixelsOfTheFieldChangeAValue(GraphDefinition definition) {
    boolean[][] rows;
    boolean[][] columns;
    ReceptiveField field;
    try (Network network =
        GraphReader.read(
            definition.build(HEIGHT, WIDTH, CNN2DFormat.NCHW, DataType.FLOAT),
            "small",
            Preprocessing.SYMMETRIC_RGB)) {
      assumeTrue(network.layer("out").stride() > 0, "has no spatial extent");
      assumeTrue(network.layer("out").receptiveField() > 0, "is not known inside");
      field = network.receptiveField("out", HEIGHT, WIDTH);
      rows = new boolean[field.rows().size()][HEIGHT];
      columns = new boolean[field.columns().size()][WIDTH];
      try (Plan plan = Draft.of(network, HEIGHT, WIDTH, List.of(), Set.of("out")).allocate()) {
        findChanges(plan, rows, columns);
      }
    }
    check(field.rows(), rows);
    check(field.columns(), columns);
  }

  /** Which rows and columns of the image change a row or a column of the layer. */
  private static void findChanges(Plan plan, boolean[][] rows, boolean[][] columns) {
    Random random = new Random(4);
    float[] image = new float[HEIGHT * WIDTH * 3];
    for (int attempt = 0; attempt < 3; attempt++) {
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) random.nextGaussian();
      }
      float[] before = forward(plan, image);
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          float[] changed = image.clone();
          for (int c = 0; c < 3; c++) {
            changed[(y * WIDTH + x) * 3 + c] += c - 1.5f;
          }
          float[] after = forward(plan, changed);
          int channels = after.length / rows.length / columns.length;
          for (int i = 0; i < after.length; i++) {
            if (Math.abs(after[i] - before[i]) > 1e-4) {
              rows[i / channels / columns.length][y] = true;
              columns[i / channels % columns.length][x] = true;
            }
          }
        }
      }
    }
  }

  private static float[] forward(Plan plan, float[] image) {
    plan.image().put(0, image);
    plan.forward();
    return Buffers.floats(plan.activation("out"));
  }

  private static void check(FieldAxis axis, boolean[][] changes) {
    for (int value = 0; value < axis.size(); value++) {
      FieldAxis.Range range = axis.field(value);
      int first = Math.max(range.first(), 0);
      int last = Math.min(range.last(), axis.imageSize() - 1);
      for (int pixel = 0; pixel < axis.imageSize(); pixel++) {
        boolean inside = pixel >= first && pixel <= last;
        assertTrue(inside || !changes[value][pixel], value + " sees " + pixel + ", not " + range);
      }
      if (first == range.first() && last == range.last()) {
        assertTrue(changes[value][first] && changes[value][last], value + " sees less");
      }
      assertEquals(
          (range.first() + range.last()) / 2.0, axis.center(value), axis.stride() / 2 + 0.51);
    }
  }

  @Test
  void layersWithoutExtentAreRefused() {
    GraphDefinition classifier =
        SmallGraphs.all().filter(g -> g.name().startsWith("classifier")).findFirst().orElseThrow();
    try (Network network =
        GraphReader.read(
            classifier.build(HEIGHT, WIDTH, CNN2DFormat.NCHW, DataType.FLOAT),
            "small",
            Preprocessing.SYMMETRIC_RGB)) {
      assertEquals(2.5, network.receptiveField("conv", 15, 18).rows().center(2) + 0.5);
      String message =
          assertThrows(IllegalArgumentException.class, () -> network.receptiveField("out", 15, 18))
              .getMessage();
      assertTrue(message.contains("'out'") && message.contains("no spatial extent"), message);
    }
  }
}
