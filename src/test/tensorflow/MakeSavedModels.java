import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tensorflow.DataType;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Shape;
import org.tensorflow.Tensor;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.MetaGraphDef;
import org.tensorflow.framework.SavedModel;
import org.tensorflow.framework.SignatureDef;
import org.tensorflow.framework.TensorInfo;

/**
 * Makes small networks as Keras builds them in TensorFlow 1, and saves them as SavedModels in zips, with what TensorFlow
 * computes of an image in each of their layers: {@code NAME.zip} and {@code NAME.values.zip}, in which {@code image} and each
 * layer is an entry of little-endian float32, NHWC, behind four sizes as int32.
 *
 * <p>Needs libtensorflow, libtensorflow_jni and proto of org.tensorflow, all 1.15.0, and protobuf-java 3.9.1, all from Maven
 * Central, on the class path: {@code java -cp 'LIBRARIES/*' src/test/tensorflow/MakeSavedModels.java
 * src/test/resources/neuralart/model/tensorflow}.
 */
public final class MakeSavedModels {
  private final Graph graph = new Graph();
  private final Random random = new Random(7);
  private final Map<String, Output<?>> variables = new LinkedHashMap<>();
  private final List<Operation> assignments = new ArrayList<>();
  private final List<String> layers = new ArrayList<>();
  private final boolean resources;
  private final long channels;
  private final Output<?> learning;
  private Output<?> x;
  private long depth;

  private MakeSavedModels(long channels, boolean resources) {
    this.channels = channels;
    this.resources = resources;
    this.depth = channels;
    x =
        graph.opBuilder("Placeholder", "input").setAttr("dtype", DataType.FLOAT)
            .setAttr("shape", Shape.make(-1, -1, -1, channels)).build().output(0);
    Output<?> no = constant("keras_learning_phase/input", false);
    learning =
        graph.opBuilder("PlaceholderWithDefault", "keras_learning_phase").addInput(no)
            .setAttr("shape", Shape.scalar()).build().output(0);
  }

  private Output<?> constant(String name, Object value) {
    try (Tensor<?> tensor = Tensor.create(value)) {
      return graph.opBuilder("Const", name).setAttr("dtype", tensor.dataType()).setAttr("value", tensor).build().output(0);
    }
  }

  /** Adds a variable with numbers around a mean, and gives what reads it. */
  private Output<?> variable(String name, double mean, double deviation, long... shape) {
    int n = 1;
    for (long size : shape) {
      n *= size;
    }
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    Shape sizes = Shape.make(shape[0], java.util.Arrays.copyOfRange(shape, 1, shape.length));
    Output<?> initial;
    try (Tensor<Float> tensor = Tensor.create(shape, FloatBuffer.wrap(values))) {
      initial =
          graph.opBuilder("Const", name + "/Initializer").setAttr("dtype", DataType.FLOAT).setAttr("value", tensor).build()
              .output(0);
    }
    if (resources) {
      Output<?> handle =
          graph.opBuilder("VarHandleOp", name).setAttr("dtype", DataType.FLOAT).setAttr("shape", sizes)
              .setAttr("shared_name", name).build().output(0);
      assignments.add(
          graph.opBuilder("AssignVariableOp", name + "/Assign").addInput(handle).addInput(initial)
              .setAttr("dtype", DataType.FLOAT).build());
      Output<?> read =
          graph.opBuilder("ReadVariableOp", name + "/Read/ReadVariableOp").addInput(handle).setAttr("dtype", DataType.FLOAT)
              .build().output(0);
      variables.put(name, read);
      return read;
    }
    Output<?> handle =
        graph.opBuilder("VariableV2", name).setAttr("dtype", DataType.FLOAT).setAttr("shape", sizes).build().output(0);
    assignments.add(graph.opBuilder("Assign", name + "/Assign").addInput(handle).addInput(initial).build());
    variables.put(name, handle);
    return graph.opBuilder("Identity", name + "/read").addInput(handle).build().output(0);
  }

  private OperationBuilder op(String kind, String name, Output<?>... inputs) {
    OperationBuilder builder = graph.opBuilder(kind, name);
    for (Output<?> input : inputs) {
      builder.addInput(input);
    }
    return builder;
  }

