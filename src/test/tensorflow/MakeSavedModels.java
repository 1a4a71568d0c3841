import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.AttrValue.ListValue;
import org.tensorflow.framework.FunctionDef;
import org.tensorflow.framework.FunctionDefLibrary;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.MetaGraphDef;
import org.tensorflow.framework.NameAttrList;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.OpDef;
import org.tensorflow.framework.OpDef.ArgDef;
import org.tensorflow.framework.SavedModel;
import org.tensorflow.framework.SignatureDef;
import org.tensorflow.framework.TensorInfo;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/**
 * Makes small networks as Keras builds them in TensorFlow 1, and saves them as SavedModels in zips, with what TensorFlow
 * computes of an image in each of their layers: {@code NAME.zip} and {@code NAME.values.zip}, in which {@code image} and each
 * layer is an entry of little-endian float32, NHWC, behind four sizes as int32. The classifier is saved a second time as TensorFlow 2
 * does it, in functions; its layers have the same values.
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
  private boolean functions;
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

  /** One of each of the other operators, side by side. */
  private static MakeSavedModels operators() {
    MakeSavedModels n = new MakeSavedModels(4, false);
    Output<?> image = n.x;
    List<Output<?>> parts = new ArrayList<>();
    for (String kind : new String[] {"Tanh", "Softplus", "Softsign", "Selu", "Exp", "Abs", "Neg", "Square", "Rsqrt", "Sqrt", "Log", "Softmax"}) {
      parts.add(n.layer(n.op(kind, "function/" + kind, image)));
    }
    Output<?> other = parts.get(0);
    for (String kind : new String[] {"Maximum", "Minimum", "SquaredDifference", "Sub", "Mul"}) {
      parts.add(n.layer(n.op(kind, "two/" + kind, image, other)));
    }
    n.layer(graph(n).opBuilder("AddN", "two/AddN").addInputList(new Output<?>[] {image, other, other}));
    parts.add(n.x);
    Output<?> kernel = n.variable("transposed/kernel", 0, 0.3, 3, 3, 4, 4);
    Output<?> sizes = n.op("Shape", "transposed/Shape", image).build().output(0);
    List<Output<?>> sides = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Output<?> side =
          n.op(
                  "StridedSlice", "transposed/side_" + i, sizes, n.constant("transposed/a" + i, new int[] {i}),
                  n.constant("transposed/b" + i, new int[] {i + 1}), n.constant("transposed/c" + i, new int[] {1}))
              .setAttr("shrink_axis_mask", 1).build().output(0);
      boolean scaled = i == 1 || i == 2;
      sides.add(
          scaled ? n.op("Mul", "transposed/twice_" + i, side, n.constant("transposed/two_" + i, 2)).build().output(0) : side);
    }
    Output<?> size = graph(n).opBuilder("Pack", "transposed/stack").addInputList(sides.toArray(new Output<?>[0])).build().output(0);
    n.layer(
        n.op("Conv2DBackpropInput", "transposed/conv2d_transpose", size, kernel, image).setAttr("strides", new long[] {1, 2, 2, 1})
            .setAttr("padding", "SAME"));
    n.layer(n.op("SpaceToDepth", "transposed/SpaceToDepth", n.x).setAttr("block_size", 2));
    n.layer(n.op("DepthToSpace", "transposed/DepthToSpace", n.x).setAttr("block_size", 2));
    n.pool("transposed", "MaxPool", 2, 2);
    parts.add(n.x);
    n.layer(n.op("MirrorPad", "mirrored/MirrorPad", image, n.constant("mirrored/pads", new int[][] {{0, 0}, {1, 1}, {2, 2}, {0, 0}})).setAttr("mode", "REFLECT"));
    Output<?> plain = n.variable("valid/kernel", 0, 0.3, 3, 5, 4, 4);
    n.layer(
        n.op("Conv2D", "mirrored/Conv2D", n.x, plain).setAttr("strides", new long[] {1, 1, 1, 1}).setAttr("padding", "VALID"));
    parts.add(n.x);
    n.layer(
        n.op("Conv2D", "explicit/Conv2D", image, n.variable("explicit/kernel", 0, 0.3, 3, 3, 4, 4))
            .setAttr("strides", new long[] {1, 1, 1, 1}).setAttr("padding", "EXPLICIT")
            .setAttr("explicit_paddings", new long[] {0, 0, 2, 0, 1, 1, 0, 0}));
    parts.add(n.x);
    Output<?> axes = n.constant("axes", new int[] {1, 2});
    Output<?> mean = n.op("Mean", "squeezed/Mean", image, axes).build().output(0);
    Output<?> dense = n.op("MatMul", "squeezed/MatMul", mean, n.variable("squeezed/kernel", 0, 0.3, 4, 4)).setAttr("transpose_b", true).build().output(0);
    Output<?> rows = n.op("ExpandDims", "squeezed/ExpandDims", dense, n.constant("squeezed/one", 1)).build().output(0);
    Output<?> pixel = n.op("ExpandDims", "squeezed/ExpandDims_1", rows, n.constant("squeezed/two", 2)).build().output(0);
    parts.add(n.layer(n.op("Mul", "squeezed/mul", image, pixel)));
    Output<?> spread = n.op("Sum", "gated/Sum", image, n.constant("gated/axis", new int[] {3})).setAttr("keep_dims", true).build().output(0);
    parts.add(n.layer(n.op("Mul", "gated/mul", image, spread)));
    for (String kind : new String[] {"ResizeNearestNeighbor", "ResizeBilinear"}) {
      for (int mode = 0; mode < 3; mode++) {
        String name = kind + mode;
        n.layer(
            n.op(kind, name + "/up", image, n.constant(name + "/size", new int[] {11, 9})).setAttr("align_corners", mode == 1)
                .setAttr("half_pixel_centers", mode == 2));
        n.layer(n.op(kind, name + "/down", n.x, n.constant(name + "/back", new int[] {5, 4})).setAttr("half_pixel_centers", true));
        parts.add(n.x);
      }
    }
    n.layer(graph(n).opBuilder("ConcatV2", "all/concat").addInputList(parts.toArray(new Output<?>[0])).addInput(n.constant("all/axis", -1)));
    return n;
  }

  private static Graph graph(MakeSavedModels n) {
    return n.graph;
  }

  private void save(Path folder, String name, int height, int width) throws Exception {
    Path temporary = Files.createTempDirectory("variables");
    String[] names = variables.keySet().toArray(new String[0]);
    byte[][] keys = new byte[names.length][];
    byte[][] slices = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      keys[i] = (functions ? objectPath(names[i]) : names[i]).getBytes("UTF-8");
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
      Map<String, byte[]> entries = entries(temporary);
      Map<String, byte[]> values = values(session, height, width);
      write(folder.resolve(name + ".zip"), entries);
      if (functions) {
        byte[] last = values.get(x.op().name());
        requireSame(temporary, entries.get("saved_model.pb"), values.get("image"), last, height, width);
      } else {
        write(folder.resolve(name + ".values.zip"), values);
      }
    }
  }

  /** Lets TensorFlow restore and compute a graph of functions, and checks that it gives the same. */
  private void requireSame(Path temporary, byte[] saved, byte[] pixels, byte[] expected, int height, int width) throws Exception {
    FloatBuffer values = ByteBuffer.wrap(pixels).order(ByteOrder.LITTLE_ENDIAN).position(16).slice()
        .order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    try (Graph read = new Graph();
        Tensor<Float> image = Tensor.create(new long[] {1, height, width, channels}, values);
        Tensor<?> prefix = Tensor.create(temporary.resolve("variables").toString().getBytes("UTF-8"))) {
      read.importGraphDef(SavedModel.parseFrom(saved).getMetaGraphs(0).getGraphDef().toByteArray());
      try (Session session = new Session(read)) {
        session.runner().feed("saver_filename", prefix).addTarget("StatefulPartitionedCall_1").run();
        try (Tensor<?> value = session.runner().feed("input", image).fetch("StatefulPartitionedCall").run().get(0)) {
          if (!java.util.Arrays.equals(expected, bytes(value))) {
            throw new IllegalStateException("The functions give something else");
          }
        }
      }
    }
  }

  private Map<String, byte[]> entries(Path temporary) throws Exception {
    TensorInfo.Builder input = TensorInfo.newBuilder().setName("input:0");
    GraphDef plain = GraphDef.parseFrom(graph.toGraphDef());
    String output = functions ? "StatefulPartitionedCall:0" : x.op().name() + ":" + x.index();
    SignatureDef signature =
        SignatureDef.newBuilder().putInputs("input", input.build())
            .putOutputs("output", TensorInfo.newBuilder().setName(output).build())
            .setMethodName("tensorflow/serving/predict").build();
    MetaGraphDef meta =
        MetaGraphDef.newBuilder().setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
            .setGraphDef(functions ? inFunctions(plain) : plain).putSignatureDef("serving_default", signature).build();
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("saved_model.pb", SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(meta).build().toByteArray());
    for (String file : new String[] {"variables.index", "variables.data-00000-of-00001"}) {
      entries.put("variables/" + file, Files.readAllBytes(temporary.resolve(file)));
    }
    return entries;
  }

  /**
   * Moves a graph into functions, as TensorFlow 2 saves it: one that calls one, and one that restores the variables, whose
   * saved names are others than those of the nodes that hold them.
   */
  private GraphDef inFunctions(GraphDef plain) {
    FunctionDef.Builder inner = FunctionDef.newBuilder();
    OpDef.Builder signature = OpDef.newBuilder().setName("__inference__wrapped_model_1");
    FunctionDef.Builder wrapper = FunctionDef.newBuilder();
    OpDef.Builder wrapped = OpDef.newBuilder().setName("__inference_signature_wrapper_2");
    FunctionDef.Builder restore = FunctionDef.newBuilder();
    OpDef.Builder restoring = OpDef.newBuilder().setName("__inference__traced_restore_3");
    GraphDef.Builder main = GraphDef.newBuilder().setVersions(plain.getVersions());
    NodeDef.Builder call = call("StatefulPartitionedCall", wrapped.getName()).addInput("input");
    NodeDef.Builder innerCall = call("StatefulPartitionedCall", signature.getName()).addInput("image");
    NodeDef.Builder restoreCall = call("StatefulPartitionedCall_1", restoring.getName()).addInput("saver_filename");
    ListValue.Builder types = ListValue.newBuilder().addType(org.tensorflow.framework.DataType.DT_FLOAT);
    ArgDef image = ArgDef.newBuilder().setName("image").setType(org.tensorflow.framework.DataType.DT_FLOAT).build();
    signature.addInputArg(image);
    wrapped.addInputArg(image);
    restoring.addInputArg(ArgDef.newBuilder().setName("file").setType(org.tensorflow.framework.DataType.DT_STRING));
    TensorProto.Builder names = strings();
    TensorProto.Builder slices = strings();
    ListValue.Builder restored = ListValue.newBuilder();
    Set<String> handles = new LinkedHashSet<>();
    for (NodeDef node : plain.getNodeList()) {
      if (node.getName().startsWith("save/") || node.getName().endsWith("/Assign")
          || node.getName().endsWith("/Initializer")) {
        continue;
      } else if (node.getOp().equals("Placeholder")) {
        main.addNode(node);
      } else if (node.getOp().equals("VarHandleOp")) {
        int i = handles.size();
        handles.add(node.getName());
        main.addNode(node);
        ArgDef argument = ArgDef.newBuilder().setName("unknown_" + i).setType(org.tensorflow.framework.DataType.DT_RESOURCE).build();
        types.addType(argument.getType());
        signature.addInputArg(argument);
        wrapped.addInputArg(argument);
        restoring.addInputArg(argument);
        call.addInput(node.getName());
        innerCall.addInput(argument.getName());
        restoreCall.addInput(node.getName());
        restored.addType(org.tensorflow.framework.DataType.DT_FLOAT);
        names.addStringVal(ByteString.copyFromUtf8(objectPath(node.getName())));
        slices.addStringVal(ByteString.EMPTY);
        restore.addNodeDef(
            NodeDef.newBuilder().setName("Identity_" + i).setOp("Identity").addInput("RestoreV2:tensors:" + i)
                .putAttr("T", type(org.tensorflow.framework.DataType.DT_FLOAT)));
        restore.addNodeDef(
            NodeDef.newBuilder().setName("AssignVariableOp_" + i).setOp("AssignVariableOp").addInput(argument.getName())
                .addInput("Identity_" + i + ":output:0").putAttr("dtype", type(org.tensorflow.framework.DataType.DT_FLOAT)));
      }
    }
    List<String> all = new ArrayList<>(handles);
    for (NodeDef node : plain.getNodeList()) {
      boolean inside =
          !node.getName().startsWith("save/") && !node.getName().endsWith("/Assign") && !node.getName().endsWith("/Initializer")
              && !node.getOp().equals("Placeholder") && !node.getOp().equals("VarHandleOp");
      if (inside) {
        NodeDef.Builder moved = node.toBuilder().clearInput();
        for (String input : node.getInputList()) {
          moved.addInput(
              input.equals("input") ? "image" : all.contains(input) ? "unknown_" + all.indexOf(input) : inside(plain, input));
        }
        inner.addNodeDef(moved);
      }
    }
    AttrValue count = AttrValue.newBuilder().setList(restored).build();
    restore.addNodeDef(constant("names", names)).addNodeDef(constant("slices", slices)).addNodeDef(
        NodeDef.newBuilder().setName("RestoreV2").setOp("RestoreV2").addInput("file").addInput("names:output:0")
            .addInput("slices:output:0").putAttr("dtypes", count));
    ArgDef result = ArgDef.newBuilder().setName("result").setType(org.tensorflow.framework.DataType.DT_FLOAT).build();
    inner.setSignature(signature.addOutputArg(result)).putRet("result", inside(plain, x.op().name()));
    AttrValue in = AttrValue.newBuilder().setList(types).build();
    AttrValue out =
        AttrValue.newBuilder().setList(ListValue.newBuilder().addType(org.tensorflow.framework.DataType.DT_FLOAT)).build();
    wrapper.addNodeDef(innerCall.putAttr("Tin", in).putAttr("Tout", out));
    wrapper.setSignature(wrapped.addOutputArg(result)).putRet("result", "StatefulPartitionedCall:output:0");
    restore.setSignature(restoring);
    types.setType(0, org.tensorflow.framework.DataType.DT_STRING);
    main.addNode(call.putAttr("Tin", in).putAttr("Tout", out));
    main.addNode(
        NodeDef.newBuilder().setName("saver_filename").setOp("Placeholder")
            .putAttr("dtype", type(org.tensorflow.framework.DataType.DT_STRING)));
    main.addNode(
        restoreCall.putAttr("Tin", AttrValue.newBuilder().setList(types).build())
            .putAttr("Tout", AttrValue.newBuilder().setList(ListValue.newBuilder()).build()));
    main.setLibrary(FunctionDefLibrary.newBuilder().addFunction(inner).addFunction(wrapper).addFunction(restore));
    return main.build();
  }

  private static String objectPath(String variable) {
    return "layer/" + variable + "/.ATTRIBUTES/VARIABLE_VALUE";
  }

  private static TensorProto.Builder strings() {
    return TensorProto.newBuilder().setDtype(org.tensorflow.framework.DataType.DT_STRING);
  }

  private static NodeDef.Builder constant(String name, TensorProto.Builder list) {
    list.setTensorShape(
        TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(list.getStringValCount())));
    return NodeDef.newBuilder().setName(name).setOp("Const")
        .putAttr("dtype", type(org.tensorflow.framework.DataType.DT_STRING))
        .putAttr("value", AttrValue.newBuilder().setTensor(list).build());
  }

  private static AttrValue type(org.tensorflow.framework.DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static NodeDef.Builder call(String name, String function) {
    return NodeDef.newBuilder().setName(name).setOp("StatefulPartitionedCall")
        .putAttr("f", AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(function)).build());
  }

  /** A reference as functions have it: with the name of the output. */
  private static String inside(GraphDef graph, String input) {
    if (input.startsWith("^")) {
      return input;
    }
    String[] parts = input.split(":");
    String kind = graph.getNodeList().stream().filter(n -> n.getName().equals(parts[0])).findFirst().get().getOp();
    String number = parts.length > 1 ? parts[1] : "0";
    String name =
        switch (kind) {
          case "Elu", "Relu", "Relu6" -> "activations";
          case "RealDiv", "Mul", "AddV2" -> "z";
          case "ReadVariableOp" -> "value";
          case "Sigmoid" -> "y";
          case "MatMul" -> "product";
          case "Softmax" -> "softmax";
          default -> "output";
        };
    return parts[0] + ":" + name + ":" + number;
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
    operators().save(folder, "operators", 5, 4);
    MakeSavedModels n = classifier();
    n.functions = true;
    n.save(folder, "functions", 11, 13);
  }
}