  private Output<?> layer(OperationBuilder builder) {
    Operation made = builder.build();
    layers.add(made.name());
    x = made.output(0);
    return x;
  }

  private void convolution(String name, long filters, int size, int stride, String activation) {
    Output<?> kernel = variable(name + "/kernel", 0, Math.sqrt(2.0 / (size * size * depth)), size, size, depth, filters);
    Output<?> bias = variable(name + "/bias", 0.1, 0.2, filters);
    x =
        op("Conv2D", name + "/convolution", x, kernel).setAttr("strides", new long[] {1, stride, stride, 1})
            .setAttr("padding", "SAME").build().output(0);
    layer(op("BiasAdd", name + "/BiasAdd", x, bias));
    if (!activation.isEmpty()) {
      layer(op(activation, name + "/" + activation, x));
    }
    depth = filters;
  }

  private void pool(String name, String kind, int size, int stride) {
    layer(
        op(kind, name + "/" + kind, x).setAttr("ksize", new long[] {1, size, size, 1})
            .setAttr("strides", new long[] {1, stride, stride, 1}).setAttr("padding", "SAME"));
  }

  /** Normalises as Keras does in TensorFlow 1: with a branch for training that isn't taken. */
  private void normalization(String name, boolean fused) {
    Output<?> gamma = variable(name + "/gamma", 1, 0.2, depth);
    Output<?> beta = variable(name + "/beta", 0, 0.2, depth);
    Output<?> mean = variable(name + "/moving_mean", 0, 0.2, depth);
    Output<?> variance = variable(name + "/moving_variance", 1, 0.1, depth);
    Output<?> usual;
    if (fused) {
      usual =
          op("FusedBatchNormV3", name + "/FusedBatchNormV3", x, gamma, beta, mean, variance).setAttr("is_training", false)
              .setAttr("epsilon", 1e-3f).build().output(0);
    } else {
      Output<?> sum = op("Add", name + "/batchnorm/add", variance, constant(name + "/batchnorm/add/y", 1e-3f)).build().output(0);
      Output<?> root = op("Rsqrt", name + "/batchnorm/Rsqrt", sum).build().output(0);
      Output<?> scale = op("Mul", name + "/batchnorm/mul", root, gamma).build().output(0);
      Output<?> scaled = op("Mul", name + "/batchnorm/mul_1", x, scale).build().output(0);
      Output<?> shift = op("Mul", name + "/batchnorm/mul_2", mean, scale).build().output(0);
      Output<?> rest = op("Sub", name + "/batchnorm/sub", beta, shift).build().output(0);
      usual = op("AddV2", name + "/batchnorm/add_1", scaled, rest).build().output(0);
    }
    Operation decided = op("Switch", name + "/cond/Switch", learning, learning).build();
    Output<?> trained = op("Identity", name + "/cond/switch_t", decided.output(1)).build().output(0);
    Output<?> condition = op("Identity", name + "/cond/pred_id", learning).build().output(0);
    Operation branches = op("Switch", name + "/cond/Switch_1", usual, condition).build();
    Operation training = op("Switch", name + "/cond/Switch_2", x, condition).build();
    Output<?> other = op("Relu", name + "/cond/in_training", training.output(1)).addControlInput(trained.op()).build().output(0);
    layer(
        graph.opBuilder("Merge", name + "/cond/Merge").addInputList(new Output<?>[] {branches.output(0), other}));
    layers.remove(layers.size() - 1);
    layers.add(fused ? name + "/FusedBatchNormV3" : name + "/batchnorm/add_1");
  }

  /** Repeats pixels as Keras does: to the size of the image times a factor. */
  private void upsample(String name, String kind, int factor, boolean half) {
    Output<?> shape = op("Shape", name + "/Shape", x).build().output(0);
    Output<?> size =
        op(
                "StridedSlice", name + "/strided_slice", shape, constant(name + "/stack", new int[] {1}),
                constant(name + "/stack_1", new int[] {3}), constant(name + "/stack_2", new int[] {1}))
            .build().output(0);
    Output<?> times = constant(name + "/Const", new int[] {factor, factor});
    Output<?> larger = op("Mul", name + "/mul", size, times).build().output(0);
    layer(op(kind, name + "/" + kind, x, larger).setAttr("half_pixel_centers", half));
  }

  private void concatenate(String name, Output<?> other, long more) {
    layer(
        graph.opBuilder("ConcatV2", name + "/concat").addInputList(new Output<?>[] {x, other})
            .addInput(constant(name + "/axis", 3)));
    depth += more;
  }

  /** A U-Net as StarDist has it: two outputs, joined. */
  private static MakeSavedModels unet() {
    MakeSavedModels n = new MakeSavedModels(1, false);
    n.convolution("conv2d_1", 4, 3, 1, "Relu");
    Output<?> skip = n.x;
    n.pool("max_pooling2d_1", "MaxPool", 2, 2);
    n.convolution("conv2d_2", 6, 3, 1, "Relu");
    n.upsample("up_sampling2d_1", "ResizeNearestNeighbor", 2, false);
    n.concatenate("concatenate_1", skip, 4);
    n.convolution("features", 5, 3, 1, "Relu");
    Output<?> features = n.x;
    n.convolution("dist", 3, 1, 1, "");
    Output<?> distances = n.x;
    n.x = features;
    n.depth = 5;
    n.convolution("prob", 1, 1, 1, "Sigmoid");
    n.concatenate("output", distances, 3);
    return n;
  }

  /** A denoiser as CARE and Noise2Void have it: normalisations, a residual. */
  private static MakeSavedModels denoiser() {
    MakeSavedModels n = new MakeSavedModels(2, true);
    Output<?> image = n.x;
    n.convolution("conv2d", 4, 3, 1, "");
    n.normalization("batch_normalization", true);
    n.layer(n.op("Relu", "activation/Relu", n.x));
    n.pool("average_pooling2d", "AvgPool", 2, 2);
    n.convolution("conv2d_1", 4, 3, 1, "");
    n.normalization("batch_normalization_1", false);
    n.layer(n.op("LeakyRelu", "leaky/LeakyRelu", n.x).setAttr("alpha", 0.1f));
    n.upsample("up_sampling2d", "ResizeBilinear", 2, true);
    n.convolution("conv2d_2", 2, 3, 1, "");
    n.layer(n.op("Add", "add/add", n.x, image));
    return n;
  }

  /** What others have: padding, channel by channel, squeezing, pooling to a vector, a dense layer. */
  private static MakeSavedModels classifier() {
    MakeSavedModels n = new MakeSavedModels(3, true);
    n.layer(n.op("RealDiv", "scaled/truediv", n.x, n.constant("scaled/y", 255f)));
    n.layer(n.op("Pad", "pad/Pad", n.x, n.constant("pad/paddings", new int[][] {{0, 0}, {1, 2}, {0, 1}, {0, 0}})));
    n.convolution("conv2d", 4, 3, 2, "Elu");
    Output<?> kernel = n.variable("depthwise/kernel", 0, 0.3, 3, 3, 4, 2);
    n.x =
        n.op("DepthwiseConv2dNative", "depthwise/depthwise", n.x, kernel).setAttr("strides", new long[] {1, 1, 1, 1})
            .setAttr("padding", "SAME").build().output(0);
    n.depth = 8;
    n.layer(n.op("BiasAdd", "depthwise/BiasAdd", n.x, n.variable("depthwise/bias", 0, 0.2, 8)));
    n.layer(n.op("Relu6", "relu6/Relu6", n.x));
    Output<?> wide = n.x;
    Output<?> axes = n.constant("axes", new int[] {1, 2});
    n.x = n.op("Mean", "squeeze/Mean", n.x, axes).setAttr("keep_dims", true).build().output(0);
    n.convolution("excite", 8, 1, 1, "Sigmoid");
    n.layer(n.op("Mul", "gated/mul", wide, n.x));
    Output<?> strided =
        n.op(
                "StridedSlice", "cut/strided_slice", n.x, n.constant("cut/begin", new int[] {0, 1, 0, 0}),
                n.constant("cut/end", new int[] {0, 0, -1, 0}), n.constant("cut/step", new int[] {1, 1, 1, 1}))
            .setAttr("begin_mask", 13).setAttr("end_mask", 11).build().output(0);
    n.x = strided;
    n.layers.add("cut/strided_slice");
    n.layer(n.op("Mean", "pool/Mean", n.x, axes));
    n.x = n.op("MatMul", "dense/MatMul", n.x, n.variable("dense/kernel", 0, 0.5, 8, 3)).build().output(0);
    n.layers.add("dense/MatMul");
    n.layer(n.op("BiasAdd", "dense/BiasAdd", n.x, n.variable("dense/bias", 0, 0.2, 3)));
    n.layer(n.op("Softmax", "dense/Softmax", n.x));
    return n;
  }

  private void save(Path folder, String name, int height, int width) throws Exception {
    Path temporary = Files.createTempDirectory("variables");
    String[] names = variables.keySet().toArray(new String[0]);
    byte[][] keys = new byte[names.length][];
    byte[][] slices = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      keys[i] = names[i].getBytes("UTF-8");
      slices[i] = new byte[0];
    }
    byte[] prefix = temporary.resolve("variables").toString().getBytes("UTF-8");
    OperationBuilder save = graph.opBuilder("SaveV2", "save/SaveV2").addInput(constant("save/Const", prefix));
    save.addInput(constant("save/names", keys)).addInput(constant("save/slices", slices));
    save.addInputList(variables.values().toArray(new Output<?>[0]));
    Operation saved = save.build();
    try (Session session = new Session(graph)) {
      Session.Runner assign = session.runner();
      assignments.forEach(assign::addTarget);
      assign.run();
      session.runner().addTarget(saved).run();
      Files.copy(temporary.resolve("variables.index"), temporary.resolve("index"));
      write(folder.resolve(name + ".zip"), entries(temporary));
      write(folder.resolve(name + ".values.zip"), values(session, height, width));
    }
  }

  private Map<String, byte[]> entries(Path temporary) throws Exception {
    TensorInfo.Builder input = TensorInfo.newBuilder().setName("input:0");
    SignatureDef signature =
        SignatureDef.newBuilder().putInputs("input", input.build())
            .putOutputs("output", TensorInfo.newBuilder().setName(x.op().name() + ":" + x.index()).build())
            .setMethodName("tensorflow/serving/predict").build();
    MetaGraphDef meta =
        MetaGraphDef.newBuilder().setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
            .setGraphDef(GraphDef.parseFrom(graph.toGraphDef())).putSignatureDef("serving_default", signature).build();
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("saved_model.pb", SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(meta).build().toByteArray());
    for (String file : new String[] {"variables.index", "variables.data-00000-of-00001"}) {
      entries.put("variables/" + file, Files.readAllBytes(temporary.resolve(file)));
    }
    return entries;
  }

  private Map<String, byte[]> values(Session session, int height, int width) {
    float[] pixels = new float[(int) (height * width * channels)];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (0.5 + 0.3 * Math.sin(0.7 * i) + 0.1 * random.nextGaussian());
    }
    Map<String, byte[]> values = new LinkedHashMap<>();
    long[] shape = {1, height, width, channels};
    try (Tensor<Float> image = Tensor.create(shape, FloatBuffer.wrap(pixels))) {
      values.put("image", bytes(image));
      for (String layer : layers) {
        try (Tensor<?> value = session.runner().feed("input", image).fetch(layer).run().get(0)) {
          values.put(layer, bytes(value));
        }
      }
    }
    return values;
  }

  private static byte[] bytes(Tensor<?> tensor) {
    long[] shape = tensor.shape();
    FloatBuffer values = FloatBuffer.allocate(tensor.numElements());
    tensor.writeTo(values);
    ByteBuffer bytes = ByteBuffer.allocate(16 + 4 * tensor.numElements()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 4; i++) {
      bytes.putInt(shape.length == 4 ? (int) shape[i] : i == 3 ? (int) shape[1] : 1);
    }
    bytes.asFloatBuffer().put(values.array());
    return bytes.array();
  }

  private static void write(Path file, Map<String, byte[]> entries) throws Exception {
    try (OutputStream stream = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(stream)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry named = new ZipEntry(entry.getKey());
        named.setTime(0);
        zip.putNextEntry(named);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder);
    unet().save(folder, "unet", 10, 8);
    denoiser().save(folder, "denoiser", 8, 10);
    classifier().save(folder, "classifier", 11, 13);
  }
}
